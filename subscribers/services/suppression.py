"""Suppression: an address that must not be mailed because of a bounce, a complaint or the newsroom's own decision."""

from datetime import datetime

from subscribers.errors import UnknownSubscriber
from subscribers.policy.model import SuppressionReason
from subscribers.storage.store import Store


def suppress(store: Store, number: int, reason: SuppressionReason, source: str, now: datetime) -> None:
    """Forbid mail to a subscriber's address, whatever its consent says.

    Raises `UnknownSubscriber` for an erased one.
    """
    address_index = store.address_index(number)
    if address_index is None:
        raise UnknownSubscriber("this subscriber's address is erased, so there is nothing to suppress")
    store.suppress(address_index, reason, source, now)
