"""The guard of the audience: an edition for far more or fewer readers than the last ones waits for a person. Pure.

A list that was emptied, doubled or imported twice by mistake is seen before anybody gets a letter, not after.
"""

from statistics import median
from typing import NamedTuple

from digest.calendar.edition_id import corrected
from digest.counted import counted

COMPARED = 4
"""An audience is compared with the median of up to so many regular editions before it."""


_SAID_PERCENT = 2
"""Readers come and leave between a count and the send."""


class UnusualNumber(NamedTuple):
    """A number of readers that a person has to look at first, beside the usual one."""

    recipients: int
    usual: int

    def at_desk(self) -> str:
        """Return why it keeps an edition back, for whoever sees pages and buttons instead of commands."""
        now = f"it would go to {counted(self.recipients, 'reader')}, and the last letters went to about {self.usual:,}"
        return f"{now}; somebody who may approve has to say that this is right"


class KnownAudiences(NamedTuple):
    """What an audience is compared with: how many `recipients` the regular editions before had, the newest first.

    `approved` are the numbers of readers that people said this edition may have.
    """

    recipients: tuple[int, ...] = ()
    approved: tuple[int, ...] = ()


def unusual_audience(edition_id: str, recipients: int, known: KnownAudiences, percent: int) -> str:
    """Return why an edition for so many recipients is held, and what to do; empty where nothing holds it.

    `unusual_number` says when that is.
    """
    found = unusual_number(edition_id, recipients, known, percent)
    if found is None:
        return ""
    what = f"edition {edition_id} is for {recipients:,} readers, and the last ones were for about {found.usual:,}"
    approval = f"`digest approve {edition_id} --audience {recipients} --by NAME`"
    return f"{what}; see `digest subscribers stats`; if that is right, {approval}"


def unusual_number(edition_id: str, recipients: int, known: KnownAudiences, percent: int) -> UnusualNumber | None:
    """Return what a person has to say is right before an edition goes to so many; None where nobody has to.

    It differs from the median of the editions before by more than `percent` (0: nothing is compared), and no approved
    number is as near as that. The first edition has none before it; a correction has the readers of its letter.
    """
    before = known.recipients[:COMPARED]
    if corrected(edition_id) or not percent or not before:
        return None
    usual = round(median(before))
    if _are_near(recipients, usual, percent) or any(_are_near(recipients, said, percent) for said in known.approved):
        return None
    return UnusualNumber(recipients, usual)


def are_approved(recipients: int, said: int, percent: int) -> bool:
    """Return whether a person who said a number of readers meant this many."""
    return said > 0 and _are_near(recipients, said, percent)


def is_meant(recipients: int, said: int) -> bool:
    """Return whether a person who sends an edition early, and says for how many readers it is, knows that."""
    return _are_near(said, recipients, _SAID_PERCENT)


def _are_near(recipients: int, other: int, percent: int) -> bool:
    return abs(recipients - other) * 100 <= percent * other
