"""Many readers leave at once, as an ESP's events say: as many statements as for one, and one sync of the journal."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, text

from subscribers.policy.consent import unsubscribes
from subscribers.policy.model import ConsentRecord, Event, Status
from subscribers.storage import consent_log
from subscribers.storage.consent_log import noted_head
from subscribers.storage.noted_heads import head_words, withdrawal_words
from subscribers.storage.store import Store
from subscribers.storage.timestamps import timestamp

_BY_NUMBERS = text(
    "SELECT number, public_id, status, address_index, mailbox_index FROM subscriber "
    "WHERE number IN (SELECT value FROM json_each(:numbers))"
)
_SET_STATUS = text("UPDATE subscriber SET status = :status WHERE number = :number")


class _Withdrawing(NamedTuple):
    """Who unsubscribes, as recorded, and the fingerprints of address and mailbox."""

    public_id: bytes
    record: ConsentRecord
    fingerprints: tuple[bytes | None, bytes | None]


def unsubscribe_all(store: Store, records: Sequence[tuple[int, ConsentRecord]]) -> None:
    """Apply `Event.UNSUBSCRIBE` to many, each on record; whom it does not fit is left out.

    Written ahead into the journal, as `Store.apply_event` does.
    """
    with store.reading.connect() as connection:
        unsubscribing = _unsubscribing(connection, records)
        head = head_words(noted_head(connection, store.keyring))
    if not unsubscribing:
        return
    event, status = Event.UNSUBSCRIBE.value, Status.UNSUBSCRIBED.value
    lines = store.journal.append_all(
        [
            (timestamp(one.record.at), event, *withdrawal_words(one.public_id, head, *one.fingerprints))
            for one in unsubscribing.values()
        ]
    )
    with store.engine.begin() as connection:
        # looked at again, inside the transaction: some may have left, or been erased, meanwhile
        left = _unsubscribing(connection, [(number, one.record) for number, one in unsubscribing.items()])
        if left:
            connection.execute(_SET_STATUS, [{"number": number, "status": status} for number in left])
            consent_log.append(connection, store.keyring, [(one.public_id, one.record) for one in left.values()])
        store.journal.record_all_applied(connection, lines)


def _unsubscribing(connection: Connection, records: Sequence[tuple[int, ConsentRecord]]) -> dict[int, _Withdrawing]:
    """Return whom unsubscribing changes anything for, by number: the first of several records counts."""
    rows = connection.execute(_BY_NUMBERS, {"numbers": json.dumps(sorted({number for number, _ in records}))})
    people = {row.number: row for row in rows if unsubscribes(Status(row.status))}
    found: dict[int, _Withdrawing] = {}
    for number, record in records:
        person = people.get(number)
        if person:
            fingerprints = person.address_index, person.mailbox_index
            found.setdefault(number, _Withdrawing(bytes(person.public_id), record, fingerprints))
    return found
