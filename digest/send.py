"""Send: one edition to its frozen audience, batch by batch, with consent read after each claim.

    freeze once -> take the edition -> (claim -> ask consent -> write "attempt" -> hand over -> write the answer)* -> close

Whatever happens in between, the log on disk says what is known. Running it again goes on where it ended; an attempt that was written but
not answered is uncertain and is not repeated.
"""

from collections.abc import Sequence
from dataclasses import replace

from digest.build import Built
from digest.delivery.model import Answer, Batch, Claim, Recipient, Status
from digest.delivery.tally import Report
from digest.errors import DigestError
from digest.ports import Clock, DeliveryLog, Roster, Transport, Watcher


class HandOverFailed(DigestError):
    """The transport broke down in the middle of a batch."""


class Unbalanced(DigestError):
    """The counts of an edition do not add up."""


def send(
    built: Built,
    log: DeliveryLog,
    roster: Roster,
    transport: Transport,
    clock: Clock,
    *,
    languages: frozenset[str],
    batch_size: int,
    watch: Watcher,
) -> Report:
    """Send `built` to everybody who consents and did not get it yet; returns the counts of the whole edition.

    `languages` are those of the letters at hand, `batch_size` is in readers. Raises `EditionTaken` when another process is at it,
    `HandOverFailed` when the transport breaks down, and `DigestError` when the edition was changed since its first letter left.
    """
    edition_id = built.edition
    before = log.report(edition_id)
    if before is None or before.pending:
        default = built.letters[0].variant.language
        log.open(edition_id, built.fingerprint, roster.candidates(languages, default), clock.now())
        fence = log.take(edition_id, clock.now())
        _hand_over_all(built, fence, log, roster, transport, clock, batch_size, watch)
        log.close(edition_id, fence, clock.now())
    report = log.report(edition_id)
    if report is None or not report.balanced:
        raise Unbalanced(
            f"the counts of edition {edition_id} do not add up; keep data/ as it is and report this with `digest status --json`"
        )
    return report


def _hand_over_all(
    built: Built, fence: int, log: DeliveryLog, roster: Roster, transport: Transport, clock: Clock, batch_size: int, watch: Watcher
) -> None:
    report = log.report(built.edition)
    left = report.pending if report else 0
    done = 0
    while claim := log.claim(built.edition, fence, batch_size, clock.now()):
        _hand_over(built, fence, claim, log, roster, transport, clock)
        done += len(claim.readers)
        watch(done, left)


def _hand_over(built: Built, fence: int, claim: Claim, log: DeliveryLog, roster: Roster, transport: Transport, clock: Clock) -> None:
    """Take one batch from its claim to its answer; consent is read here and nowhere earlier."""
    recipients, excluded = roster.consenting(built.edition, claim.readers)
    log.attempt(built.edition, fence, claim, excluded, clock.now())
    batch = Batch(built.edition, claim.number, claim.attempt, built.letter(claim.variant), recipients)
    try:
        answer = transport.hand_over(batch) if recipients else Answer()
    except Exception as error:
        reason = f"the hand-over broke off ({type(error).__name__})"
        log.receive(built.edition, fence, claim, Answer(Status.UNCERTAIN, reason), clock.now())
        log.close(built.edition, fence, clock.now())
        raise HandOverFailed(
            f"batch {claim.number} of edition {built.edition}: {reason}: {_said(error)}; its {len(recipients)} readers are uncertain, all "
            "others are as they were; mend the cause and run the command again"
        ) from error
    log.receive(built.edition, fence, claim, _about(recipients, answer), clock.now())


def _about(recipients: Sequence[Recipient], answer: Answer) -> Answer:
    """Keep of an answer what is about this batch: a transport that names strangers must not break the writing of the rest."""
    ours = {recipient.reader for recipient in recipients}
    return replace(answer, exceptions={reader: outcome for reader, outcome in answer.exceptions.items() if reader in ours})


def _said(error: Exception) -> str:
    """Give the system's own words for an error of the operating system, and no word of any other: it might name a reader."""
    return (error.strerror or "no further word") if isinstance(error, OSError) else "no further word"
