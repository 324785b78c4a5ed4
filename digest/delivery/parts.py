"""A batch whose readers like the letter differently goes out in parts, one hand-over each. Pure.

How a reader likes it is known only once their consent is read (a rule about mailboxes is stored nowhere), so batches are not cut by it.
What became of the parts is put together here into one answer for the batch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from digest.delivery.batch import Answer, Recipient
from digest.delivery.retry import Again, Decision, Halt, Reply, Verdict, Write, decide
from digest.delivery.statuses import Status
from digest.delivery.variant import USUAL, Taste

Part = Sequence[Recipient]


def split(recipients: Sequence[Recipient]) -> list[Part]:
    """Group the recipients of a batch by taste; the usual taste goes first."""
    if all(recipient.taste == USUAL for recipient in recipients):
        return [recipients]
    found: dict[Taste, list[Recipient]] = {}
    for recipient in recipients:
        found.setdefault(recipient.taste, []).append(recipient)
    return [found[taste] for taste in sorted(found, key=lambda taste: (taste != USUAL, taste))]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What to do with a batch, and who of it has `settled` outcomes already and does not go again."""

    decision: Decision
    settled: Mapping[int, tuple[Status, str]] = field(default_factory=dict)


def goes_on(reply: Reply) -> bool:
    """Tell whether the next part may be handed over after `reply`: it was taken, or nobody knows."""
    return reply.verdict in {Verdict.ACCEPTED, Verdict.UNKNOWN}


def conclude(parts: Sequence[Part], replies: Sequence[Reply], tries: int, now: datetime, closes: datetime, chance: float) -> Conclusion:
    """Put the replies to the first parts of a batch together; parts without a reply were not tried. See `decide` for the rest.

    A part of which nobody knows makes all that was not accepted uncertain: the batch has ended then, and nothing of it is repeated.
    """
    last = replies[-1]
    decision = decide(last, tries, now, closes, chance)
    accepted = {
        reader.reader: (Status.ACCEPTED, reply.reason)
        for part, reply in zip(parts, replies, strict=False)
        if reply.verdict is Verdict.ACCEPTED
        for reader in part
    }
    unknown = next((reply for reply in replies if reply.verdict is Verdict.UNKNOWN), None)
    if unknown:
        ended = Write(Answer(Status.UNCERTAIN, unknown.reason, accepted))
        return Conclusion(replace(decision, ends_with=ended.answer) if isinstance(decision, Halt) else ended)
    if last.verdict is Verdict.ACCEPTED:
        return Conclusion(decision)
    if isinstance(decision, Write):
        if len(replies) == len(parts):
            return Conclusion(Write(replace(decision.answer, exceptions=accepted)))
        failed = {reader.reader: (decision.answer.status, decision.answer.reason) for reader in parts[len(replies) - 1]}
        return Conclusion(Again(0.0), accepted | failed)
    if isinstance(decision, Again):
        return Conclusion(decision, accepted | {reader: (Status.FAILED, why) for reader, why in decision.failed.items()})
    return Conclusion(decision, accepted)
