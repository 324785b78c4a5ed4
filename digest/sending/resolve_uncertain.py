"""Settle.

Decide uncertain deliveries, by the provider's events while they come, then by a person with a name and a reason.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from digest.delivery.batch import UncertainBatch
from digest.errors import DigestError
from digest.ports import Clock, Settlements, Stop

Decision = Literal["accepted", "send-again"]
LOOK_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class ManualDecision:
    """What a person decided, who and why."""

    decision: Decision
    by: str
    reason: str


def settle(
    edition_id: str,
    settlements: Settlements,
    clock: Clock,
    stop: Stop,
    wait_seconds: float = 0,
    said: ManualDecision | None = None,
) -> tuple[list[UncertainBatch], int]:
    """Wait up to `wait_seconds` for events to settle edition `edition_id`, then do what a person `said`.

    Returns the batches in which deliveries are still uncertain, and how many deliveries the person's word settled.
    Raises `DigestError` when the person gave no name or no reason.
    """
    deadline = clock.now() + timedelta(seconds=wait_seconds)
    while settlements.uncertain(edition_id) and clock.now() < deadline and not stop.wait(LOOK_SECONDS):
        pass
    settled = 0
    if said:
        if not said.by.strip() or not said.reason.strip():
            raise DigestError(
                "a decision about uncertain deliveries needs a name and a reason: add --by and --reason; both are kept"
            )
        settled = settlements.decide(edition_id, said.decision, said.by.strip(), said.reason.strip(), clock.now())
    return settlements.uncertain(edition_id), settled
