"""What editors decided of an edition before it began, so that it does not go out. Values only."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Decision(StrEnum):
    """What was decided."""

    HELD = "held"  # until somebody releases it
    SKIPPED = "skipped"  # there is no letter of this day


class Withheld(NamedTuple):
    """A decision that stands, why it was taken, and when."""

    decision: Decision
    reason: str
    since: datetime

    def __str__(self) -> str:
        """Return what it is and why, for people."""
        return f"{self.decision}: {self.reason}"

    @property
    def way_back(self) -> str:
        """Return the command that takes it back."""
        return WAYS_BACK[self.decision]


WAYS_BACK = {Decision.HELD: "release", Decision.SKIPPED: "unskip"}


DECIDED_BEFORE = "editors decided so before a backup was put back, and why is not known here any more"
"""The reason of a decision that only the journal had kept, which holds no reasons: they may hold names."""
