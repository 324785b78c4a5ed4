"""Attempts of which no answer will come: which readers are uncertain, and which were never handed over.

The journal names the readers of each hand-over, so exactly those are uncertain; the rest of their batch goes again.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, text, update

from digest.delivery.statuses import BatchState, EditionState, Status
from digest.delivery.ways_out import BEHIND
from digest.storage.attempt_journal import (
    ATTEMPTED,
    OPENED,
    Journal,
    JournaledAttempt,
    JournalLine,
    pack,
    read_attempt,
    unpack,
)
from digest.storage.delivery_statements import READERS_OF
from digest.storage.evidence import settle_by_events, write_outcomes
from digest.storage.given_numbers import record_given
from digest.storage.lost_readers import NOBODY_KNOWN, record_lost_readers
from digest.storage.process import is_dead
from digest.storage.stop_decisions import stop_lines
from digest.storage.tables import batch, edition, journaled_batch
from digest.storage.timestamps import stamp
from digest.storage.withheld import withheld_lines

_UnderWay = dict[tuple[str, int], JournaledAttempt]
LOST = "the program ended before the answer came"
FORGOTTEN = "handed over by a database that is gone: a backup was restored"
_COUNT = text(
    "SELECT COUNT(*) FROM recipient WHERE edition = :edition AND variant = :variant AND wave = :wave "
    "AND reader BETWEEN :first AND :last"
)
_MOVE = text(
    "UPDATE recipient SET variant = :variant, wave = :wave WHERE edition = :edition "
    "AND reader IN (SELECT value FROM json_each(:readers)) AND (variant, wave) != (:variant, :wave)"
)
_COUNT_AGAIN = text(
    "UPDATE batch SET readers = (SELECT COUNT(*) FROM recipient r WHERE r.edition = batch.edition "
    "AND r.variant = batch.variant AND r.wave = batch.wave AND r.reader BETWEEN batch.first AND batch.last) "
    "WHERE edition = :edition"
)
"""For batches out of whose span a reader was moved, to where the letter had gone."""


def end_lost_attempts(
    connection: Connection, edition_id: str, journal: Journal, now: datetime, *, repeats: bool
) -> None:
    """End the attempts of an edition whose runner died, inside the caller's transaction.

    Those that the journal does not know were never posted: their batches are claimed anew, and so are all where the
    transport `repeats` harmlessly. Of the others exactly those are uncertain who were handed over.
    """
    number = connection.scalar(select(edition.c.number).where(edition.c.id == edition_id)) or 0
    open_ones = select(batch.c.number, batch.c.tries).where(
        batch.c.edition == number, batch.c.state == BatchState.ATTEMPTED.value
    )
    attempted = connection.execute(open_ones).tuples().all()
    if not attempted:
        return
    lines = _lines_about(edition_id, journal, connection)
    for one, tries in attempted:
        line = lines.get((one, tries))
        if line is None or repeats:
            _set(connection, number, one, state=BatchState.CLAIMED.value, attempt=0, attempted_at=None)
        else:
            _lose(connection, number, read_attempt(line), LOST, stamp(now))
        if line is not None:
            journal.record_applied(connection, line)


def forget_nobody(connection: Connection, edition_id: str, number: int, now: datetime) -> None:
    """Make those of a newly frozen audience uncertain who were handed over before a backup was restored.

    The edition is paused then: people have to know.
    """
    known = journaled_batch.c
    where = known.edition == edition_id
    rows = connection.execute(select(journaled_batch).where(where).order_by(known.number, known.tries)).all()
    for row in rows:
        attempt = JournaledAttempt(edition_id, row.number, row.tries, row.variant, row.wave, unpack(row.readers))
        _take_over(connection, number, attempt, stamp(now))
    if rows:
        record_lost_readers(connection, edition_id, NOBODY_KNOWN)
        connection.execute(delete(journaled_batch).where(where))
        _pause(connection, number)


def give_up_under_way(connection: Connection, reason: str, now: datetime) -> None:
    """Make uncertain all that was handed over and not answered, and pause what is being sent: the journal is lost."""
    under_way = update(batch).where(batch.c.state == BatchState.ATTEMPTED.value)
    values = {"state": BatchState.UNCERTAIN.value, "reason": LOST, "answered_at": stamp(now)}
    connection.execute(under_way.values(values))
    sending = select(edition.c.number).where(edition.c.state == EditionState.SENDING.value)
    for number in connection.scalars(sending).all():
        settle_by_events(connection, number, BatchState.UNCERTAIN)
        _pause(connection, number, f"a new journal was begun: {reason}")


def delivery_lines(
    highest_number: Callable[[Connection], int],
) -> Mapping[str, Callable[[Connection, JournalLine], bool]]:
    """Return what applies the lines about editions to a database that may be older, by their kind, in one replay.

    `highest_number` returns the highest number that any reader has.
    """
    under_way: _UnderWay = {}
    return {
        **stop_lines(),
        **withheld_lines(),
        OPENED: lambda _connection, _line: True,
        ATTEMPTED: lambda connection, line: _apply(connection, line, under_way, highest_number),
    }


def newest_reader(connection: Connection, edition_id: str) -> int | None:
    """Return who was the newest reader when it was noticed that an edition is forgotten; None for any other edition.

    Whoever came later may be somebody whom the restore lost, and who was handed over: no name of theirs is known here.
    """
    known = journaled_batch.c
    newest: int | None = connection.scalar(select(func.min(known.newest)).where(known.edition == edition_id))
    return newest


def _apply(
    connection: Connection, line: JournalLine, seen: _UnderWay, highest_number: Callable[[Connection], int]
) -> bool:
    """Apply an attempt; return whether it is settled, which one that is under way is not.

    That one is remembered in `seen`: if a later one of its batch follows, it was under way when the database was copied
    only, and its readers were handed over by a database that is gone, too.
    """
    attempt = read_attempt(line)
    record_given(connection, attempt.readers[-1])
    row = connection.execute(select(edition).where(edition.c.id == attempt.edition)).first()
    if row is None:
        values = attempt._asdict() | {
            "number": attempt.batch,
            "readers": pack(attempt.readers),
            "attempted_at": line.at,
            "newest": highest_number(connection),
        }
        values.pop("batch")
        connection.execute(insert(journaled_batch).prefix_with("OR IGNORE").values(values))
        return True
    where = (batch.c.edition == row.number, batch.c.number == attempt.batch)
    known = connection.execute(select(batch.c.tries, batch.c.state).where(*where)).first()
    if known is None or known.tries < attempt.tries:
        if earlier := seen.pop((attempt.edition, attempt.batch), None):
            _lose(connection, row.number, earlier, FORGOTTEN, line.at)
        _take_over(connection, row.number, attempt, line.at)
        _pause(connection, row.number)
        return True
    under_way = known.tries == attempt.tries and BatchState(known.state) is BatchState.ATTEMPTED
    nobody_will_send = EditionState(row.state) is EditionState.CANCELLED and (not row.runner or is_dead(row.runner))
    if under_way and nobody_will_send:
        _lose(connection, row.number, attempt, LOST, line.at)
        return True
    if under_way:
        seen[attempt.edition, attempt.batch] = attempt
    return not under_way


def _take_over(connection: Connection, number: int, attempt: JournaledAttempt, now: str) -> None:
    """Bring the log up to an attempt it does not know; every hand-over it names is uncertain.

    Of a batch in parts each part is an attempt of its own, with other readers: its span grows with each.
    """
    lane = {"edition": number, "variant": attempt.variant, "wave": attempt.wave}
    where = (batch.c.edition == number, batch.c.number == attempt.batch)
    known = connection.execute(select(batch).where(*where)).first()
    readers = list(attempt.readers)
    if connection.execute(_MOVE, lane | {"readers": f"{readers}"}).rowcount:
        connection.execute(_COUNT_AGAIN, {"edition": number})
    span = {"first": readers[0], "last": readers[-1]}
    if known:
        span = {"first": min(known.first, readers[0]), "last": max(known.last, readers[-1])}
    of_span = connection.scalar(_COUNT, lane | span)
    if not of_span:  # none of them is in the audience, so none of them gets it
        return
    if known is None:
        row = lane | span | {"number": attempt.batch, "readers": of_span, "state": BatchState.CLAIMED.value}
        connection.execute(insert(batch).values(row | {"attempt": 0, "claimed_at": now}))
    elif BatchState(known.state) is BatchState.UNCERTAIN:
        left = connection.scalars(READERS_OF, lane | {"first": known.first, "last": known.last}).all()
        write_outcomes(connection, number, attempt.batch, dict.fromkeys(left, (Status.UNCERTAIN, known.reason)))
        _set(connection, number, attempt.batch, state=BatchState.CLAIMED.value, attempt=0)
    _set(connection, number, attempt.batch, tries=attempt.tries, attempted_at=now, readers=of_span, **span)
    _lose(connection, number, attempt, FORGOTTEN, now)


def _lose(connection: Connection, number: int, attempt: JournaledAttempt, reason: str, now: str) -> None:
    """Make exactly the readers of an attempt uncertain who have no outcome yet, as far as no event proves it."""
    row = connection.execute(select(batch).where(batch.c.edition == number, batch.c.number == attempt.batch)).one()
    if BatchState(row.state) not in {BatchState.CLAIMED, BatchState.ATTEMPTED}:
        return
    place = {"edition": number, "variant": row.variant, "wave": row.wave, "first": row.first, "last": row.last}
    left = set(connection.scalars(READERS_OF, place))
    lost = left.intersection(attempt.readers)
    if left == lost and left:
        _set(connection, number, row.number, state=BatchState.UNCERTAIN.value, reason=reason, answered_at=now)
    else:
        write_outcomes(connection, number, row.number, dict.fromkeys(lost, (Status.UNCERTAIN, reason)))
        _set(connection, number, row.number, state=BatchState.CLAIMED.value, attempt=0)
    settle_by_events(connection, number, BatchState.UNCERTAIN)


def _lines_about(edition_id: str, journal: Journal, connection: Connection) -> dict[tuple[int, int], JournalLine]:
    """Return the lines of open attempts of an edition, by batch and try."""
    found = (line for line in journal.unapplied(connection) if line.kind == ATTEMPTED and line.words[0] == edition_id)
    return {(int(line.words[1]), int(line.words[2])): line for line in found}


def _set(connection: Connection, number: int, one: int, **values: str | int | None) -> None:
    connection.execute(update(batch).where(batch.c.edition == number, batch.c.number == one).values(values))


def _pause(connection: Connection, number: int, reason: str = BEHIND) -> None:
    """Pause an edition for people to look at; one that was cancelled stays so, and whoever runs it has to stop."""
    values = {"state": EditionState.PAUSED.value, "reason": reason, "runner": None, "lease_until": None, "halted": True}
    where = (edition.c.number == number, edition.c.state != EditionState.CANCELLED.value)
    connection.execute(update(edition).where(*where).values(values | {"fence": edition.c.fence + 1}))
