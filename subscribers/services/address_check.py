"""The check of all stored addresses: which of them do not open, so that their readers get nothing."""

from collections.abc import Iterator
from itertools import islice

from sqlalchemy import select

from subscribers.policy.addresses import index
from subscribers.policy.model import Status
from subscribers.policy.preferences import read_preferences
from subscribers.storage.store import Store
from subscribers.storage.tables import stored_address, subscriber

_AT_ONCE = 1_000


def damaged(store: Store) -> Iterator[str]:
    """Open every address there is, and yield the public ids of readers of whom something is damaged.

    Their address does not open or is found under another's, or their preferences cannot be read.
    """
    columns = select(
        subscriber.c.public_id, stored_address(subscriber), subscriber.c.address_index, subscriber.c.preferences
    )
    with store.reading.connect() as connection:
        rows = connection.execute(
            columns.where(subscriber.c.status != Status.ERASED.value)
            .order_by(subscriber.c.number)
            .execution_options(yield_per=_AT_ONCE)
        )
        while page := list(islice(rows, _AT_ONCE)):
            addresses = store.cipher.open_all([(row.address, row.public_id) for row in page])
            for row, address in zip(page, addresses, strict=True):
                if address is None or index(store.keyring, address) != row.address_index or not _reads(row.preferences):
                    yield row.public_id.hex()


def _reads(preferences: str) -> bool:
    try:
        read_preferences(preferences)
    except (ValueError, TypeError, AttributeError):
        return False
    return True
