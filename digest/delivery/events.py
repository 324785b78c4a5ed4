"""ESPs' events: what became of a mail after it was accepted. Values only.

Events come late, shuffled and several times; `id` is the ESP's own, the same for each copy. An event that does not
name a delivery of ours is ignored.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

NOBODY = 0
"""Stands where a reader's number does in what is about somebody whom this database does not know: no reader has it."""


class Kind(StrEnum):
    """What an event says happened to a mail."""

    PROCESSED = "processed"  # accepted by the ESP
    DELIVERED = "delivered"
    DEFERRED = "deferred"  # not yet; the ESP goes on trying
    BLOCKED = "blocked"  # turned away this once, or not taken for so long that the ESP gave up
    BOUNCED = "bounced"  # turned away for good: the address is dead
    DROPPED = "dropped"  # the ESP itself would not send it
    COMPLAINED = "complained"  # the reader called it spam
    UNSUBSCRIBED = "unsubscribed"  # the reader left through the ESP
    UNKNOWN = "unknown"  # something that this program has no word for; the ESP had the mail


class Consequence(StrEnum):
    """What follows from an event for the mailbox that the mail went to, and for whose it is."""

    HARD_BOUNCE = "hard_bounce"  # no mail to this mailbox: it is dead
    COMPLAINT = "complaint"  # no mail to this mailbox: its owner called one spam
    LEFT = "left"  # the reader left, from whichever mailbox
    REFUSED_THERE = "refused_there"  # the ESP's own list says that this mailbox left: so did who still has it


@dataclass(frozen=True, slots=True)
class Event:
    """One event about one delivery; `delivery` is the name it was handed over with.

    `reason` says more, in the ESP's words; `because` is the earlier event for which the ESP itself would not send a
    dropped mail. `unknown` names what of it this program does not know, empty when it knows all. None of the three
    holds an address.
    """

    id: str
    kind: Kind
    delivery: str
    at: datetime
    reason: str = ""
    because: Kind | None = None
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryEvent:
    """An ESP's event about one of our deliveries; `id` is the ESP's own, the `reader` may be `NOBODY`."""

    id: str
    edition: str
    reader: int
    kind: Kind
    at: datetime
    reason: str = ""


class News(StrEnum):
    """What an event may say that this program does not know."""

    WORD = "word"  # a word of the ESP's, in its own words
    EDITION = "edition"  # an edition, by its id, that the log has no row of
    LETTERS = "letters"  # letters of an edition, by its id, that the log does not have as handed over
    DELIVERY = "delivery"  # a delivery whose name was not made with this newsroom's keys


@dataclass(frozen=True, slots=True)
class UnknownEvents:
    """What events said that this program does not know: how often it came, copies included, and when last."""

    what: str
    times: int
    last_at: datetime
    news: News = News.WORD


_CONSEQUENCES = {
    Kind.BOUNCED: Consequence.HARD_BOUNCE,
    Kind.COMPLAINED: Consequence.COMPLAINT,
    Kind.UNSUBSCRIBED: Consequence.LEFT,
}
_OF_DROPPED = _CONSEQUENCES | {Kind.UNSUBSCRIBED: Consequence.REFUSED_THERE}


def consequence(event: Event) -> Consequence | None:
    """Return what follows from an event beyond its delivery; None when nothing does."""
    if event.kind is Kind.DROPPED:
        return _OF_DROPPED.get(event.because) if event.because else None
    return _CONSEQUENCES.get(event.kind)


class WebhookRefusal(StrEnum):
    """Why a call of an ESP's webhook is not believed."""

    UNVERIFIED = "unverified"  # not signed by the ESP, or not just now
    UNREADABLE = "unreadable"  # signed, and yet no list of events
