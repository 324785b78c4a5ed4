"""The threads that hand batches over and wait for the other side. They know neither the log nor the subscribers."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from queue import Empty, SimpleQueue

from digest.delivery.batch import Attempt, Batch, Claim, Recipient
from digest.delivery.mail import Letter
from digest.delivery.parts import Part, goes_on
from digest.delivery.retry import TransportResult, Verdict
from digest.ports import Clock, Transport

STALE = timedelta(seconds=60)
"""A batch whose attempt was written longer ago than this is not handed over any more: the process was frozen."""


@dataclass(slots=True, eq=False)
class ClaimedBatch:
    """A batch in our hands that waits for its first or next try; whoever was once left out of it stays out."""

    claim: Claim
    tries: int = 0
    left_out: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True, eq=False)
class InFlightBatch:
    """A batch on its way: nothing gets here without the log's receipt of the attempt.

    `parts` pair the letter of each group of recipients with the group.
    """

    claimed: ClaimedBatch
    attempt: Attempt
    recipients: Sequence[Recipient]
    parts: Sequence[tuple[Letter, Part]]


Completed = tuple[InFlightBatch, list[TransportResult]]
"""A batch, and what came back for each of its parts that was tried, in order."""


class WorkerPool:
    """Hands batches over in `size` threads; daemons, because one that hangs must not keep the program from ending."""

    def __init__(self, transport: Transport, clock: Clock, size: int) -> None:
        self.size = size
        self._transport, self._clock = transport, clock
        self._tasks: SimpleQueue[InFlightBatch | None] = SimpleQueue()
        self._completed: SimpleQueue[Completed] = SimpleQueue()
        for number in range(size):
            threading.Thread(target=self._work, daemon=True, name=f"hand-over-{number}").start()

    def submit(self, batch: InFlightBatch) -> None:
        """Queue `batch` for the next free thread."""
        self._tasks.put(batch)

    def completed(self, timeout_seconds: float) -> Completed | None:
        """Return a batch that came back, waiting for one at most so long."""
        try:
            return self._completed.get(timeout=timeout_seconds)
        except Empty:
            return None

    def dismiss(self) -> None:
        """End each thread as soon as it is free."""
        for _ in range(self.size):
            self._tasks.put(None)

    def _work(self) -> None:
        while (batch := self._tasks.get()) is not None:
            self._completed.put((batch, self._hand_over(batch)))

    def _hand_over(self, batch: InFlightBatch) -> list[TransportResult]:
        """Hand the parts of a batch over, one after the other, until one is not accepted; return their results."""
        results: list[TransportResult] = []
        for letter, part in batch.parts:
            results.append(self._hand_over_part(batch.attempt, letter, part))
            if not goes_on(results[-1]):
                break
        return results

    def _hand_over_part(self, attempt: Attempt, letter: Letter, part: Part) -> TransportResult:
        if self._clock.now() - attempt.at > STALE:
            return TransportResult(Verdict.REPEAT, "the program was frozen between the attempt and the hand-over")
        claim = attempt.claim
        try:
            return self._transport.hand_over(Batch(letter.edition, claim.number, claim.attempt, letter, part))
        except OSError as error:
            return _broken_off(error.strerror or type(error).__name__)
        except BaseException as error:  # noqa: BLE001 - whatever is raised, nobody knows; a dead thread would never say
            return _broken_off(type(error).__name__)


def _broken_off(why: str) -> TransportResult:
    return TransportResult(Verdict.UNKNOWN, f"the hand-over broke off ({why})")
