"""Events that know more than the log: about editions it has no row of, or letters it has not as handed over.

After an older copy of the database was put back they may be the only trace of what was sent. So nothing of them is
thrown away: they are kept for the day on which the edition is begun here, an edition that is under way is paused until
people have looked, and whoever was heard of gets no second letter.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, insert, literal, or_, select, update

from digest.delivery.events import DeliveryEvent, News
from digest.delivery.statuses import BatchState, EditionState
from digest.delivery.ways_out import HEARD
from digest.storage.batch_spans import batches_of
from digest.storage.tables import batch, early_event, edition, event
from digest.storage.timestamps import stamp
from digest.storage.unknown_events import record_unknown

_COLUMNS = ("id", "reader", "kind", "at", "reason")


def keep_early_events(connection: Connection, events: Sequence[DeliveryEvent]) -> None:
    """Keep events about editions that the log has no row of, each once, and count them as unknown."""
    if not events:
        return
    rows = [
        {
            "id": found.id,
            "edition": found.edition,
            "reader": found.reader,
            "kind": found.kind.value,
            "at": stamp(found.at),
            "reason": found.reason,
        }
        for found in events
    ]
    connection.execute(insert(early_event).prefix_with("OR IGNORE"), rows)
    record_unknown(connection, [(News.EDITION, found.edition, found.at) for found in events])


def take_early_events(connection: Connection, edition_id: str, number: int) -> None:
    """Give an edition that was just begun the events that came before, and pause it when there are any."""
    theirs = early_event.c.edition == edition_id
    if not connection.scalar(select(func.count()).select_from(early_event).where(theirs)):
        return
    columns = [early_event.c[name] for name in _COLUMNS]
    known = select(*columns, literal(number)).where(theirs)
    connection.execute(insert(event).prefix_with("OR IGNORE").from_select([*_COLUMNS, "edition"], known))
    connection.execute(delete(early_event).where(theirs))
    _pause(connection, number)


def look_for_unexpected(connection: Connection, number: int, events: Sequence[DeliveryEvent]) -> None:
    """Pause an edition under way, and count as unknown, when `events` are about letters not handed over by its log."""
    begun = or_(batch.c.tries > 0, batch.c.state != BatchState.CLAIMED.value)
    readers = {found.reader for found in events}
    strange = readers - {reader for reader, _ in batches_of(connection, number, readers, begun)}
    if strange:
        letters = [(News.LETTERS, found.edition, found.at) for found in events if found.reader in strange]
        record_unknown(connection, letters)
        _pause(connection, number)


def _pause(connection: Connection, number: int) -> None:
    sending = (edition.c.number == number, edition.c.state == EditionState.SENDING.value)
    connection.execute(update(edition).where(*sending).values(state=EditionState.PAUSED.value, reason=HEARD))
