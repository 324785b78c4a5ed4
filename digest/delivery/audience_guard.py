"""The guard of the audience: an edition for far more or fewer readers than the last ones waits for a person. Pure.

A list that was emptied, doubled or imported twice by mistake is seen before anybody gets a letter, not after.
"""

from statistics import median
from typing import NamedTuple

from digest.calendar.edition_id import corrected

COMPARED = 4
"""An audience is compared with the median of up to so many regular editions before it."""


_SAID_PERCENT = 2
"""Readers come and leave between a count and the send."""


class KnownAudiences(NamedTuple):
    """What an audience is compared with: how many `recipients` the regular editions before had, the newest first.

    `approved` are the numbers of readers that people said this edition may have.
    """

    recipients: tuple[int, ...] = ()
    approved: tuple[int, ...] = ()


def unusual_audience(edition_id: str, recipients: int, known: KnownAudiences, percent: int) -> str:
    """Return why an edition for so many recipients is held, and what to do; empty where nothing holds it.

    It differs from the median of the editions before by more than `percent` (0: nothing is compared), and no approved
    number is as near as that. The first edition has none before it; a correction has the readers of its letter.
    """
    if corrected(edition_id):
        return ""
    before = known.recipients[:COMPARED]
    if not percent or not before:
        return ""
    usual = round(median(before))
    if _are_near(recipients, usual, percent) or any(_are_near(recipients, said, percent) for said in known.approved):
        return ""
    what = f"edition {edition_id} is for {recipients:,} readers, and the last ones were for about {usual:,}"
    remedy = f"see `digest subscribers stats`; if that is right, `digest approve {edition_id} --audience {recipients}`"
    return f"{what}; {remedy}"


def are_approved(recipients: int, said: int, percent: int) -> bool:
    """Return whether a person who said a number of readers meant this many."""
    return said > 0 and _are_near(recipients, said, percent)


def is_meant(recipients: int, said: int) -> bool:
    """Return whether a person who sends an edition early, and says for how many readers it is, knows that."""
    return _are_near(said, recipients, _SAID_PERCENT)


def _are_near(recipients: int, other: int, percent: int) -> bool:
    return abs(recipients - other) * 100 <= percent * other
