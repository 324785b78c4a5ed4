"""An approval: somebody signed for exactly one letter. Values only."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Approval:
    """Somebody's word that exactly the letter with this fingerprint may go out."""

    fingerprint: str
    by: str
    at: datetime


def counting(approvals: Iterable[Approval], able: Collection[str]) -> list[Approval]:
    """Return the approvals of those who are `able` to approve now, by their names: others were editors once."""
    return [approval for approval in approvals if approval.by in able]


def approvers(approvals: Iterable[Approval], fingerprint: str) -> list[str]:
    """Return who approved exactly the letter with this fingerprint, each once, in the order of their first word."""
    return list(dict.fromkeys(approval.by for approval in approvals if approval.fingerprint == fingerprint))
