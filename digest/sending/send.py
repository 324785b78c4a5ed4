"""Send: one edition to its frozen audience, batch by batch, with consent read after each claim.

    freeze once -> take the edition -> (claim -> ask consent -> write "attempt" -> hand over -> write the result)*
    -> close

Whatever happens in between, the log on disk says what is known. Running it again goes on where it ended; an attempt
that was written but not answered is uncertain and is not repeated.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from digest.delivery.audience import Opening
from digest.delivery.counts import Report
from digest.delivery.statuses import EditionState
from digest.editing.build import Built
from digest.errors import DigestError
from digest.ports import Clock, DeliveryLog, Reports, Stop, Subscribers, Transport, Watcher
from digest.sending.batch_loop import Run, hand_over


class Unbalanced(DigestError):
    """The counts of an edition do not add up."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How an edition is handed over: readers per batch, batches at once, when the send window closes."""

    closes: datetime
    batch_size: int = 1_000
    workers: int = 10


@dataclass(frozen=True, slots=True)
class SendStart:
    """How an edition begins.

    When (waves are counted from there), which wave a time zone has, a reason for a second letter in one week.
    """

    opens_at: datetime
    wave_of: Callable[[str], int] | None = None
    override_reason: str = ""


def send(
    built: Built,
    log: DeliveryLog,
    reports: Reports,
    subscribers: Subscribers,
    transport: Transport,
    clock: Clock,
    *,
    begin: SendStart,
    stop: Stop,
    languages: frozenset[str],
    pace: Pace,
    watch: Watcher,
) -> Report:
    """Send `built` to everybody who consents, did not get it yet and whose wave has come.

    Return the counts of the whole edition.

    `begin` counts the first time only; `languages` are those of the letters at hand. Raises `EditionTaken` when another
    process is at it, `EditionPaused` when it is paused or had to pause, and `DigestError` when the edition was changed
    since its first letter left.
    """
    edition_id = built.edition
    before = reports.report(edition_id)
    if (
        before is None or before.pending or before.state == EditionState.SENDING.value
    ):  # the last one: its run died before it could close
        candidates = subscribers.candidates(languages, built.letters[0].variant.language, clock.now(), begin.wave_of)
        opening = Opening(
            edition_id,
            built.fingerprint,
            begin.opens_at,
            built.pages,
            built.ad_hoc,
            begin.override_reason,
            begin.wave_of is not None,
        )
        log.open(opening, candidates, clock.now())
        fence = log.take(edition_id, clock.now())
        run = Run(built, fence, log, subscribers, transport, clock, stop, pace.closes, pace.batch_size, pace.workers)
        frozen = reports.report(edition_id)
        hand_over(run, watch, frozen.pending if frozen else 0)
        log.close(edition_id, fence, clock.now())
    report = reports.report(edition_id)
    if report is None or not report.balanced:
        raise Unbalanced(
            f"the counts of edition {edition_id} do not add up; keep data/ as it is and report this with "
            "`digest status --json`"
        )
    return report
