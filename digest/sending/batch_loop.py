"""Hand over: the loop that takes claimed batches to the transport and writes down what became of them.

One thread owns the log and the roster: it claims, asks consent, writes the attempt, and gives the batch to a crew of
threads that do nothing but wait for the other side. At most `workers` batches are under way at once. Every reply is
sorted by `delivery.retry`; consent is asked again before a batch that was not taken goes again.
"""

import gc
import random
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue

from digest.delivery.batch import Batch, BatchResult, Claim, Recipient
from digest.delivery.mail import Letter
from digest.delivery.parts import Part, decide_batch, goes_on, split
from digest.delivery.retry import BREAKER, Again, TransportResult, Verdict, Write
from digest.delivery.statuses import Status
from digest.editing.build import Built
from digest.errors import ClockWentBack, EditionPaused
from digest.ports import Clock, DeliveryLog, Stop, Subscribers, Transport, Watcher

GRACE_SECONDS = 8.0
"""How long batches under way may still take after somebody asked the program to stop."""
STALE = timedelta(seconds=60)
"""A batch whose attempt was written longer ago than this is not posted any more: the process was frozen."""
CLOCK_SLACK = timedelta(seconds=60)
_GLANCE_SECONDS = 0.2
NOTHING_WANTED = "no wanted section"
"""Why a reader is left out who wants none of an edition's sections."""


@dataclass(frozen=True, slots=True)
class Run:
    """Everything one run of an edition needs; `closes` ends its send window."""

    built: Built
    fence: int
    log: DeliveryLog
    subscribers: Subscribers
    transport: Transport
    clock: Clock
    stop: Stop
    closes: datetime
    batch_size: int
    workers: int


@dataclass(slots=True, eq=False)
class InFlightBatch:
    """One batch on its way."""

    claim: Claim
    tries: int = 0
    since: datetime | None = None
    recipients: Sequence[Recipient] = ()
    parts: Sequence[tuple[Letter, Part]] = ()
    excluded: set[int] = field(default_factory=set)


def hand_over(run: Run, watch: Watcher, of: int) -> None:
    """Hand over all batches that are left, reporting progress in readers to `watch`.

    Returns when none is left or when `run.stop` is set. Raises `EditionPaused` when the edition had to pause, and what
    the log raises.
    """
    with _rare_collections():
        _Loop(run, watch, of).go()


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Let the cycle collector run seldom.

    A send makes millions of small values, none in cycles (an eighth of its time).
    """
    before = gc.get_threshold()
    gc.set_threshold(200_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)


class _Loop:
    """The state of one run: what is under way, what waits for another try, how many batches in a row went wrong."""

    def __init__(self, run: Run, watch: Watcher, of: int) -> None:
        self._run = run
        self._watch, self._of, self._done = watch, of, 0
        self._crew = WorkerPool(run)
        self._aloft: list[InFlightBatch] = []
        self._waiting: list[tuple[datetime, InFlightBatch]] = []
        self._exhausted = False
        self._failures = 0
        self._halted = ""
        self._latest = run.clock.now()

    def go(self) -> None:
        try:
            while self._start_what_can_be() or self._aloft or self._waiting:
                self._finish_one()
                if self._run.stop.is_set() or self._halted:
                    break
        finally:
            self._drain()
            self._crew.dismiss()
        for flight in self._aloft:
            self._write(flight, BatchResult(Status.UNCERTAIN, "the program was asked to stop before the answer came"))
        if self._halted:
            self._run.log.halt(self._run.built.edition, self._run.fence, self._halted, self._run.clock.now())
            raise EditionPaused(
                f"edition {self._run.built.edition} is paused: {self._halted}; mend the cause, then run "
                f"`digest resume {self._run.built.edition}` and send it again"
            )

    def _now(self) -> datetime:
        now = self._run.clock.now()
        if now < self._latest - CLOCK_SLACK:
            raise ClockWentBack(
                "this machine's clock went back while letters were handed over; set it right and run the command again"
            )
        self._latest = max(now, self._latest)
        return now

    def _start_what_can_be(self) -> bool:
        """Fill the free places of the crew: first with batches whose wait is over, then with new ones."""
        started = False
        while len(self._aloft) < self._run.workers and not (self._run.stop.is_set() or self._halted):
            flight = self._next()
            if flight is None:
                break
            self._start(flight)
            started = True
        return started

    def _next(self) -> InFlightBatch | None:
        now = self._now()
        for place, (due, flight) in enumerate(self._waiting):
            if due <= now:
                del self._waiting[place]
                return flight
        if self._exhausted or (self._waiting and self._failures):
            return None
        claim = self._run.log.claim(self._run.built.edition, self._run.fence, self._run.batch_size, now)
        self._exhausted = claim is None
        if claim and now >= self._run.closes:  # it stays claimed, and whoever goes on begins with it
            self._halted = self._halted or f"the send window ended at {self._run.closes.isoformat(timespec='minutes')}"
            return None
        return InFlightBatch(claim) if claim else None

    def _start(self, flight: InFlightBatch) -> None:
        """Ask consent, write the attempt, and let a batch go; whoever was once left out of it stays out."""
        run, claim = self._run, flight.claim
        wanted = [reader for reader in claim.readers if reader not in flight.excluded]
        flight.since = self._now()
        consenting, left_out = run.subscribers.consenting(run.built.edition, wanted, flight.since)
        flight.recipients = [recipient for recipient in consenting if recipient.options.leaves(run.built.sections)]
        excluded = dict(left_out)
        if len(flight.recipients) < len(consenting):
            excluded |= {
                reader.reader: NOTHING_WANTED for reader in consenting if not reader.options.leaves(run.built.sections)
            }
        flight.excluded |= excluded.keys()
        flight.parts = [
            (run.built.letter(claim.variant, part[0].options), part) for part in split(flight.recipients) if part
        ]
        flight.tries += 1
        run.log.attempt(run.built.edition, run.fence, claim, excluded, flight.since)
        if flight.recipients:
            self._aloft.append(flight)
            self._crew.take(flight)
        else:
            self._write(flight, BatchResult())

    def _finish_one(self) -> None:
        """Wait a moment for a reply and deal with it; every wait is short, so that a request to stop is heard."""
        if not self._aloft:
            self._run.stop.wait(_GLANCE_SECONDS if self._waiting else 0)
            return
        landed = self._crew.landed(_GLANCE_SECONDS)
        if landed:
            self._land(*landed)

    def _land(self, flight: InFlightBatch, results: Sequence[TransportResult]) -> None:
        self._aloft.remove(flight)
        result = results[-1]
        self._failures = 0 if result.verdict is Verdict.ACCEPTED else self._failures + 1
        now = self._run.clock.now()
        parts = [part for _, part in flight.parts]
        chance = random.random()  # noqa: S311 - spreads delays, keeps no secret
        found = decide_batch(parts, results, flight.tries, now, self._run.closes, chance)
        decision = found.decision
        if isinstance(decision, Write):
            self._write(flight, decision.batch_result)
        elif isinstance(decision, Again):
            self._withdraw(flight, found.settled)
            self._waiting.append((now + timedelta(seconds=decision.delay_seconds), flight))
        elif decision.ends_with:
            self._write(flight, decision.ends_with)
            self._halted = decision.reason
        else:
            self._withdraw(flight, found.settled)
            self._halted = decision.reason
        if (
            self._failures >= max(BREAKER, self._run.workers)
            and not self._halted
            and result.verdict is not Verdict.WAIT
        ):
            self._halted = f"{self._failures} batches in a row were not taken ({result.reason})"

    def _write(self, flight: InFlightBatch, batch_result: BatchResult) -> None:
        self._run.log.receive(
            self._run.built.edition, flight.claim, _about(flight.recipients, batch_result), self._run.clock.now()
        )
        self._done += len(flight.claim.readers)
        self._watch(self._done, self._of)

    def _withdraw(self, flight: InFlightBatch, settled: Mapping[int, tuple[Status, str]]) -> None:
        ours = {recipient.reader for recipient in flight.recipients}
        kept = {reader: outcome for reader, outcome in settled.items() if reader in ours}
        flight.excluded |= kept.keys()
        self._run.log.withdraw(self._run.built.edition, self._run.fence, flight.claim, kept, self._run.clock.now())

    def _drain(self) -> None:
        """Hear what is under way, for a while; what is not heard of then is uncertain."""
        deadline = threading.Event()
        timer = threading.Timer(GRACE_SECONDS, deadline.set)
        timer.daemon = True
        timer.start()
        while self._aloft and not deadline.is_set():
            landed = self._crew.landed(_GLANCE_SECONDS)
            if landed:
                self._land(*landed)
        timer.cancel()


def _about(recipients: Sequence[Recipient], batch_result: BatchResult) -> BatchResult:
    """Keep of an answer what is about this batch.

    A transport that names strangers must not break the writing of the rest.
    """
    ours = {recipient.reader for recipient in recipients}
    return BatchResult(
        batch_result.status,
        batch_result.reason,
        {reader: outcome for reader, outcome in batch_result.exceptions.items() if reader in ours},
    )


class WorkerPool:
    """Threads that hand batches over; daemons, because one that hangs must not keep the program from ending."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._tasks: SimpleQueue[InFlightBatch | None] = SimpleQueue()
        self._replies: SimpleQueue[tuple[InFlightBatch, list[TransportResult]]] = SimpleQueue()
        self._threads = [
            threading.Thread(target=self._work, daemon=True, name=f"hand-over-{n}") for n in range(run.workers)
        ]
        for thread in self._threads:
            thread.start()

    def take(self, flight: InFlightBatch) -> None:
        self._tasks.put(flight)

    def landed(self, timeout_seconds: float) -> tuple[InFlightBatch, list[TransportResult]] | None:
        try:
            return self._replies.get(timeout=timeout_seconds)
        except Empty:
            return None

    def dismiss(self) -> None:
        for _ in self._threads:
            self._tasks.put(None)

    def _work(self) -> None:
        while (flight := self._tasks.get()) is not None:
            self._replies.put((flight, self._hand_over(flight)))

    def _hand_over(self, flight: InFlightBatch) -> list[TransportResult]:
        """Hand the parts of a batch over, one after the other, as long as they are taken."""
        results: list[TransportResult] = []
        for letter, part in flight.parts:
            results.append(self._part(flight, letter, part))
            if not goes_on(results[-1]):
                break
        return results

    def _part(self, flight: InFlightBatch, letter: Letter, part: Part) -> TransportResult:
        run, claim = self._run, flight.claim
        if flight.since is None or run.clock.now() - flight.since > STALE:
            return TransportResult(Verdict.REPEAT, "the program was frozen between the attempt and the hand-over")
        batch = Batch(run.built.edition, claim.number, claim.attempt, letter, part)
        try:
            return run.transport.hand_over(batch)
        except OSError as error:
            return TransportResult(
                Verdict.UNKNOWN, f"the hand-over broke off ({error.strerror or type(error).__name__})"
            )
        except Exception as error:  # noqa: BLE001 - whatever a transport raises, nobody knows what became of the batch
            return TransportResult(Verdict.UNKNOWN, f"the hand-over broke off ({type(error).__name__})")
