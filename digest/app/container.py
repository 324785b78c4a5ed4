"""The one place where real things are made and joined: settings to models, things to ports, all closed at the end."""

from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from digest.app.newsroom_folder import NewsroomFolder
from digest.app.paths import DATABASE, JOURNAL, WITHDRAWAL_LOG, database_url, migration_folders

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from digest.editing.another_editor import AnotherEditor
    from digest.storage.approvals import SqlApprovals
    from digest.storage.audience import SqlAudiences
    from digest.storage.delivery_log import SqlDeliveryLog
    from digest.storage.edition_state import SqlEditionStates
    from digest.storage.editor_passphrases import Argon2Hashes, SqlPassphrases
    from digest.storage.mail_queue import SqlMailQueue
    from digest.storage.reports import SqlReports
    from digest.storage.revisions import SqlRevisions
    from digest.storage.schedule_state import SqlScheduleState
    from digest.storage.settlements import SqlSettlements
    from digest.storage.withheld import SqlWithholdings
    from digest.subscribers_gateway.gateway import SubscribersGateway
    from digest.subscribers_gateway.health import SubscribersHealth
    from subscribers.storage.store import Store


class Newsroom(NewsroomFolder):
    """One newsroom with everything it needs, each part made when it is first used.

    A context manager that closes what was opened.
    """

    patience_seconds = 30.0  # how long whoever writes to the database waits for others

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        if "database" in self.__dict__:
            self.database.dispose()

    @property
    def state(self) -> Path:
        """The folder below which database and journal lie, where the settings name no other place."""
        return self.folder

    @cached_property
    def database(self) -> "Engine":
        """The database, migrated; whether the keys belong to it is not known yet."""
        from digest.storage.engine import open_database
        from digest.storage.private_files import make_private

        make_private((self.state / DATABASE).parent, self.state.glob(f"{JOURNAL}*"))  # those before it, too
        url = database_url(self.state, self.settings.database.url)
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

        return SqlEditionStates(self.engine, Journal(self.state / JOURNAL), self.clock.now)

    @cached_property
    def withholdings(self) -> "SqlWithholdings":
        """What editors decided of editions that did not begin."""
        from digest.storage.withheld import SqlWithholdings
        from subscribers.storage.journal import Journal

        return SqlWithholdings(self.engine, Journal(self.state / JOURNAL), self.clock.now)

    @cached_property
    def approvals(self) -> "SqlApprovals":
        """Who approved which letter."""
        from digest.storage.approvals import SqlApprovals

        return SqlApprovals(self.engine)

    @cached_property
    def another_editor(self) -> "AnotherEditor | None":
        """The rule that nobody approves what they saved last; None where the settings do not have it."""
        from digest.editing.another_editor import AnotherEditor, NoSaves

        return AnotherEditor(self.editions, NoSaves()) if self.settings.schedule.approval == "by_another" else None

    @cached_property
    def passphrases(self) -> "SqlPassphrases":
        """The passphrases of editors."""
        from digest.storage.editor_passphrases import SqlPassphrases

        return SqlPassphrases(self.engine)

    @cached_property
    def passphrase_hashes(self) -> "Argon2Hashes":
        """What makes hashes of passphrases."""
        from digest.storage.editor_passphrases import Argon2Hashes

        return Argon2Hashes()

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
    def store_as_left(self) -> "Store":
        """The subscribers' store as the database was left, or put back: nothing may be sent to whom it knows."""
        from digest.storage.given_numbers import highest_given
        from subscribers.storage.journal import Journal
        from subscribers.storage.key_file import load
        from subscribers.storage.store import Store

        return Store(self.engine, load(self.key_file), Journal(self.state / JOURNAL), highest_given)

    @cached_property
    def store(self) -> "Store":
        """The subscribers' store, with all that the journal knows and a restored backup does not."""
        from digest.storage.journal_lines import lines_of_deliveries
        from subscribers.services.journal_replay import follow_journal, replay_journal
        from subscribers.services.mailbox_index import fill_mailbox_index
        from subscribers.storage.numbers import highest_number

        store = self.store_as_left
        follow_journal(store, self.clock.now(), self.state / WITHDRAWAL_LOG)
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
