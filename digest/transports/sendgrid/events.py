"""Reads SendGrid's events: what became of a mail after it was accepted.

Source of the names: https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event (read 2026-11).
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from digest.delivery.events import Event, Kind

MOST_EVENTS = 20_000
LONGEST_ID = 100
"""An event's id is kept in a column of this length."""


_SENDGRID = {
    "processed": Kind.PROCESSED,
    "delivered": Kind.DELIVERED,
    "deferred": Kind.DEFERRED,
    "bounce": Kind.BOUNCED,
    "dropped": Kind.DROPPED,
    "spamreport": Kind.COMPLAINED,
    "unsubscribe": Kind.UNSUBSCRIBED,
    "group_unsubscribe": Kind.UNSUBSCRIBED,
}


def sendgrid_events(body: bytes) -> list[Event] | None:
    """Read the body of a webhook call; None when it is no array of events.

    What is not about our deliveries is left out.

    `group_resubscribe` is among the events left out: coming back takes a reader's own confirmation.
    """
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, list) or len(found) > MOST_EVENTS:
        return None
    return list(_known(found))


def _known(found: list[Any]) -> Iterator[Event]:
    for entry in found:
        if not isinstance(entry, dict):
            continue
        kind = _SENDGRID.get(str(entry.get("event")))
        if kind is Kind.BOUNCED and entry.get("type") == "blocked":
            kind = Kind.BLOCKED
        name, delivery, at = entry.get("sg_event_id"), entry.get("digest_delivery"), entry.get("timestamp")
        named = isinstance(name, str) and 0 < len(name) <= LONGEST_ID and isinstance(delivery, str)
        if kind and named and isinstance(at, int):
            try:
                yield Event(str(name), kind, str(delivery), datetime.fromtimestamp(at, UTC))
            except (ValueError, OverflowError, OSError):
                continue
