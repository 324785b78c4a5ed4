"""Deliveries: who is to get an edition, in which batch, and what became of it. Values only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from digest.delivery.mail import Letter
from digest.delivery.statuses import Status
from digest.delivery.variant import USUAL, LetterOptions


class Recipient(NamedTuple):
    """A reader whose consent was just read.

    `delivery` is its opaque name, `token` that of the reader's own links, `options` are those of the letter they get.
    """

    reader: int
    address: str
    delivery: str
    token: str
    options: LetterOptions = USUAL


@dataclass(frozen=True, slots=True)
class Claim:
    """A batch in the hands of one runner: readers in ascending order, all of one variant."""

    number: int
    attempt: int
    variant: str
    readers: Sequence[int]


@dataclass(frozen=True, slots=True)
class Attempt:
    """The log's receipt that a hand-over of a batch stands on disk since `at`; nothing is handed over without one.

    `heard_of` are readers of whom events came since an earlier try: they have their outcome, and are not written to.
    """

    claim: Claim
    at: datetime
    heard_of: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Batch:
    """What a transport is given: one letter, and recipients whose consent was just read."""

    edition: str
    number: int
    attempt: int
    letter: Letter
    recipients: Sequence[Recipient]


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of a batch: everybody ends as `status`, except the readers named in `exceptions`."""

    status: Status = Status.ACCEPTED
    reason: str = ""
    exceptions: Mapping[int, tuple[Status, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UncertainBatch:
    """A batch in which `readers` deliveries are uncertain, and why; number 0 stands for the welcome letters."""

    number: int
    readers: int
    reason: str
    attempted_at: datetime
