"""What recorded events prove about deliveries of which nobody has heard, whichever of the two came first.

An event may be recorded while its batch is still on its way; if the answer is lost after that, no copy of the event
will say it again. So whoever makes deliveries uncertain, decides about them or claims them anew settles them by all
events there are, in the same transaction. A batch that is claimed and waits for another try is not looked at again.
"""

from sqlalchemy import Connection, text

from digest.delivery.statuses import BatchState

_SETTLE = text(
    "INSERT INTO outcome (edition, reader, batch, status, reason) "
    "SELECT r.edition, r.reader, b.number, CASE WHEN MAX(e.kind != 'dropped') THEN 'accepted' ELSE 'refused' END, "
    "'event ' || COALESCE(MIN(CASE WHEN e.kind != 'dropped' THEN e.kind END), 'dropped') "
    "FROM batch b JOIN recipient r ON r.edition = b.edition AND r.variant = b.variant AND r.wave = b.wave "
    "AND r.reader BETWEEN b.first AND b.last JOIN event e ON e.edition = r.edition AND e.reader = r.reader "
    "WHERE b.edition = :edition AND b.state = :state GROUP BY r.reader "
    "ON CONFLICT (edition, reader) DO NOTHING"
)
"""Any kind of event but `dropped` proves that the mail was accepted; an outcome that is there already stays."""


def settle_by_events(connection: Connection, number: int, state: BatchState) -> None:
    """Settle the deliveries that events prove, in all batches of edition `number` that are in `state`."""
    connection.execute(_SETTLE, {"edition": number, "state": state.value})
