"""What is left of a reader who is erased: a row that names nobody, and a fingerprint that bars imports.

And of one who leaves: no link that brings them back.
"""

from datetime import datetime

from sqlalchemy import Connection, delete, text, update

from subscribers.policy.model import ConsentRecord, SuppressionReason
from subscribers.storage.suppression_list import suppress_address
from subscribers.storage.tables import form_mail, former_mailbox, newcomer, pending_request, session, subscriber
from subscribers.storage.timestamps import timestamp

_ERASED = {
    **dict.fromkeys(("address", "address_index", "mailbox_index")),
    "language": "",
    "zone": "",
    "preferences": "",
    "paused_until": None,
}
_END_LINKS = text(
    "DELETE FROM pending_request "
    "WHERE address_index = :address_index AND moves IS NULL AND used = 0 AND asked_at < :left_at"
)
"""Ready-made: whoever leaves waits for it."""


def end_links(connection: Connection, address_index: bytes | None, left_at: datetime) -> None:
    """Delete what waits for a confirmation since before its reader left: only a sign-up afterwards brings anybody back.

    A restored backup can hold requests that had been confirmed when their reader left.
    """
    connection.execute(_END_LINKS, {"address_index": address_index, "left_at": timestamp(left_at)})


def erase_traces(connection: Connection, number: int, address_index: bytes | None, record: ConsentRecord) -> None:
    """Delete all rows that belong to a reader's address, and suppress its fingerprint: no import brings it back.

    The reader's own row stays, emptied, for the consent log to point at; `record` says when and by whom.
    """
    connection.execute(delete(session).where(session.c.subscriber == number))
    connection.execute(delete(pending_request).where(pending_request.c.moves == number))
    for table in (former_mailbox, newcomer):
        connection.execute(delete(table).where(table.c.subscriber == number))
    if address_index is not None:
        for table in (pending_request, form_mail):
            connection.execute(delete(table).where(table.c.address_index == address_index))
        suppress_address(connection, address_index, SuppressionReason.LEFT, record.source, record.at)
    connection.execute(update(subscriber).where(subscriber.c.number == number).values(_ERASED))
