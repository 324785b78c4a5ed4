"""Events that know more than the log: about editions it has no row of, or letters it has not as handed over.

After an older copy of the database was put back they may be the only trace of what was sent. So nothing of them is
thrown away: they are kept for the day on which the edition is begun here, an edition that is under way is paused until
people have looked, and whoever was heard of gets no second letter.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from sqlalchemy import Connection, delete, func, insert, literal, or_, select, update

from digest.delivery.events import NOBODY, DeliveryEvent, News
from digest.delivery.statuses import BatchState, EditionState
from digest.delivery.ways_out import HEARD
from digest.storage.batch_spans import batches_of
from digest.storage.tables import batch, early_event, edition, event
from digest.storage.timestamps import stamp
from digest.storage.unknown_events import record_unknown
from digest.storage.welcome_evidence import welcomed_among

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
    """Pause an edition under way, and count as unknown, when new `events` are about letters not handed over by its log.

    Of a reader who was heard of before people know already. `NOBODY` stands for any number of them: they are counted
    each time, and people have to look once.
    """
    begun = or_(batch.c.tries > 0, batch.c.state != BatchState.CLAIMED.value)
    readers = {found.reader for found in events}
    strange = readers - {reader for reader, _ in batches_of(connection, number, readers, begun)}
    if strange:
        strange -= welcomed_among(connection, events[0].edition, strange)
    new = strange - _heard_of_before(connection, number, strange, {found.id for found in events})
    told = new | strange & {NOBODY}
    record_unknown(connection, [(News.LETTERS, found.edition, found.at) for found in events if found.reader in told])
    if new:
        _pause(connection, number)


def _heard_of_before(connection: Connection, number: int, readers: AbstractSet[int], new: AbstractSet[str]) -> set[int]:
    """Return about which of `readers` there are other events than the `new` ones."""
    if not readers:
        return set()
    about = select(event.c.reader, event.c.id).where(event.c.edition == number, event.c.reader.in_(readers))
    return {reader for reader, id_ in connection.execute(about) if id_ not in new}


def _pause(connection: Connection, number: int) -> None:
    """Pause an edition; whoever runs it has to stop, also if a person lets it go on before that is noticed."""
    sending = (edition.c.number == number, edition.c.state == EditionState.SENDING.value)
    values = {"state": EditionState.PAUSED.value, "reason": HEARD, "runner": None, "lease_until": None, "halted": True}
    connection.execute(update(edition).where(*sending).values(values | {"fence": edition.c.fence + 1}))
