"""What is known of welcome letters of which no answer came: by events, by a person, by another database's journal."""

import json
from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, text, update

from digest.delivery.batch import UncertainBatch
from digest.delivery.statuses import Resolution, Status
from digest.delivery.welcome import WORDS, Welcome
from digest.storage.attempt_journal import WELCOMED, JournalLine
from digest.storage.evidence import settle_welcomes_by_events
from digest.storage.given_numbers import record_given
from digest.storage.lost_attempts import FORGOTTEN, LOST
from digest.storage.lost_readers import record_lost_readers
from digest.storage.tables import edition, event, recipient, welcome
from digest.storage.timestamps import stamp

WORDS_NUMBER = 0
"""Stands in events where an edition's number does, for the words: no edition has it."""
_THEIRS = text(
    "SELECT reader FROM welcome WHERE edition = :edition AND tries > 0 "
    "AND reader IN (SELECT value FROM json_each(:readers))"
)


def welcome_words(found: Welcome) -> tuple[str, ...]:
    """Return the words of the journal's line for one hand-over of a welcome letter."""
    return found.edition, str(found.reader), str(found.tries)


def end_unheard(connection: Connection, found: Welcome, reason: str, at: str) -> None:
    """Make a letter that is on its way uncertain, unless events prove what became of it."""
    claimed = (welcome.c.state == Status.CLAIMED.value, welcome.c.tries == found.tries)
    this = (welcome.c.edition == found.edition, welcome.c.reader == found.reader)
    values = {"state": Status.UNCERTAIN.value, "reason": reason, "answered_at": at, "runner": None}
    connection.execute(update(welcome).where(*this, *claimed).values(values))
    number = _number(connection, found.edition)
    if number is not None:
        settle_welcomes_by_events(connection, found.edition, number, [found.reader])


def welcomed_among(connection: Connection, edition_id: str, readers: Collection[int]) -> set[int]:
    """Return to which of `readers` a welcome letter of an edition was handed over, once at least."""
    return set(connection.scalars(_THEIRS, {"edition": edition_id, "readers": json.dumps(sorted(readers))}))


def uncertain_welcomes(connection: Connection, edition_id: str) -> list[UncertainBatch]:
    """Return the uncertain welcome letters of an edition as the one batch, of number 0, that they are not in."""
    columns = func.count(), func.max(welcome.c.reason), func.max(welcome.c.attempted_at)
    where = (welcome.c.edition == edition_id, welcome.c.state == Status.UNCERTAIN.value)
    readers, reason, at = connection.execute(select(*columns).where(*where)).one()
    return [UncertainBatch(0, readers, reason, datetime.fromisoformat(at))] if readers else []


def decide_welcomes(
    connection: Connection, edition_id: str, resolution: Resolution, reason: str, now: datetime
) -> None:
    """Do what a person decided about the uncertain welcome letters of an edition, inside the caller's transaction."""
    again = {"state": Status.PENDING.value, "made_at": stamp(now), "due_at": stamp(now)}
    believed = {"state": Status.ACCEPTED.value, "reason": reason}
    where = (welcome.c.edition == edition_id, welcome.c.state == Status.UNCERTAIN.value)
    values = believed if resolution is Resolution.ACCEPTED else again
    connection.execute(update(welcome).where(*where).values(values))


def give_up_welcomes_under_way(connection: Connection, now: datetime) -> None:
    """Make uncertain what was handed over and not answered, and leave out what waits: the journal is lost.

    An older database may plan what a newer one handed over, and nothing is left that could tell.
    """
    waiting = {"state": Status.EXCLUDED.value, "reason": LOST, "answered_at": stamp(now)}
    connection.execute(update(welcome).where(welcome.c.state == Status.PENDING.value).values(waiting))
    claimed = select(welcome).where(welcome.c.state == Status.CLAIMED.value)
    for row in connection.execute(claimed).all():
        found = Welcome(row.edition, row.reader, row.tries, datetime.fromisoformat(row.made_at))
        end_unheard(connection, found, LOST, stamp(now))


def forget_words(connection: Connection, before: datetime) -> None:
    """Forget the words of thanks that ended and were planned before an instant, with the events about them."""
    ended = welcome.c.state.not_in([Status.PENDING.value, Status.CLAIMED.value])
    old = select(welcome.c.reader).where(welcome.c.edition == WORDS, welcome.c.made_at < stamp(before), ended)
    readers = connection.scalars(old).all()
    for reader in readers:
        connection.execute(delete(event).where(event.c.edition == WORDS_NUMBER, event.c.reader == reader))
        connection.execute(delete(welcome).where(welcome.c.edition == WORDS, welcome.c.reader == reader))


def welcome_lines(
    highest_number: Callable[[Connection], int],
) -> Mapping[str, Callable[[Connection, JournalLine], bool]]:
    """Return what applies the lines about welcome letters to a database that may be older, by their kind.

    `highest_number` returns the highest number that any reader has.
    """
    return {WELCOMED: lambda connection, line: _apply(connection, line, highest_number(connection))}


def _apply(connection: Connection, line: JournalLine, newest: int) -> bool:
    """Apply an attempt; return whether it is settled, which one that is under way is not.

    One that this database does not know was handed over by a database that is gone: it is uncertain.
    """
    edition_id, reader, tries = line.words[0], int(line.words[1]), int(line.words[2])
    record_given(connection, reader)
    if reader > newest:
        record_lost_readers(connection, edition_id, newest)
    this = (welcome.c.edition == edition_id, welcome.c.reader == reader)
    row = connection.execute(select(welcome).where(*this)).first()
    if row is not None and row.tries >= tries:
        return row.tries > tries or Status(row.state) is not Status.CLAIMED
    if row is not None and Status(row.state) not in {Status.PENDING, Status.CLAIMED}:
        return True
    values = {"state": Status.CLAIMED.value, "tries": tries, "attempted_at": line.at, "reason": ""}
    if row is not None:
        connection.execute(update(welcome).where(*this).values(values))
    elif not _is_in_audience(connection, edition_id, reader):
        new = values | {"edition": edition_id, "reader": reader, "made_at": line.at, "due_at": line.at}
        connection.execute(insert(welcome).values(new))
    end_unheard(connection, Welcome(edition_id, reader, tries, datetime.fromisoformat(line.at)), FORGOTTEN, line.at)
    return True


def _is_in_audience(connection: Connection, edition_id: str, reader: int) -> bool:
    number = _number(connection, edition_id)
    where = (recipient.c.edition == number, recipient.c.reader == reader)
    return connection.scalar(select(recipient.c.reader).where(*where)) is not None


def _number(connection: Connection, edition_id: str) -> int | None:
    """Return the number under which events of an edition, or of the words, are kept; None for one that is not known."""
    if edition_id == WORDS:
        return WORDS_NUMBER
    return connection.scalar(select(edition.c.number).where(edition.c.id == edition_id))
