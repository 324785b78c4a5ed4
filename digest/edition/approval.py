"""An approval: somebody signed for exactly one letter. Values only."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Approval:
    """Somebody's word that exactly the letter with this fingerprint may go out."""

    fingerprint: str
    by: str
    at: datetime
