"""The port to what the schedule remembers."""

from datetime import datetime
from typing import Protocol


class ScheduleState(Protocol):
    """What the scheduler remembers for good."""

    def watching_since(self, plan: str, now: datetime) -> datetime:
        """Return since when the scheduler has gone by exactly this `plan`: since `now`, when the plan is new."""
        ...
