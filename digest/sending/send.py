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

from digest.calendar.edition_id import corrected
from digest.delivery.audience import AudienceQuery, Opening
from digest.delivery.counts import Report
from digest.delivery.statuses import EditionState
from digest.editing.build import Built
from digest.errors import DigestError, EditionPaused
from digest.ports.delivery import DeliveryLog, Transport
from digest.ports.process import Clock, Stop, Watcher
from digest.ports.readers import Subscribers
from digest.ports.reports import Reports
from digest.sending.batch_loop import BatchLoop, EditionRun
from digest.sending.worker_pool import WorkerPool


class Unbalanced(DigestError):
    """The counts of an edition do not add up."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast editions are handed over: readers per batch, batches at once at most."""

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
    """Sends the editions of one newsroom; `open_transport` makes the transport a run hands its letters to.

    By how many per cent an audience may differ from the usual one is `audience_guard`, see `digest.delivery.audience`.
    """

    log: DeliveryLog
    reports: Reports
    subscribers: Subscribers
    open_transport: Callable[[], Transport]
    clock: Clock
    pace: Pace
    audience_guard: int = 0

    def send(self, built: Built, start: SendStart, stop: Stop, watch: Watcher) -> Report:
        """Send `built` to everybody who consents, did not get it yet and whose wave has come.

        Where the edition has begun, what it began with is sent instead: see `go_on`, also for what is returned and
        raised. `start` but for its end counts the first time only.
        """
        return self._hand_over(built.edition, built, start, stop, watch)

    def go_on(self, edition_id: str, start: SendStart, stop: Stop, watch: Watcher) -> Report:
        """Go on with an edition that has begun, with the letters it began with.

        Returns the counts of the whole edition. Raises `EditionTaken` when another process is at it, `EditionPaused`
        when it is paused or had to pause, and `DigestError` when there are no letters it began with.
        """
        return self._hand_over(edition_id, None, start, stop, watch)

    def begin(self, built: Built, start: SendStart, told: str) -> None:
        """Freeze the audience of `built` and its letters, where nobody has: from then on it goes out, whoever goes on.

        `told` is a key that is told in the same transaction. Hands nothing over. Raises what `send` raises before it
        hands anything over.
        """
        self.open_transport()  # first: without a key nothing is begun
        self.subscribers.verify_journal()  # nor with one that could not tell who was written to, or left
        self._open(built, start, told)

    def _hand_over(self, edition_id: str, built: Built | None, start: SendStart, stop: Stop, watch: Watcher) -> Report:
        before = self.reports.report(edition_id)
        died_before_closing = before is not None and before.state is EditionState.SENDING
        if before is None or before.pending or died_before_closing:
            transport = self.open_transport()  # first: without a key nothing is begun
            self.subscribers.verify_journal()  # nor with one that could not tell who was written to, or left
            if before is None and built:
                self._open(built, start)
            self._run(edition_id, start, transport, stop, watch)
        report = self.reports.report(edition_id)
        if report is None or not report.balanced:
            remedy = "keep data/ as it is and report this with `digest status --json`"
            raise Unbalanced(f"the counts of edition {edition_id} do not add up; {remedy}")
        return report

    def _open(self, built: Built, start: SendStart, told: str = "") -> None:
        """Freeze the audience and its letters, unless another process has just done so."""
        now = self.clock.now()
        query = AudienceQuery(built.languages, built.own_language, now, start.wave_of, corrected(built.edition))
        opening = Opening(
            edition=built.edition,
            fingerprint=built.fingerprint,
            opens_at=start.opens_at,
            pages=built.pages,
            ad_hoc=built.ad_hoc,
            override_reason=start.override_reason,
            in_waves=start.wave_of is not None,
            letters=built.freeze(self.subscribers.fewer_sections(query)),
            audience_guard=self.audience_guard,
            told=told,
        )
        self.log.open(opening, query, now)

    def _run(self, edition_id: str, start: SendStart, transport: Transport, stop: Stop, watch: Watcher) -> None:
        """Become the one runner of the edition and hand over what is left, as it was stored when the edition began."""
        letters = self.reports.letters(edition_id)
        if letters is None:
            remedy = f"go on with that version, or run `digest cancel {edition_id}`"
            raise DigestError(
                f"edition {edition_id} was begun by a version that kept no letters to go on with; {remedy}"
            )
        fence = self.log.acquire(edition_id, self.clock.now(), repeats=transport.repeats)
        frozen = self.reports.report(edition_id)
        run = EditionRun(letters, fence, start.closes, self.pace.batch_size, frozen.pending if frozen else 0)
        workers = WorkerPool(transport, self.clock, self.pace.workers)
        _keep_freed_memory()
        try:
            with _rare_collections():
                BatchLoop(run, self.log, self.subscribers, workers, self.clock).hand_over_all(stop, watch)
        except EditionPaused:
            self.log.close(edition_id, fence, self.clock.now())
            after = self.reports.report(edition_id)
            if after is None or after.state is not EditionState.SENT:  # sent: the pause came after the last letter
                raise
        else:
            self.log.close(edition_id, fence, self.clock.now())


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
