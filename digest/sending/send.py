"""Send: one edition to its frozen audience, batch by batch, with consent read after each claim.

    freeze once -> become its runner -> (claim -> ask consent -> write "attempt" -> hand over -> write the result)*
    -> close

Whatever happens in between, the log on disk says what is known. Running it again goes on where it ended; an attempt
that was written but not answered is uncertain and is not repeated.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from digest.delivery.audience import AudienceQuery, Opening
from digest.delivery.counts import Report
from digest.delivery.statuses import EditionState
from digest.editing.build import Built
from digest.errors import DigestError
from digest.ports import Clock, DeliveryLog, Reports, Stop, Subscribers, Transport, Watcher
from digest.sending.batch_loop import BatchLoop, EditionRun
from digest.sending.worker_pool import WorkerPool


class Unbalanced(DigestError):
    """The counts of an edition do not add up."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast editions are handed over: readers per batch, batches at once."""

    batch_size: int = 1_000
    workers: int = 10


@dataclass(frozen=True, slots=True)
class SendStart:
    """How an edition begins and until when it may be handed over.

    Waves are counted from `opens_at`; `wave_of` returns which wave, in minutes, a reader's time zone has, None sends to
    all at once. `override_reason` is a person's for a second letter in one week.
    """

    opens_at: datetime
    closes: datetime
    wave_of: Callable[[str], int] | None = None
    override_reason: str = ""


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends the editions of one newsroom; `open_transport` makes the transport a run hands its letters to."""

    log: DeliveryLog
    reports: Reports
    subscribers: Subscribers
    open_transport: Callable[[], Transport]
    clock: Clock
    pace: Pace

    def send(self, built: Built, start: SendStart, stop: Stop, watch: Watcher) -> Report:
        """Send `built` to everybody who consents, did not get it yet and whose wave has come.

        Returns the counts of the whole edition. `start` but for its end counts the first time only. Raises
        `EditionTaken` when another process is at it, `EditionPaused` when it is paused or had to pause, and
        `DigestError` when the edition was changed since its first letter left.
        """
        before = self.reports.report(built.edition)
        died_before_closing = before is not None and before.state is EditionState.SENDING
        if before is None or before.pending or died_before_closing:
            transport = self.open_transport()  # first: without a key nothing is begun
            self._open(built, start)
            self._run(built, start, transport, stop, watch)
        report = self.reports.report(built.edition)
        if report is None or not report.balanced:
            remedy = "keep data/ as it is and report this with `digest status --json`"
            raise Unbalanced(f"the counts of edition {built.edition} do not add up; {remedy}")
        return report

    def _open(self, built: Built, start: SendStart) -> None:
        """Freeze the audience, unless that has happened."""
        now = self.clock.now()
        opening = Opening(
            edition=built.edition,
            fingerprint=built.fingerprint,
            opens_at=start.opens_at,
            pages=built.pages,
            ad_hoc=built.ad_hoc,
            override_reason=start.override_reason,
            in_waves=start.wave_of is not None,
        )
        self.log.open(opening, AudienceQuery(built.languages, built.own_language, now, start.wave_of), now)

    def _run(self, built: Built, start: SendStart, transport: Transport, stop: Stop, watch: Watcher) -> None:
        """Become the one runner of the edition and hand over what is left."""
        fence = self.log.acquire(built.edition, self.clock.now(), repeats=transport.repeats)
        frozen = self.reports.report(built.edition)
        run = EditionRun(built, fence, start.closes, self.pace.batch_size, frozen.pending if frozen else 0)
        workers = WorkerPool(transport, self.clock, self.pace.workers)
        _keep_freed_memory()
        with _rare_collections():
            BatchLoop(run, self.log, self.subscribers, workers, self.clock).hand_over_all(stop, watch)
        self.log.close(built.edition, fence, self.clock.now())


def _keep_freed_memory() -> None:
    """Let the C library keep freed blocks of up to 8 MB for the next batch.

    Otherwise it gives the memory of every body back to the system and fetches it anew, a twentieth of a send's time.
    Freeing a mapped block is how glibc is told (mallopt(3), M_MMAP_THRESHOLD); elsewhere this does nothing.
    """
    bytes(8_000_000)


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Make the cycle collector run seldom: a send makes millions of small values, none in cycles.

    Collecting as often as usual takes an eighth of its time.
    """
    before = gc.get_threshold()
    gc.set_threshold(200_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)
