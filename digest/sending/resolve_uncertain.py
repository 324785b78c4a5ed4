"""Resolve uncertain deliveries: by the ESP's events while they come, then by a person with a name and a reason."""

from dataclasses import dataclass
from datetime import timedelta

from digest.delivery.batch import UncertainBatch
from digest.delivery.statuses import Resolution
from digest.errors import DigestError
from digest.ports import Clock, Settlements, Stop

ASK_AGAIN_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class ManualDecision:
    """What a person decided, who and why."""

    resolution: Resolution
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """The batches in which deliveries are still uncertain, and how many deliveries a person's decision settled."""

    left: tuple[UncertainBatch, ...]
    settled: int

    @property
    def uncertain(self) -> int:
        """Return how many deliveries are still uncertain."""
        return sum(batch.readers for batch in self.left)


def await_events(
    edition_id: str, settlements: Settlements, clock: Clock, stop: Stop, wait_seconds: float
) -> tuple[UncertainBatch, ...]:
    """Wait up to `wait_seconds` for events to settle an edition; return what is uncertain then."""
    deadline = clock.now() + timedelta(seconds=wait_seconds)
    while settlements.uncertain(edition_id) and clock.now() < deadline and not stop.wait(ASK_AGAIN_SECONDS):
        pass
    return tuple(settlements.uncertain(edition_id))


def resolve(edition_id: str, settlements: Settlements, decision: ManualDecision | None, clock: Clock) -> Resolved:
    """Do what a person decided about all uncertain deliveries of an edition; without a decision nothing changes.

    Raises `DigestError` when the person gave no name or no reason.
    """
    if decision is None:
        return Resolved(tuple(settlements.uncertain(edition_id)), 0)
    by, reason = decision.by.strip(), decision.reason.strip()
    if not by or not reason:
        remedy = "add --by and --reason; both are kept"
        raise DigestError(f"a decision about uncertain deliveries needs a name and a reason: {remedy}")
    settled = settlements.decide(edition_id, decision.resolution, by, reason, clock.now())
    return Resolved(tuple(settlements.uncertain(edition_id)), settled)
