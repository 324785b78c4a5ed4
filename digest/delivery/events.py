"""ESPs' events: what became of a mail after it was accepted. Values only.

Events come late, shuffled and several times; `id` is the ESP's own, the same for each copy. An event that does not
name a delivery of ours is ignored.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal


class Kind(StrEnum):
    """What an event says happened to a mail."""

    PROCESSED = "processed"  # accepted by the ESP
    DELIVERED = "delivered"
    DEFERRED = "deferred"  # not yet; the ESP goes on trying
    BLOCKED = "blocked"  # turned away this once
    BOUNCED = "bounced"  # turned away for good: the address is dead
    DROPPED = "dropped"  # the ESP itself would not send it
    COMPLAINED = "complained"  # the reader called it spam
    UNSUBSCRIBED = "unsubscribed"  # the reader left through the ESP


SuppressionCause = Literal["hard_bounce", "complaint"]
"""Why an event forbids all further mail to an address."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event about one delivery; `delivery` is the name it was handed over with."""

    id: str
    kind: Kind
    delivery: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DeliveryEvent:
    """An ESP's event about one of our deliveries; `id` is the ESP's own."""

    id: str
    edition: str
    reader: int
    kind: Kind
    at: datetime


class WebhookRefusal(StrEnum):
    """Why a call of an ESP's webhook is not believed."""

    UNVERIFIED = "unverified"  # not signed by the ESP, or not just now
    UNREADABLE = "unreadable"  # signed, and yet no list of events
