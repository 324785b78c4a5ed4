"""The one place where real things are made and joined: settings to models, adapters to ports, and everything closed at the end."""

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from digest.edition.checks import Rules
from digest.errors import DigestError, InputProblems
from digest.problem import Problem
from digest.rendering.preflight import SizeLimits
from digest.rendering.view import AppealWords, Publication
from digest.settings.model import FREQUENCIES, Settings
from digest.settings.read import FILE, read

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from starlette.applications import Starlette

    from digest.adapters.delivery_log import SqlDeliveryLog
    from digest.adapters.edition_files import EditionFiles
    from digest.adapters.helm import SqlHelm
    from digest.adapters.pages import WebPages
    from digest.adapters.reports import SqlReports
    from digest.adapters.roster import SubscribersRoster
    from digest.adapters.settlements import SqlSettlements
    from digest.ports import Transport
    from digest.rendering.templates import Templates
    from subscribers.store import Store

KEY_FILE = Path("data/keys/readers.json")
DATABASE = Path("data/digest.db")
NEWSROOM_VARIABLE = "DIGEST_NEWSROOM"


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Give the present instant in UTC."""
        return datetime.now(UTC)


def program_templates() -> Path:
    """Find the program's own templates: inside the installed package, or beside it in a checkout."""
    package = Path(str(resources.files("digest")))
    installed = package / "templates"
    return installed if installed.exists() else package.parent / "templates"


def find_newsroom(named: Path | None, environment: Mapping[str, str]) -> Path:
    """Find the newsroom folder: the one named, else that of the environment, else this folder or the nearest above with a digest.toml."""
    given = named or (Path(environment[NEWSROOM_VARIABLE]) if environment.get(NEWSROOM_VARIABLE) else None)
    if given is not None:
        if not (given / FILE).exists():
            raise DigestError(f"{given} has no {FILE}; make a newsroom of it with `digest init {given}`")
        return given.resolve()
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / FILE).exists():
            return folder
    raise DigestError(f"there is no {FILE} in {here} or above it; make a newsroom with `digest init DIR`, or name one with --newsroom DIR")


class Newsroom:
    """One newsroom with everything it needs, each part made when it is first used; a context manager that closes what was opened."""

    def __init__(self, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        """Open the newsroom in `folder`; raises `InputProblems` when its settings have any."""
        self.folder = folder
        environment = os.environ if environment is None else environment
        try:
            text = (folder / FILE).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise DigestError(f"{folder / FILE} cannot be read; see that it is a UTF-8 text file you may read") from None
        self._environment = environment
        self._closing: list[Callable[[], None]] = []
        settings, problems = read(text, environment)
        if settings is None:
            raise InputProblems(problems)
        self.settings: Settings = settings
        self.warnings: tuple[Problem, ...] = tuple(problems)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for close in self._closing:
            close()
        if "engine" in self.__dict__:
            self.engine.dispose()

    @cached_property
    def editions(self) -> "EditionFiles":
        """The edition files."""
        from digest.adapters.edition_files import EditionFiles

        return EditionFiles(self.folder)

    @cached_property
    def pages(self) -> "WebPages":
        """The web, as far as the settings allow."""
        from digest.adapters.pages import WebPages

        return WebPages(self.settings.articles.hosts, self.settings.articles.allow_private_addresses)

    @cached_property
    def templates(self) -> "Templates":
        """The program's templates under the newsroom's own."""
        from digest.rendering.templates import Templates

        return Templates(program_templates(), self.folder / "templates")

    @cached_property
    def engine(self) -> "Engine":
        """The database, migrated."""
        from digest.adapters.database import open_database

        url = self.settings.database.url or f"sqlite:///{self.folder / DATABASE}"
        return open_database(url, migration_folders())

    @cached_property
    def log(self) -> "SqlDeliveryLog":
        """The delivery log."""
        from digest.adapters.delivery_log import SqlDeliveryLog

        return SqlDeliveryLog(self.engine)

    @cached_property
    def reports(self) -> "SqlReports":
        """The counts of editions."""
        from digest.adapters.reports import SqlReports

        return SqlReports(self.engine)

    @cached_property
    def settlements(self) -> "SqlSettlements":
        """What is learned about deliveries after they were handed over."""
        from digest.adapters.settlements import SqlSettlements

        return SqlSettlements(self.engine)

    @cached_property
    def helm(self) -> "SqlHelm":
        """The states of editions."""
        from digest.adapters.helm import SqlHelm

        return SqlHelm(self.engine)

    @cached_property
    def store(self) -> "Store":
        """The subscribers' store."""
        from subscribers.key_file import load
        from subscribers.store import Store

        return Store(self.engine, load(self.folder / KEY_FILE))

    @cached_property
    def roster(self) -> "SubscribersRoster":
        """The door to subscribers."""
        from digest.adapters.roster import SubscribersRoster

        return SubscribersRoster(self.store)

    @cached_property
    def outbox_folder(self) -> Path:
        """Where the outbox transport puts letters, below a folder per edition."""
        return self.folder / "data" / "outbox"

    def transport(self, date: datetime) -> "Transport":
        """Make the transport the settings name, for letters dated `date`."""
        from digest.adapters.null import Nowhere
        from digest.adapters.outbox import Outbox
        from digest.delivery.message import Envelope, Message

        if self.settings.delivery.transport == "null":
            return Nowhere()
        if self.settings.delivery.transport == "sendgrid":
            return self.sendgrid()
        sender = self.settings.sender
        envelope = Envelope(sender.name, sender.address, sender.reply_to, self.settings.digest.title, self.settings.digest.base_url)
        return Outbox(self.outbox_folder, cache(lambda letter: Message(letter, envelope, date)))

    def sendgrid(self, sandbox: bool = False) -> "Transport":
        """Make the SendGrid transport; with `sandbox` SendGrid checks everything and sends nothing."""
        from digest.adapters.sendgrid import Account, SendGrid

        sender, there = self.settings.sender, self.settings.sendgrid
        account = Account(
            api_key=self.secret("SENDGRID_API_KEY", there.api_key_file),
            host=there.host,
            sender_name=sender.name,
            sender_address=sender.address,
            reply_to=sender.reply_to,
            base_url=self.settings.digest.base_url,
            timeout_seconds=there.timeout_seconds,
        )
        transport = SendGrid(account, sandbox)
        self._closing.append(transport.close)
        return transport

    @cached_property
    def web(self) -> "Starlette":
        """The web application with all routes that the settings allow."""
        from digest.adapters.signature import Verifier
        from digest.receive_events import receive_events
        from digest.web.app import make_app
        from digest.web.webhooks import sendgrid_webhook

        key = self.settings.sendgrid.webhook_public_key
        if not key:
            return make_app([])
        settlements, roster = self.settlements, self.roster
        return make_app(
            [sendgrid_webhook(Verifier(key).is_genuine, SystemClock(), lambda events: receive_events(events, settlements, roster))]
        )

    def secret(self, name: str, file: str) -> str:
        """Give a secret: from the variable `name`, else from the file that `name`_FILE names, else from `file`; raises `DigestError`."""
        value = self._environment.get(name, "").strip()
        place = self._environment.get(f"{name}_FILE", "") or file
        if not value and place:
            try:
                value = (self.folder / place).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError):
                raise DigestError(f"the file {place} with the secret {name} cannot be read; see that it exists and is yours") from None
        if not value or not value.isascii() or not value.isprintable():
            raise DigestError(f"there is no usable {name}; set it, or {name}_FILE, in the environment (never in {FILE})")
        return value

    @property
    def rules(self) -> Rules:
        """What the settings say about editions."""
        return Rules(
            weekday=self.settings.schedule.day,
            max_picks=self.settings.limits.picks,
            languages=self.templates.languages,
            private_pages=self.settings.articles.allow_private_addresses,
        )

    @property
    def limits(self) -> SizeLimits:
        """How large a letter may be."""
        return SizeLimits(self.settings.limits.html_kilobytes * 1_000, self.settings.limits.encoded_kilobytes * 1_000)

    @property
    def publication(self) -> Publication:
        """What letters say about their publisher; raises `InputProblems` when its language has no fixed words."""
        own = self.settings.digest
        if own.language not in self.templates.languages:
            known = ", ".join(sorted(self.templates.languages))
            raise DigestError(f"`language` in [digest]: there are no fixed words in `{own.language}`; use one of {known}")
        return Publication(
            title=own.title,
            tagline=own.tagline,
            language=own.language,
            base_url=own.base_url,
            postal_address=own.postal_address,
            contact=own.contact,
            privacy_policy_url=own.privacy_policy_url,
            appeal=appeal_words(self.settings),
        )


def appeal_words(settings: Settings) -> AppealWords | None:
    """Give the newsroom's appeal, or None where it has none: no heading, no link, or no sums."""
    appeal = settings.appeal
    offers = tuple((frequency, appeal.amounts(frequency)) for frequency in FREQUENCIES if appeal.amounts(frequency))
    if not (appeal.heading and appeal.link and offers):
        return None
    return AppealWords(
        banner=appeal.banner,
        heading=appeal.heading,
        message=appeal.message,
        link=appeal.link,
        currency=appeal.currency,
        offers=offers,
        payment_methods=appeal.payment_methods,
        remind_me_later_weeks=appeal.remind_me_later_weeks,
    )


def migration_folders() -> list[Path]:
    """Give the folders with the migrations of both packages."""
    return [
        Path(str(resources.files("digest"))) / "adapters" / "migrations" / "versions",
        Path(str(resources.files("subscribers"))) / "migrations",
    ]
