"""Send: one edition to its frozen audience, batch by batch, with consent read after each claim.

    freeze once -> take the edition -> (claim -> ask consent -> write "attempt" -> hand over -> write the answer)* -> close

Whatever happens in between, the log on disk says what is known. Running it again goes on where it ended; an attempt that was written but
not answered is uncertain and is not repeated.
"""

from dataclasses import dataclass
from datetime import timedelta

from digest.build import Built
from digest.delivery.tally import Report
from digest.errors import DigestError
from digest.hand_over import Run, hand_over
from digest.ports import Clock, DeliveryLog, Reports, Roster, Stop, Transport, Watcher


class Unbalanced(DigestError):
    """The counts of an edition do not add up."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How an edition is handed over: readers per batch, batches at once, hours until the send window ends."""

    batch_size: int = 1_000
    workers: int = 10
    window_hours: int = 12


def send(
    built: Built,
    log: DeliveryLog,
    reports: Reports,
    roster: Roster,
    transport: Transport,
    clock: Clock,
    *,
    stop: Stop,
    languages: frozenset[str],
    pace: Pace,
    watch: Watcher,
) -> Report:
    """Send `built` to everybody who consents and did not get it yet; returns the counts of the whole edition.

    `languages` are those of the letters at hand. Raises `EditionTaken` when another process is at it, `EditionPaused` when it is paused or
    had to pause, and `DigestError` when the edition was changed since its first letter left.
    """
    edition_id = built.edition
    before = reports.report(edition_id)
    if before is None or before.pending:
        default = built.letters[0].variant.language
        log.open(edition_id, built.fingerprint, roster.candidates(languages, default), clock.now())
        fence = log.take(edition_id, clock.now())
        closes = clock.now() + timedelta(hours=pace.window_hours)
        run = Run(built, fence, log, roster, transport, clock, stop, closes, pace.batch_size, pace.workers)
        frozen = reports.report(edition_id)
        hand_over(run, watch, frozen.pending if frozen else 0)
        log.close(edition_id, fence, clock.now())
    report = reports.report(edition_id)
    if report is None or not report.balanced:
        raise Unbalanced(
            f"the counts of edition {edition_id} do not add up; keep data/ as it is and report this with `digest status --json`"
        )
    return report
