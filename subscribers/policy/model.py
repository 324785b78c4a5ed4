"""A subscriber and what happens to one. Values only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from subscribers.policy.preferences import ReaderPreferences

PUBLIC_ID_BYTES = 12
USUAL = ReaderPreferences()


class Status(StrEnum):
    """Where a subscriber stands between signing up and leaving."""

    REQUESTED = "requested"  # signed up, address not confirmed: gets no letter
    CONFIRMED = "confirmed"  # consent is on record: gets the letter
    UNSUBSCRIBED = "unsubscribed"  # left: gets nothing, and no import brings them back
    ERASED = "erased"  # asked to be erased: the address is gone


class Event(StrEnum):
    """What can happen to a subscriber; each accepted one leaves a consent record."""

    REQUEST = "request"
    CONFIRM = "confirm"
    IMPORT = "import"
    UNSUBSCRIBE = "unsubscribe"
    UNDO = "undo"  # the reader took the unsubscribing back, on the very page that told of it; no consent of its own
    ERASE = "erase"
    MOVE = "move"  # the reader's address changed, confirmed at the new one
    UNSUPPRESS = "unsuppress"  # the newsroom lifted what it, or a bounce, had forbidden; consent stays as it is


class SuppressionReason(StrEnum):
    """Why an address must not be mailed, whatever its consent says."""

    HARD_BOUNCE = "hard_bounce"
    COMPLAINT = "complaint"
    MANUAL = "manual"
    LEFT = "left"  # left, and the address is erased: no import brings it back, only the reader does


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Somebody on the list, without the address. `id` is the opaque public id as 24 hexadecimal digits."""

    number: int
    id: str
    status: Status
    language: str
    suppressed: SuppressionReason | None
    zone: str = ""
    paused_until: datetime | None = None
    preferences: ReaderPreferences = USUAL

    def pause_end(self, now: datetime) -> datetime | None:
        """Return when the pause ends; None for who is not pausing, or not any more."""
        return self.paused_until if self.paused_until and self.paused_until > now else None


@dataclass(frozen=True, slots=True)
class ConsentRecord:
    """One line of the consent log: what happened, when (UTC), how, and to which wording.

    `confirmed_at` is when the reader agreed, where that happened before the event itself (an import).
    """

    event: Event
    at: datetime
    source: str
    wording: str
    confirmed_at: datetime | None = None
