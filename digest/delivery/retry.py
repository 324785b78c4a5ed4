"""What to do with a transport's result: write it down, retry, or halt. Pure: time and chance come in.

Sorted as measured on SendGrid (docs/decisions/0009-sorting-answers.md): what was never fully written may be repeated,
what was fully written and not answered may not, a refusal of everything halts the edition before it does harm.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from digest.delivery.batch import BatchResult
from digest.delivery.statuses import Status

FIRST_DELAY_SECONDS = 2.0
LONGEST_DELAY_SECONDS = 300.0
MOST_TRIES = 8
BREAKER = 5
"""This many batches in a row that were not accepted pause the edition."""


class Verdict(StrEnum):
    """What a transport makes of the other side's behaviour."""

    ACCEPTED = "accepted"
    PERMANENT = "permanent"  # no for this batch, and trying again is no use
    STOP = "stop"  # no for everything: key, account, address of the service
    WAIT = "wait"  # not accepted now; come back later
    REPEAT = "repeat"  # never fully written, so nobody can have it
    UNKNOWN = "unknown"  # fully written, and no answer that says what became of it


@dataclass(frozen=True, slots=True)
class TransportResult:
    """What came back for one batch.

    `wait_until` belongs to WAIT. `failed` names readers (by number) whom the other side found fault with, each with a
    reason: they fail, and the rest of the batch was not accepted and goes again. `reason` never holds an address.
    """

    verdict: Verdict
    reason: str = ""
    wait_until: datetime | None = None
    failed: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Write:
    """The batch has ended; write its answer."""

    batch_result: BatchResult


@dataclass(frozen=True, slots=True)
class Retry:
    """The batch was not accepted; hand it over again in `delay_seconds`, without those who `failed`."""

    delay_seconds: float
    failed: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Halt:
    """The edition must pause; `reason` is for people. What was handed over was not accepted."""

    reason: str


Decision = Write | Retry | Halt


def decide(result: TransportResult, tries: int, now: datetime, closes: datetime, chance: float) -> Decision:
    """Return what to do after one result.

    `tries` counts the hand-overs of this batch so far (1 for the first), `closes` ends the send window, `chance` in [0,
    1) spreads delays.
    """
    if result.verdict is Verdict.ACCEPTED:
        return Write(BatchResult(Status.ACCEPTED, result.reason))
    if result.verdict is Verdict.UNKNOWN:
        return Write(BatchResult(Status.UNCERTAIN, result.reason))
    if result.verdict is Verdict.STOP:
        return Halt(result.reason)
    if result.verdict is Verdict.PERMANENT:
        return Retry(0.0, result.failed) if result.failed else Write(BatchResult(Status.FAILED, result.reason))
    delay = _delay(result, tries, now, chance)
    if now + timedelta(seconds=delay) >= closes:
        return Halt(f"{result.reason}; the send window ends at {closes.isoformat(timespec='minutes')}")
    if result.verdict is Verdict.REPEAT and tries >= MOST_TRIES:
        return Halt(f"{result.reason}, {tries} times in a row")
    return Retry(delay)


def _delay(result: TransportResult, tries: int, now: datetime, chance: float) -> float:
    """Return the seconds until the next try: doubled with each try and spread by up to half.

    Never less than until the time the other side named.
    """
    backoff: float = min(FIRST_DELAY_SECONDS * 2 ** (tries - 1), LONGEST_DELAY_SECONDS) * (1 + chance / 2)
    if result.verdict is Verdict.WAIT and result.wait_until:
        return max((result.wait_until - now).total_seconds(), 0.0) + min(backoff, 1 + chance)
    return backoff


def breaker_trips(failures: int, at_once: int, last: TransportResult) -> bool:
    """Return whether `failures` batches in a row that were not accepted pause the edition, after the result `last`.

    `at_once` were in flight when the first of them came back, and one hiccup of the other side fails all of these:
    fewer prove nothing. Waiting as asked is no failure.
    """
    return failures >= max(BREAKER, at_once) and last.verdict is not Verdict.WAIT
