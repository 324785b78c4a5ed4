"""Many readers leave at once, as an ESP's events say: as many statements as for one, and one sync of the journal."""

import json
from collections.abc import Sequence

from sqlalchemy import Connection, text

from subscribers.policy.consent import unsubscribes
from subscribers.policy.model import ConsentRecord, Event, Status
from subscribers.storage import consent_log
from subscribers.storage.store import Store
from subscribers.storage.timestamps import timestamp

_BY_NUMBERS = text(
    "SELECT number, public_id, status FROM subscriber WHERE number IN (SELECT value FROM json_each(:numbers))"
)
_SET_STATUS = text("UPDATE subscriber SET status = :status WHERE number = :number")


def unsubscribe_all(store: Store, records: Sequence[tuple[int, ConsentRecord]]) -> None:
    """Apply `Event.UNSUBSCRIBE` to many, each on record; whom it does not fit is left out.

    Written ahead into the journal, as `Store.apply_event` does.
    """
    with store.reading.connect() as connection:
        unsubscribing = _unsubscribing(connection, records)
    if not unsubscribing:
        return
    event, status = Event.UNSUBSCRIBE.value, Status.UNSUBSCRIBED.value
    words = [(timestamp(record.at), event, public_id.hex()) for public_id, record in unsubscribing.values()]
    lines = store.journal.append_all(words)
    with store.engine.begin() as connection:
        # looked at again, inside the transaction: some may have left, or been erased, meanwhile
        left = _unsubscribing(connection, [(number, record) for number, (_, record) in unsubscribing.items()])
        if left:
            connection.execute(_SET_STATUS, [{"number": number, "status": status} for number in left])
            consent_log.append(connection, store.keyring, left.values())
        store.journal.record_all_applied(connection, lines)


def _unsubscribing(
    connection: Connection, records: Sequence[tuple[int, ConsentRecord]]
) -> dict[int, tuple[bytes, ConsentRecord]]:
    """Return whom unsubscribing changes anything for, with public id and record: the first of several counts."""
    rows = connection.execute(_BY_NUMBERS, {"numbers": json.dumps(sorted({number for number, _ in records}))})
    people = {row.number: bytes(row.public_id) for row in rows if unsubscribes(Status(row.status))}
    found: dict[int, tuple[bytes, ConsentRecord]] = {}
    for number, record in records:
        if number in people:
            found.setdefault(number, (people[number], record))
    return found
