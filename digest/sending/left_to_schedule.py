"""Left to the schedule: editions that a person let begin, and that the schedule hands over as it does its own.

Whoever lets an edition begin in a browser waits for nothing and keeps nothing going: the schedule is there, also after
it was killed. What a person sends on a terminal is theirs until they leave it to the schedule, too.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.calendar.plan import Plan, window_of
from digest.delivery.counts import OpenedEdition
from digest.ports.told import Told
from digest.sending.send import SendStart


@dataclass(frozen=True, slots=True)
class LeftToSchedule:
    """Remembers such editions of one newsroom, for every process and after a restart."""

    told: Told
    plan: Plan

    def leave(self, edition_id: str, now: datetime) -> bool:
        """Leave an edition to the schedule; return whether that is new."""
        return self.told.remember(_key(edition_id), now)

    def take_back(self, edition_id: str) -> None:
        """Leave it no more."""
        self.told.forget(_key(edition_id))

    def has(self, edition_id: str) -> bool:
        """Return whether an edition was left to the schedule."""
        return self.told.knows(_key(edition_id))

    def is_in_window(self, edition_id: str, now: datetime) -> bool:
        """Return whether the schedule goes on with an edition anyway: in its own send window."""
        window = window_of(edition_id, self.plan)
        return window is not None and window.is_open(now)

    def start(self, opened: OpenedEdition, now: datetime) -> SendStart:
        """Return until when one that began may be handed over: for the hours that a person has, or as its window is."""
        window, own = window_of(opened.edition, self.plan), timedelta(hours=self.plan.window_hours)
        if window and window.is_open(now):
            return SendStart(opened.started_at, window.closes)
        if window and self.plan.by_readers_clock and window.is_open(opened.started_at):
            return SendStart(opened.started_at, window.closes)
        return SendStart(opened.started_at, opened.started_at + own)


def _key(edition_id: str) -> str:
    return f"left to the schedule:{edition_id}."  # the point: no other edition's key begins so
