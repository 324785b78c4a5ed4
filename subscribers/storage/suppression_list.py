"""The addresses that must not be mailed, by the fingerprint they are found by; inside the caller's transaction."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from subscribers.policy.model import SuppressionReason
from subscribers.storage.tables import suppression
from subscribers.storage.timestamps import timestamp


def suppress_address(
    connection: Connection, address_index: bytes, reason: SuppressionReason, source: str, now: datetime
) -> bool:
    """Suppress an address; return whether that is new.

    A second reason changes nothing, but for one: a reason that only the newsroom can lift takes the place of `left`,
    which a reader lifts by signing up again.
    """
    row = {"reason": reason.value, "at": timestamp(now), "source": source}
    known = reason_for(connection, address_index)
    if not outweighs(reason, known):
        return False
    if known is None:
        connection.execute(insert(suppression).values(row | {"address_index": address_index}))
    else:
        connection.execute(update(suppression).where(suppression.c.address_index == address_index).values(row))
    return True


def outweighs(reason: SuppressionReason, known: SuppressionReason | None) -> bool:
    """Return whether suppressing for `reason` changes anything about an address that is suppressed for `known`."""
    return known is None or (known is SuppressionReason.LEFT and reason is not SuppressionReason.LEFT)


def reason_for(connection: Connection, address_index: bytes) -> SuppressionReason | None:
    """Return why an address must not be mailed, None when it may be."""
    reason = connection.scalar(select(suppression.c.reason).where(suppression.c.address_index == address_index))
    return SuppressionReason(reason) if reason else None


def is_barred(connection: Connection, address_index: bytes) -> bool:
    """Return whether the newsroom must not write to an address, whatever its owner wants."""
    return reason_for(connection, address_index) not in {None, SuppressionReason.LEFT}


def lift_left(connection: Connection, address_index: bytes) -> None:
    """Lift the suppression that a reader's own leaving caused, now that the reader has confirmed again."""
    left = (suppression.c.address_index == address_index, suppression.c.reason == SuppressionReason.LEFT.value)
    connection.execute(delete(suppression).where(*left))
