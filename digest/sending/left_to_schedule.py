"""Left to the schedule: editions that a person let begin, and that the schedule hands over as it does its own.

Whoever lets an edition begin in a browser waits for nothing and keeps nothing going: the schedule is there, also after
it was killed. What a person sends on a terminal is theirs until they leave it to the schedule, too.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.calendar.plan import Plan, window_of
from digest.delivery.counts import OpenedEdition
from digest.errors import DigestError
from digest.ports.told import Told
from digest.sending.send import SendStart


@dataclass(frozen=True, slots=True)
class LeftToSchedule:
    """Remembers such editions of one newsroom, for every process and after a restart.

    Whether letters reach readers is part of what a person meant: an edition that was left while they went into a folder
    goes to nobody once they do reach them (`reaches_readers`), nor the other way round.
    """

    told: Told
    plan: Plan
    reaches_readers: bool

    def key(self, edition_id: str) -> str:
        """Return the key that is told where an edition is left to the schedule, as letters go now."""
        return _key(edition_id, reaches_readers=self.reaches_readers)

    def leave(self, edition_id: str, now: datetime) -> None:
        """Leave an edition that began to the schedule, anew where it was left before.

        Raises `DigestError` where it was left for another way than letters go now.
        """
        self.refuse_another_way(edition_id)
        self.told.renew(self.key(edition_id), now)

    def has(self, edition_id: str) -> bool:
        """Return whether an edition was left to the schedule."""
        return self.told.knows(self.key(edition_id))

    def refuse_another_way(self, edition_id: str) -> None:
        """Raise `DigestError` where an edition was left to the schedule for another way than letters go now."""
        if not self.told.knows(_key(edition_id, reaches_readers=not self.reaches_readers)):
            return
        ways = (
            "it began where no reader gets it, and letters reach readers now",
            "it began for readers, and letters reach none now",
        )
        remedy = f"`digest send {edition_id}` goes on with it all the same, `digest cancel {edition_id}` ends it"
        raise DigestError(f"edition {edition_id} does not go on by itself: {ways[not self.reaches_readers]}; {remedy}")

    def is_in_window(self, edition_id: str, now: datetime) -> bool:
        """Return whether the schedule goes on with an edition anyway: in its own send window."""
        window = window_of(edition_id, self.plan)
        return window is not None and window.is_open(now)

    def start(self, opened: OpenedEdition, now: datetime) -> SendStart:
        """Return until when one that began may be handed over: for the hours that a person has, or as its window is.

        The hours count from when it was left the last time: whoever lets one go on means that it goes on.
        """
        left = self.told.when(self.key(opened.edition)) or opened.started_at
        window, own = window_of(opened.edition, self.plan), timedelta(hours=self.plan.window_hours)
        if window and (window.is_open(now) or (self.plan.by_readers_clock and window.is_open(left))):
            return SendStart(opened.started_at, window.closes)
        return SendStart(opened.started_at, left + own)


def _key(edition_id: str, *, reaches_readers: bool) -> str:
    whom = "" if reaches_readers else " for no reader"
    return f"left to the schedule{whom}:{edition_id}."  # the point: no other edition's key begins so
