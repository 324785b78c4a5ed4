"""Unsubscribe: what a reader's unsubscribing does, and the reason a reader may give for it.

The withdrawal is written into the journal first (`storage/journal.py`): a restored backup keeps it, and it is kept
while another program holds the database.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Row
from sqlalchemy.exc import OperationalError

from subscribers.policy.model import ConsentRecord, Event, Status
from subscribers.storage.consent_times import CONSENT, is_since, latest
from subscribers.storage.identity import Identity
from subscribers.storage.signup_log import count_outcome
from subscribers.storage.store import Store
from subscribers.storage.undo_grants import end_grants
from subscribers.storage.unsubscribe_all import unsubscribe_all


class LeavingReason(StrEnum):
    """What a reader may say on leaving; counted by day, never kept with the reader."""

    TOO_MANY = "too_many"
    NOT_FOR_ME = "not_for_me"
    NOT_SAFE = "not_safe"
    NEVER_ASKED = "never_asked"
    OTHER = "other"


def unsubscribe(store: Store, number: int, source: str, now: datetime, seen: Row[Identity] | None = None) -> Status:
    """Unsubscribe a reader; a second time changes nothing but that the first cannot be undone any more.

    In force for the very next batch of a running send.

    `seen` is what the caller has just read of them (`Store.find_by_public_id`), so that it is not read twice.
    Raises `NotAllowed` for an erased reader and `UnknownSubscriber` for a number that nobody has.
    """
    return store.apply_event(Event.UNSUBSCRIBE, number, ConsentRecord(Event.UNSUBSCRIBE, now, source, ""), seen)


def unsubscribe_by_events(store: Store, told: Sequence[tuple[int, str, datetime]]) -> None:
    """Unsubscribe readers because of what an ESP says, each a number, a source and a time; not who consented since.

    Those whom it does not fit are left out.
    """
    since = latest(store, {number for number, _, _ in told}, *CONSENT)
    records = [
        (number, ConsentRecord(Event.UNSUBSCRIBE, at, source, ""))
        for number, source, at in told
        if is_since(since, number, at)
    ]
    if records:
        with store.engine.begin() as connection:
            end_grants(connection, [number for number, _ in records])  # also of those who have left already
    unsubscribe_all(store, records)


def count_leaving_reason(store: Store, reason: LeavingReason, now: datetime) -> None:
    """Count a reason for leaving, unless others hold the database: nobody waits for a number."""
    with (
        suppress(OperationalError),
        store.soon.begin() as connection,
    ):
        count_outcome(connection, f"left: {reason}", now)
