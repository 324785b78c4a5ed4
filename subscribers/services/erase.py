"""Erase: the right to be forgotten (GDPR art. 17)."""

from datetime import datetime

from subscribers.policy.model import ConsentRecord, Event, Status
from subscribers.storage.store import Store


def erase(store: Store, number: int, source: str, now: datetime) -> Status:
    """Erase a reader's address and preferences; erasing twice changes nothing. Raises `UnknownSubscriber`.

    What stays is the number, the consent log without an address, and a keyed fingerprint of the address. Without the
    newsroom's keys it cannot be turned back into the address; it keeps imports from bringing the reader back.
    """
    return store.apply_event(Event.ERASE, number, ConsentRecord(Event.ERASE, now, source, ""))
