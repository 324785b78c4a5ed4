"""A batch whose readers have different letter options goes out in parts, one hand-over each. Pure.

The options of a reader are known only once their consent is read (a rule about mailboxes is stored nowhere), so batches
are not cut by it. What became of the parts is put together here into one answer for the batch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from digest.delivery.batch import BatchResult, Recipient
from digest.delivery.retry import Decision, Halt, Retry, TransportResult, Verdict, Write, decide
from digest.delivery.statuses import Status
from digest.delivery.variant import USUAL, LetterOptions

Part = Sequence[Recipient]


def split(recipients: Sequence[Recipient]) -> list[Part]:
    """Return the recipients of a batch grouped by their letter options; the usual ones go first."""
    if all(recipient.options == USUAL for recipient in recipients):
        return [recipients]
    found: dict[LetterOptions, list[Recipient]] = {}
    for recipient in recipients:
        found.setdefault(recipient.options, []).append(recipient)
    return [found[options] for options in sorted(found, key=lambda options: (options != USUAL, options))]


@dataclass(frozen=True, slots=True)
class BatchDecision:
    """What to do with a batch, and who of it has `settled` outcomes already and does not go again."""

    decision: Decision
    settled: Mapping[int, tuple[Status, str]] = field(default_factory=dict)


def goes_on(result: TransportResult) -> bool:
    """Return whether the next part may be handed over after `result`: it was accepted, or nobody knows."""
    return result.verdict in {Verdict.ACCEPTED, Verdict.UNKNOWN}


def decide_batch(
    parts: Sequence[Part],
    results: Sequence[TransportResult],
    tries: int,
    now: datetime,
    closes: datetime,
    chance: float,
) -> BatchDecision:
    """Return what to do with a batch, by the `results` of its first `parts`; the other parts were not tried.

    The other arguments are those of `decide`. A part of which nobody knows makes all that was not accepted uncertain:
    the batch has ended then, and nothing of it is repeated.
    """
    last = results[-1]
    decision = decide(last, tries, now, closes, chance)
    accepted = {
        reader.reader: (Status.ACCEPTED, result.reason)
        for part, result in zip(parts, results, strict=False)
        if result.verdict is Verdict.ACCEPTED
        for reader in part
    }
    unknown = next((result for result in results if result.verdict is Verdict.UNKNOWN), None)
    if unknown:
        ended = Write(BatchResult(Status.UNCERTAIN, unknown.reason, accepted))
        return BatchDecision(replace(decision, ends_with=ended.batch_result) if isinstance(decision, Halt) else ended)
    if last.verdict is Verdict.ACCEPTED:
        return BatchDecision(decision)
    if isinstance(decision, Write):
        if len(results) == len(parts):
            return BatchDecision(Write(replace(decision.batch_result, exceptions=accepted)))
        failed = {
            reader.reader: (decision.batch_result.status, decision.batch_result.reason)
            for reader in parts[len(results) - 1]
        }
        return BatchDecision(Retry(0.0), accepted | failed)
    if isinstance(decision, Retry):
        return BatchDecision(
            decision, accepted | {reader: (Status.FAILED, why) for reader, why in decision.failed.items()}
        )
    return BatchDecision(decision, accepted)
