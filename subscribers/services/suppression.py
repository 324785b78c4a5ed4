"""Suppression: an address that must not be mailed because of a bounce, a complaint or the newsroom's own decision."""

from datetime import datetime

from subscribers.errors import UnknownSubscriber
from subscribers.policy.model import SuppressionReason
from subscribers.storage.store import Store
from subscribers.storage.suppression_list import suppress_address
from subscribers.storage.timestamps import timestamp


def suppress(store: Store, number: int, reason: SuppressionReason, source: str, now: datetime) -> None:
    """Suppress a subscriber's address, whatever its consent says.

    Raises `UnknownSubscriber` for an erased one.
    """
    address_index = store.address_index(number)
    if address_index is None:
        raise UnknownSubscriber("this subscriber's address is erased, so there is nothing to suppress")
    suppress_index(store, address_index, reason, source, now)


def suppress_index(store: Store, address_index: bytes, reason: SuppressionReason, source: str, now: datetime) -> None:
    """Suppress the address with this fingerprint, and log that as a withdrawal unless it was suppressed before."""
    with store.engine.begin() as connection:
        if suppress_address(connection, address_index, reason, source, now):
            store.withdrawal_log.write(connection, f"{timestamp(now)} suppress {address_index.hex()} {reason.value}")
