"""Reads SendGrid's events: what became of a mail after it was accepted.

Source of the names: https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event (read 2026-11).
"""

import json
from datetime import UTC, datetime

from digest.delivery.events import Event, Kind

MOST_EVENTS = 20_000
LONGEST_ID = 100
"""An event's id is kept in a column of this length."""

_KINDS = {
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
    """Read the body of a webhook call, in its order; None when it is no array of events.

    What is not about our deliveries is left out, and so is `group_resubscribe`: coming back takes a reader's own
    confirmation.
    """
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, list) or len(found) > MOST_EVENTS:
        return None
    return [event for event in map(_event, found) if event]


def _event(entry: object) -> Event | None:
    """Read one event; None when it is of no kind we know, or names no delivery."""
    if not isinstance(entry, dict):
        return None
    kind = _KINDS.get(str(entry.get("event")))
    if kind is Kind.BOUNCED and entry.get("type") == "blocked":
        kind = Kind.BLOCKED
    name, delivery, at = entry.get("sg_event_id"), entry.get("digest_delivery"), entry.get("timestamp")
    if not (kind and isinstance(name, str) and isinstance(delivery, str) and isinstance(at, int)):
        return None
    if not 0 < len(name) <= LONGEST_ID:
        return None
    try:
        return Event(name, kind, delivery, datetime.fromtimestamp(at, UTC))
    except (ValueError, OverflowError, OSError):
        return None
