"""What the ports give and take beside deliveries: audiences, approvals, letters in hand, events, uncertain batches. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from digest.delivery.events import Kind
from digest.delivery.single import SingleLetter


@dataclass(frozen=True, slots=True)
class Audience:
    """What a frozen audience is made of: how many to write to, and how many left out for which reason."""

    recipients: int
    excluded: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Approval:
    """Somebody's word that exactly the letter with this fingerprint may go out."""

    fingerprint: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TakenLetter:
    """A single letter in the hands of one runner; `tries` counts the hand-overs, this one included."""

    number: int
    letter: SingleLetter
    tries: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Noted:
    """A provider's event about one of our deliveries; `id` is the provider's own."""

    id: str
    edition: str
    reader: int
    kind: Kind
    at: datetime


@dataclass(frozen=True, slots=True)
class UncertainBatch:
    """A batch in which `readers` deliveries are uncertain, and why."""

    number: int
    readers: int
    reason: str
    attempted_at: datetime
