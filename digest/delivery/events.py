"""Providers' events: what became of a mail after it was accepted. Pure.

Events come late, shuffled and several times; `id` is the provider's own and tells copies apart. An event that does not name a delivery of
ours is nobody's. Names of SendGrid's events: https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event (read 2026-11).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

MOST_EVENTS = 20_000


class Kind(StrEnum):
    """What an event says happened to a mail."""

    PROCESSED = "processed"  # taken by the provider: proof of acceptance
    DELIVERED = "delivered"
    DEFERRED = "deferred"  # not yet; the provider goes on trying
    BLOCKED = "blocked"  # turned away this once
    BOUNCED = "bounced"  # turned away for good: the address is dead
    DROPPED = "dropped"  # the provider itself would not send it
    COMPLAINED = "complained"  # the reader called it spam
    UNSUBSCRIBED = "unsubscribed"  # the reader left through the provider


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


@dataclass(frozen=True, slots=True)
class Event:
    """One event about one delivery; `delivery` is the name it was handed over with."""

    id: str
    kind: Kind
    delivery: str
    at: datetime


def sendgrid_events(body: bytes) -> list[Event] | None:
    """Read the body of a webhook call; None when it is no array of events. What is not about our deliveries is left out.

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
        if kind and isinstance(name, str) and 0 < len(name) <= 100 and isinstance(delivery, str) and isinstance(at, int):  # noqa: PLR2004
            try:
                yield Event(name, kind, delivery, datetime.fromtimestamp(at, UTC))
            except (ValueError, OverflowError, OSError):
                continue
