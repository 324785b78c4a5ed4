"""What a change of a reader's status has to know, in one statement: whoever leaves waits for it."""

from sqlalchemy import Connection, Row, column, text

from subscribers.errors import UnknownSubscriber
from subscribers.storage.consent_log import Head

NOBODY = "nobody on the list has this id; `digest subscribers list` shows all ids"
_WHAT = (
    "SELECT s.number, s.public_id, s.status, s.language, s.moves, s.address_index, s.mailbox_index, "
    "h.records, h.head, h.seal, h.broken_at, "
    "EXISTS (SELECT 1 FROM pending_request p WHERE p.address_index = s.address_index) AS waits "
    "FROM subscriber s LEFT JOIN consent_head h ON h.number = 1 WHERE s."
)
_NAMES = (
    *("number", "public_id", "status", "language", "moves", "address_index", "mailbox_index"),
    *("records", "head", "seal", "broken_at", "waits"),
)
_BY_NUMBER, _BY_PUBLIC_ID = (
    text(_WHAT + which).columns(*map(column, _NAMES))  # named, so that they are not looked up each time
    for which in ("number = :number", "public_id = :public_id")
)
Identity = tuple[
    int, bytes, str, str, int, bytes | None, bytes | None, int | None, bytes | None, bytes | None, int | None, bool
]
"""What `_WHAT` selects: number, public id, status, language, how often they moved, fingerprints of address and mailbox,
the log's end (NULL: none), and whether anything was asked for at this address that may wait to be confirmed."""


def find_identity(connection: Connection, number: int) -> Row[Identity]:
    """Return what a change of status needs to know; raises `UnknownSubscriber`."""
    person = connection.execute(_BY_NUMBER, {"number": number}).first()
    if person is None:
        raise UnknownSubscriber(NOBODY)
    return person


def find_by_public_id(connection: Connection, public_id: bytes) -> Row[Identity] | None:
    """Return it of the subscriber with a public id; None when there is none."""
    return connection.execute(_BY_PUBLIC_ID, {"public_id": public_id}).first()


def head_of(person: Row[Identity]) -> Head | None:
    """Return the end of the consent log as it was read with a person's row; None where it has none."""
    if person.records is None:
        return None
    return Head(person.records, bytes(person.head), bytes(person.seal), person.broken_at)
