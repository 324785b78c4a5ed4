"""The one place where real things are made and joined: settings to models, things to ports, all closed at the end."""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from digest.app import from_settings
from digest.app.paths import (
    DATABASE,
    JOURNAL,
    OUTBOX,
    WITHDRAWAL_LOG,
    database_url,
    key_file,
    migration_folders,
    program_templates,
)
from digest.app.secret_values import read_secret
from digest.delivery.variant import MailboxRules
from digest.edition.checks import Rules
from digest.errors import DigestError, InputProblems
from digest.letter.preflight import SizeLimits
from digest.letter.publication import Publication
from digest.problem import Problem
from digest.settings.model import Settings
from digest.settings.read import FILE, read_settings

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from digest.delivery.mail import Envelope
    from digest.fetching.pages import WebPages
    from digest.letter.templates import Templates
    from digest.ports.delivery import Transport
    from digest.ports.process import Clock
    from digest.storage.approvals import SqlApprovals
    from digest.storage.audience import SqlAudiences
    from digest.storage.delivery_log import SqlDeliveryLog
    from digest.storage.edition_files import EditionFiles
    from digest.storage.edition_state import SqlEditionStates
    from digest.storage.mail_queue import SqlMailQueue
    from digest.storage.reports import SqlReports
    from digest.storage.revisions import SqlRevisions
    from digest.storage.schedule_state import SqlScheduleState
    from digest.storage.settlements import SqlSettlements
    from digest.subscribers_gateway.gateway import SubscribersGateway
    from digest.subscribers_gateway.health import SubscribersHealth
    from digest.transports.sendgrid.client import SendGrid
    from subscribers.storage.store import Store


class Newsroom:
    """One newsroom with everything it needs, each part made when it is first used.

    A context manager that closes what was opened.
    """

    patience_seconds = 30.0  # how long whoever writes to the database waits for others

    def __init__(self, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        """Open the newsroom in `folder`; raises `InputProblems` when its settings have any."""
        self.folder = folder
        environment = os.environ if environment is None else environment
        try:
            text = (folder / FILE).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            fault = f"{folder / FILE} cannot be read; see that it is a UTF-8 text file you may read"
            raise DigestError(fault) from None
        self._environment = environment
        self._closing: list[Callable[[], None]] = []
        settings, problems = read_settings(text, environment)
        if settings is None:
            raise InputProblems(problems)
        self.settings: Settings = settings
        self.warnings: tuple[Problem, ...] = tuple(problems)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for close in self._closing:
            close()
        if "database" in self.__dict__:
            self.database.dispose()

    @cached_property
    def clock(self) -> "Clock":
        """The time, for everything that depends on it."""
        from digest.app.clock import SystemClock

        return SystemClock()

    @cached_property
    def editions(self) -> "EditionFiles":
        """The edition files."""
        from digest.storage.edition_files import EditionFiles

        return EditionFiles(self.folder)

    @cached_property
    def pages(self) -> "WebPages":
        """The web, as far as the settings allow."""
        from digest.app.pages import open_pages

        pages = open_pages(self.settings, self.folder)
        self._closing.append(pages.close)
        return pages

    @cached_property
    def templates(self) -> "Templates":
        """The program's templates under the newsroom's own."""
        from digest.letter.templates import Templates

        return Templates(program_templates(), self.folder / "templates")

    @cached_property
    def database(self) -> "Engine":
        """The database, migrated; whether the keys belong to it is not known yet."""
        from digest.storage.engine import open_database
        from digest.storage.private_files import make_private

        make_private((self.folder / DATABASE).parent, self.folder.glob(f"{JOURNAL}*"))  # those before it, too
        url = database_url(self.folder, self.settings.database.url)
        return open_database(url, migration_folders(), self.patience_seconds)

    @cached_property
    def engine(self) -> "Engine":
        """The database, for everything that is done with it; raises `WrongKeys` when the keys are another's.

        What is wrong with the key file itself is said by whatever needs a key.
        """
        from digest.app.proven_keys import refuse_other_keys

        refuse_other_keys(self.database, self.key_file)
        return self.database

    @cached_property
    def log(self) -> "SqlDeliveryLog":
        """The delivery log."""
        from digest.storage.delivery_log import SqlDeliveryLog

        return SqlDeliveryLog(self.engine, self.subscribers.candidates, self.store.journal)

    @cached_property
    def audiences(self) -> "SqlAudiences":
        """Who could be written to, counted."""
        from digest.storage.audience import SqlAudiences

        return SqlAudiences(self.engine, self.subscribers.candidates)

    @cached_property
    def reports(self) -> "SqlReports":
        """The counts of editions."""
        from digest.storage.reports import SqlReports

        return SqlReports(self.engine)

    @cached_property
    def revisions(self) -> "SqlRevisions":
        """What was changed of editions since they were mailed."""
        from digest.storage.revisions import SqlRevisions

        return SqlRevisions(self.engine)

    @cached_property
    def settlements(self) -> "SqlSettlements":
        """What is learned about deliveries after they were handed over."""
        from digest.storage.settlements import SqlSettlements

        return SqlSettlements(self.store.engine)  # the journal may know more than a restored database

    @cached_property
    def edition_states(self) -> "SqlEditionStates":
        """The states of editions."""
        from digest.storage.edition_state import SqlEditionStates
        from subscribers.storage.journal import Journal

        return SqlEditionStates(self.engine, Journal(self.folder / JOURNAL), self.clock.now)

    @cached_property
    def approvals(self) -> "SqlApprovals":
        """Who approved which letter."""
        from digest.storage.approvals import SqlApprovals

        return SqlApprovals(self.engine)

    @cached_property
    def mail_queue(self) -> "SqlMailQueue":
        """The single mails that wait."""
        from digest.storage.mail_queue import SqlMailQueue

        return SqlMailQueue(self.engine, self.store.cipher, self.store.journal)

    @cached_property
    def schedule_state(self) -> "SqlScheduleState":
        """What the schedule remembers."""
        from digest.storage.schedule_state import SqlScheduleState

        return SqlScheduleState(self.engine)

    @property
    def key_file(self) -> Path:
        """The file with the keys of readers' addresses and links."""
        return key_file(self.folder, self.settings.keys.file)

    @property
    def store_as_left(self) -> "Store":
        """The subscribers' store as the database was left, or put back: nothing may be sent to whom it knows."""
        from digest.storage.given_numbers import highest_given
        from subscribers.storage.journal import Journal
        from subscribers.storage.key_file import load
        from subscribers.storage.store import Store

        return Store(self.engine, load(self.key_file), Journal(self.folder / JOURNAL), highest_given)

    @cached_property
    def store(self) -> "Store":
        """The subscribers' store, with all that the journal knows and a restored backup does not."""
        from digest.storage.journal_lines import lines_of_deliveries
        from subscribers.services.journal_replay import follow_journal, replay_journal
        from subscribers.services.mailbox_index import fill_mailbox_index
        from subscribers.storage.numbers import highest_number

        store = self.store_as_left
        follow_journal(store, self.clock.now(), self.folder / WITHDRAWAL_LOG)
        replay_journal(store, lines_of_deliveries(highest_number), self.clock.now())
        fill_mailbox_index(store)  # with keys that were proven, when nothing the journal knows is missing
        return store

    @cached_property
    def subscribers(self) -> "SubscribersGateway":
        """The only door to subscribers."""
        from digest.subscribers_gateway.gateway import SubscribersGateway

        return SubscribersGateway(self.store, self.mailboxes, self.reports.mailboxes)

    @cached_property
    def reader_records(self) -> "SubscribersHealth":
        """What a doctor asks about the subscribers."""
        from digest.subscribers_gateway.health import SubscribersHealth

        return SubscribersHealth(lambda: self.store)

    def outbox_folder(self, below: str) -> Path | None:
        """Return where the outbox puts its files about `below`, an edition or `letters`; None for other transports."""
        return self.folder / OUTBOX / below if self.settings.delivery.transport == "outbox" else None

    def transport(self, date: datetime) -> "Transport":
        """Make the transport the settings name, for letters dated `date`; it takes single mails too."""
        from digest.app.transports import make_transport

        return make_transport(self.settings, self.folder, date, self.secret, self._closing.append)

    def sendgrid(self, sandbox: bool = False) -> "SendGrid":
        """Make the SendGrid transport; with `sandbox` SendGrid checks everything and sends nothing."""
        from digest.app.transports import make_sendgrid

        return make_sendgrid(self.settings, self.secret, self._closing.append, sandbox)

    def secret(self, name: str, file: str) -> str:
        """Return a secret, as `secret_values` finds it; raises `DigestError`."""
        return read_secret(self._environment, self.folder, name, file)

    @property
    def rules(self) -> Rules:
        """What the settings say about editions."""
        return from_settings.rules(self.settings, self.templates.languages)

    @property
    def envelope(self) -> "Envelope":
        """Who letters come from."""
        return from_settings.envelope(self.settings)

    @property
    def mailboxes(self) -> MailboxRules:
        """At which mailboxes letters warn, or do not ask."""
        return from_settings.mailboxes(self.settings)

    @property
    def limits(self) -> SizeLimits:
        """How large a letter may be."""
        return from_settings.size_limits(self.settings)

    @property
    def publication(self) -> Publication:
        """What letters say about their publisher; raises `DigestError` when its language has no fixed words."""
        return from_settings.publication(self.settings, self.templates.languages)
