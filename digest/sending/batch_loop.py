"""The batch loop: gives claimed batches to the workers and writes down what became of them.

    claim -> ask consent -> write "attempt" -> hand over -> write the result, or withdraw the attempt and try again

One thread owns the log and the subscribers; a pool of workers does nothing but wait for the other side. At most as many
batches are in flight at once as there are workers. Every result is decided on by `delivery.retry` and `delivery.parts`;
consent is asked again before a batch that was not accepted goes again.
"""

import random
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.delivery.batch import BatchResult, Recipient
from digest.delivery.parts import decide_batch, split
from digest.delivery.retry import Retry, TransportResult, Verdict, Write, breaker_trips
from digest.delivery.statuses import Status
from digest.editing.build import Built
from digest.errors import ClockWentBack, EditionPaused
from digest.ports import Clock, DeliveryLog, Stop, Subscribers, Watcher
from digest.sending.worker_pool import ClaimedBatch, InFlightBatch, WorkerPool

GRACE_SECONDS = 8.0
"""How long batches in flight may still take after somebody asked the program to stop."""
CLOCK_SLACK = timedelta(seconds=60)
NOTHING_WANTED = "no wanted section"
"""Why a reader is left out who wants none of an edition's sections."""
_POLL_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class EditionRun:
    """One run of an edition by this process: what is sent, the fence that makes it the runner, until when.

    `batch_size` counts readers, `readers` is how many are still to get it.
    """

    built: Built
    fence: int
    closes: datetime
    batch_size: int
    readers: int


class BatchLoop:
    """The state of one run: what is in flight, what waits for another try, how many batches in a row went wrong."""

    def __init__(
        self, run: EditionRun, log: DeliveryLog, subscribers: Subscribers, workers: WorkerPool, clock: Clock
    ) -> None:
        self._edition, self._run = run.built.edition, run
        self._log, self._subscribers, self._workers, self._clock = log, subscribers, workers, clock
        self._in_flight: list[InFlightBatch] = []
        self._waiting: list[tuple[datetime, ClaimedBatch]] = []
        self._exhausted = False
        self._failures = 0
        self._halted = ""
        self._done = 0
        self._latest = clock.now()

    def hand_over_all(self, stop: Stop, watch: Watcher) -> None:
        """Hand over all batches that are left, reporting progress in readers to `watch`.

        Returns when none is left or when `stop` is set. Raises `EditionPaused` when the edition had to pause, and what
        the log raises.
        """
        try:
            while self._start_batches(stop, watch) or self._in_flight or self._waiting:
                self._complete_one(stop, watch)
                if stop.is_set() or self._halted:
                    break
        finally:
            self._drain(watch)
            self._workers.dismiss()
        for batch in self._in_flight:
            unanswered = BatchResult(Status.UNCERTAIN, "the program was asked to stop before the answer came")
            self._write(batch, unanswered, watch)
        if self._halted:
            self._log.halt(self._edition, self._run.fence, self._halted, self._clock.now())
            raise EditionPaused(
                f"edition {self._edition} is paused: {self._halted}; mend the cause, then run "
                f"`digest resume {self._edition}` and send it again"
            )

    def _now(self) -> datetime:
        now = self._clock.now()
        if now < self._latest - CLOCK_SLACK:
            remedy = "set it right and run the command again"
            raise ClockWentBack(f"this machine's clock went back while letters were handed over; {remedy}")
        self._latest = max(now, self._latest)
        return now

    def _start_batches(self, stop: Stop, watch: Watcher) -> bool:
        """Start as many batches as there are free workers, first those whose wait is over, then new ones.

        Return whether any was started.
        """
        started = False
        while len(self._in_flight) < self._workers.size and not (stop.is_set() or self._halted):
            batch = self._next()
            if batch is None:
                break
            self._start(batch, watch)
            started = True
        return started

    def _next(self) -> ClaimedBatch | None:
        now = self._now()
        for place, (due, batch) in enumerate(self._waiting):
            if due <= now:
                del self._waiting[place]
                return batch
        if self._exhausted or (self._waiting and self._failures):
            return None
        claim = self._log.claim(self._edition, self._run.fence, self._run.batch_size, now)
        self._exhausted = claim is None
        if claim and now >= self._run.closes:  # it stays claimed, and whoever goes on begins with it
            self._halted = self._halted or f"the send window ended at {self._run.closes.isoformat(timespec='minutes')}"
            return None
        return ClaimedBatch(claim) if claim else None

    def _start(self, batch: ClaimedBatch, watch: Watcher) -> None:
        """Ask consent for a batch, render what letters are needed, write the attempt, and give it to a worker."""
        now, built = self._now(), self._run.built
        recipients, excluded = self._ask_consent(batch, now)
        batch.left_out |= excluded.keys()
        batch.tries += 1
        groups = [part for part in split(recipients) if part]
        # before the attempt: what fails while a rare letter is rendered must leave nobody uncertain
        parts = [(built.letter(batch.claim.variant, part[0].options), part) for part in groups]
        attempt = self._log.attempt(self._edition, self._run.fence, batch.claim, excluded, now)
        started = InFlightBatch(batch, attempt, recipients, parts)
        if recipients:
            self._in_flight.append(started)
            self._workers.submit(started)
        else:
            self._write(started, BatchResult(), watch)

    def _ask_consent(self, batch: ClaimedBatch, now: datetime) -> tuple[Sequence[Recipient], dict[int, str]]:
        """Return who of a batch may be written to now and gets any section of it, and why the others do not."""
        wanted = [reader for reader in batch.claim.readers if reader not in batch.left_out]
        consenting, left_out = self._subscribers.consenting(self._edition, wanted, now)
        sections = self._run.built.sections
        recipients = [recipient for recipient in consenting if recipient.options.leaves(sections)]
        excluded = dict(left_out)
        if len(recipients) < len(consenting):
            nothing = (one.reader for one in consenting if not one.options.leaves(sections))
            excluded |= dict.fromkeys(nothing, NOTHING_WANTED)
        return recipients, excluded

    def _complete_one(self, stop: Stop, watch: Watcher) -> None:
        """Wait up to `_POLL_SECONDS` for a result and handle it: so short that a request to stop is soon obeyed."""
        if not self._in_flight:
            stop.wait(_POLL_SECONDS if self._waiting else 0)
            return
        completed = self._workers.completed(_POLL_SECONDS)
        if completed:
            self._complete(*completed, watch)

    def _complete(self, batch: InFlightBatch, results: Sequence[TransportResult], watch: Watcher) -> None:
        """Write down what became of a batch, or withdraw its attempt."""
        self._in_flight.remove(batch)
        last, now = results[-1], self._clock.now()
        self._failures = 0 if last.verdict is Verdict.ACCEPTED else self._failures + 1
        chance = random.random()  # noqa: S311 - spreads delays, keeps no secret
        parts = [part for _, part in batch.parts]
        found = decide_batch(parts, results, batch.claimed.tries, now, self._run.closes, chance)
        decision = found.decision
        if isinstance(decision, Write):
            self._write(batch, decision.batch_result, watch)
        elif isinstance(decision, Retry):
            self._withdraw(batch, found.settled)
            self._waiting.append((now + timedelta(seconds=decision.delay_seconds), batch.claimed))
        elif decision.ends_with:
            self._write(batch, decision.ends_with, watch)
            self._halted = decision.reason
        else:
            self._withdraw(batch, found.settled)
            self._halted = decision.reason
        if not self._halted and breaker_trips(self._failures, self._workers.size, last):
            self._halted = f"{self._failures} batches in a row were not taken ({last.reason})"

    def _write(self, batch: InFlightBatch, result: BatchResult, watch: Watcher) -> None:
        claim = batch.claimed.claim
        self._log.receive(self._edition, claim, result, self._clock.now())
        self._done += len(claim.readers)
        watch(self._done, self._run.readers)

    def _withdraw(self, batch: InFlightBatch, settled: Mapping[int, tuple[Status, str]]) -> None:
        kept = _of_recipients(batch.recipients, settled)
        batch.claimed.left_out |= kept.keys()
        self._log.withdraw(self._edition, self._run.fence, batch.claimed.claim, kept, self._clock.now())

    def _drain(self, watch: Watcher) -> None:
        """Wait for the batches in flight, at most `GRACE_SECONDS`; what has not been answered then is uncertain."""
        deadline = threading.Event()
        timer = threading.Timer(GRACE_SECONDS, deadline.set)
        timer.daemon = True
        timer.start()
        while self._in_flight and not deadline.is_set():
            completed = self._workers.completed(_POLL_SECONDS)
            if completed:
                self._complete(*completed, watch)
        timer.cancel()


def _of_recipients(
    recipients: Sequence[Recipient], found: Mapping[int, tuple[Status, str]]
) -> dict[int, tuple[Status, str]]:
    ours = {recipient.reader for recipient in recipients}
    return {reader: outcome for reader, outcome in found.items() if reader in ours}
