"""Resolve uncertain deliveries: by the ESP's events while they come, then by a person with a name and a reason."""

from dataclasses import dataclass
from datetime import timedelta

from digest.delivery.batch import UncertainBatch
from digest.delivery.statuses import Resolution
from digest.errors import DigestError
from digest.ports.delivery import Settlements
from digest.ports.process import Clock, Stop

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


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for events, at most, and the request to stop that ends it."""

    seconds: float
    stop: Stop


def resolve(
    edition_id: str, settlements: Settlements, decision: ManualDecision | None, clock: Clock, patience: Patience
) -> Resolved:
    """Wait for events, then do what a person decided about all deliveries of an edition that are uncertain still.

    Without a decision nothing else changes. Raises `DigestError` when the person gave no name or no reason.
    """
    _await_events(edition_id, settlements, clock, patience)
    settled = 0 if decision is None else _decide(edition_id, settlements, decision, clock)
    return Resolved(tuple(settlements.uncertain(edition_id)), settled)


def _await_events(edition_id: str, settlements: Settlements, clock: Clock, patience: Patience) -> None:
    deadline = clock.now() + timedelta(seconds=patience.seconds)
    while settlements.uncertain(edition_id) and clock.now() < deadline and not patience.stop.wait(ASK_AGAIN_SECONDS):
        pass


def _decide(edition_id: str, settlements: Settlements, decision: ManualDecision, clock: Clock) -> int:
    by, reason = decision.by.strip(), decision.reason.strip()
    if not by or not reason:
        remedy = "add --by and --reason; both are kept"
        raise DigestError(f"a decision about uncertain deliveries needs a name and a reason: {remedy}")
    return settlements.decide(edition_id, decision.resolution, by, reason, clock.now())
