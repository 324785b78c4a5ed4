"""What a change of a reader's status has to know, in one statement: whoever leaves waits for it."""

from sqlalchemy import Connection, Row, text

from subscribers.errors import UnknownSubscriber
from subscribers.storage.consent_log import Head

NOBODY = "nobody on the list has this id; `digest subscribers list` shows all ids"
_BY_NUMBER = text(
    "SELECT s.public_id, s.status, s.address_index, s.mailbox_index, h.records, h.head, h.seal, h.broken_at, "
    "EXISTS (SELECT 1 FROM pending_request p WHERE p.address_index = s.address_index) AS waits "
    "FROM subscriber s LEFT JOIN consent_head h ON h.number = 1 WHERE s.number = :number"
)
Identity = tuple[bytes, str, bytes | None, bytes | None, int | None, bytes, bytes, int | None, bool]
"""What `_BY_NUMBER` selects: public id, status, fingerprints of address and mailbox, the log's end (NULL: none), and
whether anything was asked for at this address that may wait to be confirmed."""


def find_identity(connection: Connection, number: int) -> Row[Identity]:
    """Return what a change of status needs to know; raises `UnknownSubscriber`."""
    person = connection.execute(_BY_NUMBER, {"number": number}).first()
    if person is None:
        raise UnknownSubscriber(NOBODY)
    return person


def head_of(person: Row[Identity]) -> Head | None:
    """Return the end of the consent log as it was read with a person's row; None where it has none."""
    if person.records is None:
        return None
    return Head(person.records, bytes(person.head), bytes(person.seal), person.broken_at)
