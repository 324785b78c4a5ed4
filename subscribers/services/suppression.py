"""Suppression: an address that must not be mailed because of a bounce, a complaint or the newsroom's own decision."""

from datetime import datetime

from subscribers.errors import UnknownSubscriber
from subscribers.policy.model import SuppressionReason
from subscribers.storage.store import Store
from subscribers.storage.suppression_list import outweighs, reason_for, suppress_address
from subscribers.storage.timestamps import timestamp

JOURNAL_KIND = "suppress"
"""What the journal calls a suppression."""


def suppress(store: Store, number: int, reason: SuppressionReason, source: str, now: datetime) -> None:
    """Suppress a subscriber's address, whatever its consent says.

    Raises `UnknownSubscriber` for an erased one.
    """
    address_index = store.address_index(number)
    if address_index is None:
        raise UnknownSubscriber("this subscriber's address is erased, so there is nothing to suppress")
    suppress_index(store, address_index, reason, source, now)


def suppress_index(store: Store, address_index: bytes, reason: SuppressionReason, source: str, now: datetime) -> None:
    """Suppress the address with this fingerprint, and say so in the journal, unless that changes nothing."""
    with store.reading.connect() as connection:
        if not outweighs(reason, reason_for(connection, address_index)):
            return
    line = store.journal.append(timestamp(now), JOURNAL_KIND, address_index.hex(), reason.value)
    with store.engine.begin() as connection:
        suppress_address(connection, address_index, reason, source, now)
        store.journal.record_applied(connection, line)
