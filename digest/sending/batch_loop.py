"""The batch loop: gives claimed batches to the workers, part by part, and writes down what became of them.

    claim -> per part: ask consent -> write "attempt" -> hand over -> write the result, or withdraw and try again

One thread owns the log and the subscribers; a pool of workers does nothing but wait for the other side. How many parts
are in flight at once, one of each batch, follows the times of the answers (`delivery.in_flight`). Consent is asked just
before each hand-over, and again before a repeat. Every answer is decided on by `delivery.retry`, every way out is in
`delivery.ways_out`.
"""

import random
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.delivery.batch import BatchResult, Recipient
from digest.delivery.frozen import FrozenLetters
from digest.delivery.in_flight import InFlightLimit
from digest.delivery.parts import Part
from digest.delivery.retry import Retry, TransportResult, Verdict, Write, breaker_trips, decide
from digest.delivery.statuses import Status
from digest.errors import ClockWentBack, EditionPaused
from digest.ports.delivery import DeliveryLog
from digest.ports.process import Clock, Stop, Watcher
from digest.ports.readers import Subscribers
from digest.sending.claimed_batch import ClaimedBatch
from digest.sending.worker_pool import InFlight, WorkerPool

GRACE_SECONDS = 8.0
"""How long parts in flight may still take after somebody asked the program to stop."""
CLOCK_SLACK = timedelta(seconds=60)
NOTHING_WANTED = "no wanted section"
"""Why a reader is left out who wants none of an edition's sections."""
_UNANSWERED = (Status.UNCERTAIN, "the program was asked to stop before the answer came")
_POLL_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class EditionRun:
    """One run of an edition by this process: what is sent, the fence that makes it the runner, until when.

    `batch_size` counts readers, `readers` is how many are still to get it.
    """

    built: FrozenLetters
    fence: int
    closes: datetime
    batch_size: int
    readers: int


class BatchLoop:
    """The state of one run: what is in flight, what waits for another try, how many answers in a row went wrong."""

    def __init__(
        self, run: EditionRun, log: DeliveryLog, subscribers: Subscribers, workers: WorkerPool, clock: Clock
    ) -> None:
        self._edition, self._run = run.built.edition, run
        self._log, self._subscribers, self._workers, self._clock = log, subscribers, workers, clock
        self._in_flight: list[InFlight] = []
        self._waiting: list[tuple[datetime, ClaimedBatch]] = []
        self._exhausted = False
        self._ending = False
        self._failures, self._at_once = 0, 0  # answers other than "accepted" in a row, and how many were in flight then
        self._limit = InFlightLimit(workers.size)
        self._halted = ""
        self._done = 0
        self._latest = self._answered_at = clock.now()
        self._waited = timedelta(0)  # for an answer, since the one before

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
            self._ending = True
            self._drain(watch)
            self._workers.dismiss()
        if self._halted:
            self._log.halt(self._edition, self._run.fence, self._halted, self._clock.now())
            raise EditionPaused(
                f"edition {self._edition} is halted: {self._halted}; mend the cause, then run "
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
        """Start as many batches as there is room for in flight, first those whose wait is over, then new ones.

        Return whether any was started.
        """
        started = False
        while len(self._in_flight) < self._limit.limit and not (stop.is_set() or self._halted):
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
        """Begin a try of a batch: ask consent of all who are left, and hand the first part over."""
        batch.begin(self._consenting(batch, batch.left, self._now()))
        first = batch.parts.popleft() if batch.parts else ()
        if not self._hand_over(batch, first):
            self._go_on(batch, watch)

    def _go_on(self, batch: ClaimedBatch, watch: Watcher) -> None:
        """Hand the next part over, its consent asked anew, or end the batch when there is none."""
        while batch.parts:
            waiting = batch.parts.popleft()
            fresh = self._consenting(batch, [one.reader for one in waiting], self._now())
            part = [one for one in fresh if one.options == waiting[0].options]
            others = [one for one in fresh if one.options != waiting[0].options]  # they changed their mind just now
            if others:
                batch.parts.extend([one] for one in others)
            if part and self._hand_over(batch, part):
                return
        self._write(batch, BatchResult(), watch)

    def _hand_over(self, batch: ClaimedBatch, part: Part) -> bool:
        """Write the attempt and give the part to a worker; return whether anybody is left in it.

        The letter is found before: what fails there must leave nobody uncertain.
        """
        claim = batch.claim
        letter = self._run.built.letter(claim.variant, part[0].options) if part else None
        readers = [one.reader for one in part]
        attempt = self._log.attempt(self._edition, self._run.fence, claim, readers, batch.unwritten, self._now())
        batch.take_unwritten()
        batch.drop(attempt.heard_of)
        left = [one for one in part if one.reader not in attempt.heard_of] if attempt.heard_of else part
        if letter is None or not left:
            return False
        started = InFlight(batch, attempt, letter, left)
        self._in_flight.append(started)
        self._workers.submit(started)
        return True

    def _consenting(self, batch: ClaimedBatch, readers: Sequence[int], now: datetime) -> Sequence[Recipient]:
        """Return who of `readers` may be written to now and gets any section; the others are settled as excluded."""
        consenting, excluded = self._subscribers.consenting(self._edition, readers, now)
        sections = self._run.built.sections
        recipients = [recipient for recipient in consenting if recipient.options.leaves(sections)]
        batch.settle({reader: (Status.EXCLUDED, why) for reader, why in excluded.items()})
        if len(recipients) < len(consenting):
            nothing = (one.reader for one in consenting if not one.options.leaves(sections))
            batch.settle(dict.fromkeys(nothing, (Status.EXCLUDED, NOTHING_WANTED)))
        return recipients

    def _complete_one(self, stop: Stop, watch: Watcher) -> None:
        """Wait up to `_POLL_SECONDS` for a result and handle it: so short that a request to stop is soon obeyed."""
        if not self._in_flight:
            stop.wait(_POLL_SECONDS if self._waiting else 0)
            return
        began = self._clock.now()
        completed = self._workers.completed(_POLL_SECONDS)
        self._waited += self._clock.now() - began
        if completed:
            self._ending = stop.is_set()
            self._follow(completed[1].verdict)
            self._complete(*completed, watch)

    def _follow(self, verdict: Verdict) -> None:
        """Let an answer, and how long it was waited for, say how many parts may be in flight."""
        now, waited = self._clock.now(), self._waited
        busy = now - self._answered_at - waited
        self._limit.answered(verdict is Verdict.ACCEPTED, waited.total_seconds(), busy.total_seconds())
        self._answered_at, self._waited = now, timedelta(0)

    def _complete(self, done: InFlight, result: TransportResult, watch: Watcher) -> None:
        """Decide on the answer to a part: go on with the next one, end the batch, or withdraw it."""
        if not self._failures:
            self._at_once = len(self._in_flight)
        self._in_flight.remove(done)
        batch, now = done.batch, self._clock.now()
        self._failures = 0 if result.verdict is Verdict.ACCEPTED else self._failures + 1
        chance = random.random()  # noqa: S311 - spreads delays, keeps no secret
        decision = decide(result, batch.tries, now, self._run.closes, chance)
        if isinstance(decision, Write):
            self._end_part(done, decision.batch_result, watch)
        elif isinstance(decision, Retry):
            ours = {one.reader for one in done.part}
            batch.settle({one: (Status.FAILED, why) for one, why in decision.failed.items() if one in ours})
            self._withdraw(batch)
            self._waiting.append((now + timedelta(seconds=decision.delay_seconds), batch))
        else:
            self._withdraw(batch)
            self._halted = decision.reason
        if not self._halted and breaker_trips(self._failures, self._at_once, result):
            self._halted = f"{self._failures} batches in a row were not taken ({result.reason})"

    def _end_part(self, done: InFlight, result: BatchResult, watch: Watcher) -> None:
        """Keep what became of a part, and go on with its batch; the answer to the last part is the batch's own."""
        batch = done.batch
        if not batch.parts:
            self._write(batch, result, watch)
            return
        batch.settle(dict.fromkeys([one.reader for one in done.part], (result.status, result.reason)))
        if self._ending or self._halted:
            self._withdraw(batch)
            return
        try:
            self._go_on(batch, watch)
        except BaseException:  # paused by a person, or worse: what is known of the part before must not be lost
            self._withdraw(batch)
            raise

    def _write(self, batch: ClaimedBatch, result: BatchResult, watch: Watcher) -> None:
        answer = BatchResult(result.status, result.reason, batch.take_unwritten())
        self._log.receive(self._edition, batch.claim, answer, self._clock.now())
        self._done += len(batch.claim.readers)
        watch(self._done, self._run.readers)

    def _withdraw(self, batch: ClaimedBatch) -> None:
        """Withdraw the attempt: who has no outcome was not handed over and goes again."""
        self._log.withdraw(self._edition, self._run.fence, batch.claim, batch.take_unwritten(), self._clock.now())

    def _drain(self, watch: Watcher) -> None:
        """Wait for what is in flight, at most `GRACE_SECONDS`; what has not been answered then is uncertain.

        Or goes again, where a repeat does no harm.
        """
        deadline = threading.Event()
        timer = threading.Timer(GRACE_SECONDS, deadline.set)
        timer.daemon = True
        timer.start()
        while self._in_flight and not deadline.is_set():
            completed = self._workers.completed(_POLL_SECONDS)
            if completed:
                self._complete(*completed, watch)
        timer.cancel()
        for silent in self._in_flight:
            if not self._workers.repeats:
                silent.batch.settle(dict.fromkeys([one.reader for one in silent.part], _UNANSWERED))
            self._withdraw(silent.batch)
