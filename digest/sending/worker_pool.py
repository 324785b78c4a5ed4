"""The threads that hand parts of batches over and wait for the other side. They know neither log nor subscribers."""

import threading
from dataclasses import dataclass
from datetime import timedelta
from queue import Empty, SimpleQueue

from digest.delivery.batch import Attempt, Batch
from digest.delivery.mail import Letter
from digest.delivery.parts import Part
from digest.delivery.retry import TransportResult, Verdict
from digest.ports.delivery import Transport
from digest.ports.process import Clock
from digest.sending.claimed_batch import ClaimedBatch

STALE = timedelta(seconds=5)
"""What was attempted longer ago than this is not handed over any more: the process was frozen, consent may be old."""


@dataclass(frozen=True, slots=True, eq=False)
class InFlight:
    """A part of a batch on its way: nothing gets here without the log's receipt of the attempt."""

    batch: ClaimedBatch
    attempt: Attempt
    letter: Letter
    part: Part


Completed = tuple[InFlight, TransportResult]
"""A part of a batch, and what came back."""


class WorkerPool:
    """Hands parts over in at most `size` threads, as many as were ever needed at once.

    They are daemons, because one that hangs must not keep the program from ending. One thread owns the pool.
    """

    def __init__(self, transport: Transport, clock: Clock, size: int) -> None:
        self.size = size
        self.repeats = transport.repeats
        self._transport, self._clock = transport, clock
        self._tasks: SimpleQueue[InFlight | None] = SimpleQueue()
        self._completed: SimpleQueue[Completed] = SimpleQueue()
        self._under_way = self._threads = 0

    def submit(self, task: InFlight) -> None:
        """Give `task` to a free thread, or to a new one; where all are at work, it waits for the next."""
        self._under_way += 1
        if self._threads < min(self._under_way, self.size):
            threading.Thread(target=self._work, daemon=True, name=f"hand-over-{self._threads}").start()
            self._threads += 1
        self._tasks.put(task)

    def completed(self, timeout_seconds: float) -> Completed | None:
        """Return what came back, waiting for one answer at most so long."""
        try:
            completed = self._completed.get(timeout=timeout_seconds)
        except Empty:
            return None
        self._under_way -= 1
        return completed

    def dismiss(self) -> None:
        """End each thread as soon as it is free."""
        for _ in range(self._threads):
            self._tasks.put(None)

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            self._completed.put((task, self._hand_over(task)))

    def _hand_over(self, task: InFlight) -> TransportResult:
        claim, letter = task.attempt.claim, task.letter
        if self._clock.now() - task.attempt.at > STALE:
            return TransportResult(Verdict.REPEAT, "the program was frozen between the attempt and the hand-over")
        try:
            return self._transport.hand_over(Batch(letter.edition, claim.number, claim.attempt, letter, task.part))
        except OSError as error:
            return self._broken_off(error.strerror or type(error).__name__)
        except BaseException as error:  # noqa: BLE001 - whatever is raised, nobody knows; a dead thread would never say
            return self._broken_off(type(error).__name__)

    def _broken_off(self, why: str) -> TransportResult:
        """Return that nobody knows what became of a hand-over, or, where a repeat does no harm, that it goes again."""
        return TransportResult(Verdict.REPEAT if self.repeats else Verdict.UNKNOWN, f"the hand-over broke off ({why})")
