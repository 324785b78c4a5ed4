"""Welcome letters on SQL: planned once, attempted once, on disk before and after each hand-over.

    taken from the newcomers and planned (one transaction) -> attempt (log, then journal, both synced) -> answer

The primary key is what forbids a second one of the same edition, triggers keep it out of that edition's audience, and
`tries` is the fence: what is written about a hand-over counts as long as nobody has tried again or given it up.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, delete, exists, func, insert, select, update

from digest.delivery.statuses import EditionState, Status
from digest.delivery.welcome import WORDS, Newcomer, Welcome
from digest.storage.attempt_journal import WELCOMED, Journal, JournalLine, write_line
from digest.storage.lost_attempts import LOST
from digest.storage.process import is_dead, myself
from digest.storage.tables import edition, lost_readers, recipient, welcome
from digest.storage.timestamps import stamp
from digest.storage.welcome_evidence import end_unheard, forget_words, welcome_words

LEASE = timedelta(minutes=5)
"""So long a runner may be silent, which is longer than any transport waits for an answer."""
_AT_ONCE = 100
TakeNewcomer = Callable[[Connection, int, datetime], bool]
"""Takes a newcomer off who confirmed at an instant; returns False when that was done already."""


class SqlWelcomes:
    """The welcome letters of one newsroom; see `digest.ports.welcomes.Welcomes` for what each call promises."""

    def __init__(self, engine: Engine, take: TakeNewcomer, journal: Journal) -> None:
        self._engine, self._take, self._journal = engine, take, journal
        self._reading = engine.execution_options(reading=True)
        self._lines: dict[tuple[str, int], JournalLine] = {}  # of what is on its way

    def plan(self, newcomer: Newcomer, edition_id: str, now: datetime) -> None:
        """Put one welcome letter for a newcomer down, in the transaction that takes them off the newcomers."""
        with self._engine.begin() as connection:
            taken = self._take(connection, newcomer.reader, newcomer.confirmed_at)
            if not taken or _had_one_since(connection, newcomer):
                return
            chosen = edition_id if _may_get(connection, newcomer.reader, edition_id) else WORDS
            if not connection.scalar(select(exists().where(_this(chosen, newcomer.reader)))):
                _wait(connection, chosen, newcomer.reader, now)

    def has_work(self, now: datetime) -> bool:
        """Return whether a letter is due or on its way, without holding up those who write."""
        work = (welcome.c.state == Status.CLAIMED.value) | _is_due(now)
        with self._reading.connect() as connection:
            return bool(connection.scalar(select(exists().where(work))))

    def end_lost(self, now: datetime, *, repeats: bool) -> None:
        """Make those uncertain whose runner died or has been silent for longer than `LEASE`.

        Those of whose attempt the journal knows nothing were never handed over, and wait again; so do all where the
        transport `repeats` harmlessly.
        """
        with self._reading.connect() as connection:
            if not _lost(connection, now):
                return
        with self._engine.begin() as connection:
            lines = {line.words: line for line in self._journal.unapplied(connection) if line.kind == WELCOMED}
            for row in _lost(connection, now):
                found = Welcome(row.edition, row.reader, row.tries, datetime.fromisoformat(row.made_at))
                line = lines.get(welcome_words(found))
                if line is None or repeats:
                    _set(connection, found, state=Status.PENDING.value, runner=None)
                else:
                    end_unheard(connection, found, LOST, stamp(now))
                if line is not None:
                    self._journal.record_applied(connection, line)

    def due(self, now: datetime) -> Sequence[Welcome]:
        """List the letters whose time has come, the longest waiting first, a part at a time."""
        waiting = select(welcome).where(_is_due(now))
        with self._reading.connect() as connection:
            rows = connection.execute(waiting.order_by(welcome.c.due_at, welcome.c.reader).limit(_AT_ONCE)).all()
        return [Welcome(row.edition, row.reader, row.tries, datetime.fromisoformat(row.made_at)) for row in rows]

    def attempt(self, waiting: Welcome, now: datetime) -> Welcome | None:
        """Write, and sync, that a letter is about to be handed over: into the log, then the journal.

        None when another process was quicker, or the edition is no longer one that was sent whole.
        """
        attempted = Welcome(waiting.edition, waiting.reader, waiting.tries + 1, waiting.made_at)
        values = {"state": Status.CLAIMED.value, "tries": attempted.tries, "attempted_at": stamp(now)}
        with self._engine.begin() as connection:
            if not _is_sent(connection, waiting.edition):
                return None
            row = (_this(waiting.edition, waiting.reader), welcome.c.state == Status.PENDING.value)
            claim = update(welcome).where(*row, welcome.c.tries == waiting.tries)
            if connection.execute(claim.values(values | {"runner": myself()})).rowcount != 1:
                return None
        line = write_line(self._journal, now, WELCOMED, *welcome_words(attempted))
        self._lines[attempted.edition, attempted.reader] = line
        return attempted

    def finish(self, attempted: Welcome, state: Status, reason: str, now: datetime) -> None:
        """Write what became of a hand-over; an answer, however late, is worth more than not knowing."""
        with self._engine.begin() as connection:
            self._settle_line(connection, attempted)
            if state is Status.UNCERTAIN:
                end_unheard(connection, attempted, reason, stamp(now))
                return
            ours = (Status.CLAIMED, Status.UNCERTAIN)
            ended = {"state": state.value, "reason": reason, "answered_at": stamp(now), "runner": None}
            _set(connection, attempted, ours, **ended)

    def withdraw(self, attempted: Welcome, reason: str, due_at: datetime) -> None:
        """Let a letter wait of which nobody can have got anything, unless it ended or was tried again meanwhile."""
        with self._engine.begin() as connection:
            self._settle_line(connection, attempted)
            waits = {"state": Status.PENDING.value, "reason": reason, "due_at": stamp(due_at), "runner": None}
            _set(connection, attempted, (Status.CLAIMED, Status.PENDING), **waits)

    def leave_out(self, waiting: Welcome, reason: str, now: datetime) -> None:
        """Write that a letter that waits goes to nobody."""
        with self._engine.begin() as connection:
            ended = {"state": Status.EXCLUDED.value, "reason": reason, "answered_at": stamp(now)}
            _set(connection, waiting, (Status.PENDING,), **ended)

    def change_to_words(self, waiting: Welcome) -> None:
        """Let words of thanks wait in the place of an edition; nothing where they have been planned already."""
        with self._engine.begin() as connection:
            this = (_this(waiting.edition, waiting.reader), welcome.c.state == Status.PENDING.value)
            if connection.execute(delete(welcome).where(*this, welcome.c.tries == waiting.tries)).rowcount != 1:
                return
            if not connection.scalar(select(exists().where(_this(WORDS, waiting.reader)))):
                _wait(connection, WORDS, waiting.reader, waiting.made_at)

    def forget_words(self, before: datetime) -> None:
        """Forget the words of thanks that ended and were planned before an instant."""
        old = (welcome.c.edition == WORDS, welcome.c.made_at < stamp(before))
        with self._reading.connect() as connection:
            anything = connection.scalar(select(exists().where(*old)))
        if anything:
            with self._engine.begin() as connection:
                forget_words(connection, before)

    def _settle_line(self, connection: Connection, attempted: Welcome) -> None:
        line = self._lines.pop((attempted.edition, attempted.reader), None)
        if line:
            self._journal.record_applied(connection, line)


def _this(edition_id: str, reader: int) -> ColumnElement[bool]:
    return and_(welcome.c.edition == edition_id, welcome.c.reader == reader)


def _is_due(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a letter waits and its time has come."""
    return and_(welcome.c.state == Status.PENDING.value, welcome.c.due_at <= stamp(now))


def _wait(connection: Connection, edition_id: str, reader: int, made_at: datetime) -> None:
    at = stamp(made_at)
    row = {"edition": edition_id, "reader": reader, "state": Status.PENDING.value, "tries": 0, "reason": ""}
    connection.execute(insert(welcome).values(row | {"made_at": at, "due_at": at}))


def _set(
    connection: Connection, found: Welcome, states: Sequence[Status] = (Status.CLAIMED,), **values: str | None
) -> None:
    """Change a letter that is in one of `states`, unless somebody tried it after `found` was read."""
    where = (_this(found.edition, found.reader), welcome.c.tries == found.tries)
    state = welcome.c.state.in_([state.value for state in states])
    connection.execute(update(welcome).where(*where, state).values(values))


def _lost(connection: Connection, now: datetime) -> list[Row[Any]]:
    """Return what is on its way and will not be answered."""
    claimed = connection.execute(select(welcome).where(welcome.c.state == Status.CLAIMED.value)).all()
    return [row for row in claimed if is_dead(row.runner) or datetime.fromisoformat(row.attempted_at) + LEASE < now]


def _is_sent(connection: Connection, edition_id: str) -> bool:
    """Return whether an edition went out to its whole audience, and was not cancelled; the words always may go."""
    if edition_id == WORDS:
        return True
    return connection.scalar(select(edition.c.state).where(edition.c.id == edition_id)) == EditionState.SENT.value


def _may_get(connection: Connection, reader: int, edition_id: str) -> bool:
    """Return whether an edition may be a reader's welcome letter: it was sent, and they cannot have had it."""
    if edition_id == WORDS or not _is_sent(connection, edition_id):
        return edition_id == WORDS
    of_audience = recipient.join(edition, edition.c.number == recipient.c.edition)
    had = (
        select(recipient.c.reader)
        .select_from(of_audience)
        .where(edition.c.id == edition_id, recipient.c.reader == reader),
        select(welcome.c.reader).where(_this(edition_id, reader)),
        select(lost_readers.c.newest).where(lost_readers.c.edition == edition_id, lost_readers.c.newest < reader),
    )
    return not any(connection.scalar(select(exists(one))) for one in had)


def _had_one_since(connection: Connection, newcomer: Newcomer) -> bool:
    """Return whether a newcomer has been welcomed already, as the journal may know of a database that is gone."""
    since = func.coalesce(welcome.c.attempted_at, welcome.c.made_at) >= stamp(newcomer.confirmed_at)
    return bool(connection.scalar(select(exists().where(welcome.c.reader == newcomer.reader, since))))
