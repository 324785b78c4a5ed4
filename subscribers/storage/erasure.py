"""What is left of a reader who is erased: a row that names nobody, and a fingerprint that bars imports."""

from sqlalchemy import Connection, delete, update

from subscribers.policy.model import ConsentRecord, SuppressionReason
from subscribers.storage.suppression_list import suppress_address
from subscribers.storage.tables import form_mail, former_mailbox, pending_request, session, subscriber

_ERASED = {
    **dict.fromkeys(("address", "address_index", "mailbox_index")),
    "language": "",
    "zone": "",
    "preferences": "",
    "paused_until": None,
}


def erase_traces(connection: Connection, number: int, address_index: bytes | None, record: ConsentRecord) -> None:
    """Delete all rows that belong to a reader's address, and suppress its fingerprint: no import brings it back.

    The reader's own row stays, emptied, for the consent log to point at; `record` says when and by whom.
    """
    connection.execute(delete(session).where(session.c.subscriber == number))
    connection.execute(delete(pending_request).where(pending_request.c.moves == number))
    connection.execute(delete(former_mailbox).where(former_mailbox.c.subscriber == number))
    if address_index is not None:
        for table in (pending_request, form_mail):
            connection.execute(delete(table).where(table.c.address_index == address_index))
        suppress_address(connection, address_index, SuppressionReason.LEFT, record.source, record.at)
    connection.execute(update(subscriber).where(subscriber.c.number == number).values(_ERASED))
