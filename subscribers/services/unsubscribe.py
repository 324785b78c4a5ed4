"""Unsubscribe: what a reader's unsubscribing does, and the reason a reader may give for it.

The withdrawal is written outside of the database too (`storage/withdrawal_log.py`), so that a restored backup keeps it.
"""

from datetime import datetime
from enum import StrEnum

from subscribers.policy.model import ConsentRecord, Event, Status
from subscribers.storage.signup_log import count_outcome
from subscribers.storage.store import Store


class LeavingReason(StrEnum):
    """What a reader may say on leaving; counted by day, never kept with the reader."""

    TOO_MANY = "too_many"
    NOT_FOR_ME = "not_for_me"
    NOT_SAFE = "not_safe"
    NEVER_ASKED = "never_asked"
    OTHER = "other"


def unsubscribe(store: Store, number: int, source: str, now: datetime) -> Status:
    """Unsubscribe a reader; a second time changes nothing. In force for the very next batch of a running send.

    Raises `NotAllowed` for an erased reader and `UnknownSubscriber` for a number that nobody has.
    """
    return store.apply_event(Event.UNSUBSCRIBE, number, ConsentRecord(Event.UNSUBSCRIBE, now, source, ""))


def count_leaving_reason(store: Store, reason: LeavingReason, now: datetime) -> None:
    """Count a reason for leaving."""
    with store.engine.begin() as connection:
        count_outcome(connection, f"left: {reason}", now)
