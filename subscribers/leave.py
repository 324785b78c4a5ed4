"""Leaving, by the reader's own wish, and being kept from letters by a bounce, a complaint or a person."""

from datetime import datetime

from subscribers.errors import UnknownSubscriber
from subscribers.model import ConsentRecord, Event, Status, SuppressionReason
from subscribers.store import Store


def unsubscribe(store: Store, number: int, source: str, now: datetime) -> Status:
    """Take a reader off the list; leaving twice changes nothing. In force for the very next batch of a running send."""
    return store.happen(Event.UNSUBSCRIBE, number, ConsentRecord(Event.UNSUBSCRIBE, now, source, ""))


def erase(store: Store, number: int, source: str, now: datetime) -> Status:
    """Forget a reader's address; what stays is the number and the consent book without it."""
    return store.happen(Event.ERASE, number, ConsentRecord(Event.ERASE, now, source, ""))


def suppress(store: Store, number: int, reason: SuppressionReason, source: str, now: datetime) -> None:
    """Forbid mail to a subscriber's address, whatever its consent says; raises `UnknownSubscriber` for an erased one."""
    found = store.address_index(number)
    if found is None:
        raise UnknownSubscriber("this subscriber's address is erased, so there is nothing to suppress")
    store.suppress(found, reason, source, now)
