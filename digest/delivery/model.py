"""Deliveries: who is to get an edition, in which batch, and what became of it. Values only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from digest.rendering.letter import Letter
from digest.rendering.taste import USUAL, Taste


class Status(StrEnum):
    """What became of one delivery: one edition to one reader."""

    PENDING = "pending"  # in the audience, in no batch yet
    CLAIMED = "claimed"  # in a batch that a runner is working on
    ACCEPTED = "accepted"  # the ESP said yes
    REFUSED = "refused"  # the ESP said no to this reader
    FAILED = "failed"  # it was never taken, and trying again is no use
    UNCERTAIN = "uncertain"  # the other side may have it; never sent again blindly
    EXCLUDED = "excluded"  # not to be written to, with a reason


class BatchState(StrEnum):
    """How far one batch has come; from the answer on, the status of all of its readers without an outcome of their own."""

    CLAIMED = "claimed"  # a runner has it; nothing has left the house
    ATTEMPTED = "attempted"  # written, and on disk, before the hand-over
    ACCEPTED = "accepted"
    REFUSED = "refused"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


class EditionState(StrEnum):
    """How far an edition has come."""

    SENDING = "sending"
    PAUSED = "paused"  # by a person, or by the program when handing over makes no sense
    CANCELLED = "cancelled"  # by a person; whoever had not got it will not
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Opening:
    """What is written down when an edition begins to go out.

    `opens_at` is the instant that waves are counted from, `in_waves` whether there is more than one; `pages` are the picked pages, so that
    a later edition does not repeat them; `even_though` is a person's reason for a second letter in one week.
    """

    edition: str
    fingerprint: str
    opens_at: datetime
    pages: tuple[str, ...] = ()
    special: bool = False
    even_though: str = ""
    in_waves: bool = False


class Recipient(NamedTuple):
    """A reader whose consent was just read: address, opaque delivery id, the token of the reader's own links, how they like the letter."""

    reader: int
    address: str
    delivery: str
    token: str
    taste: Taste = USUAL


@dataclass(frozen=True, slots=True)
class Claim:
    """A batch in the hands of one runner: readers in ascending order, all of one variant."""

    number: int
    attempt: int
    variant: str
    readers: Sequence[int]


@dataclass(frozen=True, slots=True)
class Batch:
    """What a transport is given: one letter, and the recipients whose consent was asked milliseconds ago."""

    edition: str
    number: int
    attempt: int
    letter: Letter
    recipients: Sequence[Recipient]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a transport says of a batch: everybody ends as `status`, except the readers named in `exceptions`."""

    status: Status = Status.ACCEPTED
    reason: str = ""
    exceptions: Mapping[int, tuple[Status, str]] = field(default_factory=dict)
