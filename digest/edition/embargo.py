"""Picks that go live at a set time (`live_from`): when that is, and what an answer about their page means. Pure.

The one exception to the rule that nothing is fetched when a letter is sent: whether these pages are there is asked from
half an hour before it, and through its send window, for a letter must not lead its readers to a page that is not there.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from digest.calendar.plan import Plan, window_of
from digest.calendar.words import in_words
from digest.edition.model import Edition, Pick
from digest.problem import Problem

ASKED_BEFORE = timedelta(minutes=30)
_YEARS = range(1970, 9999)


class Answer(StrEnum):
    """What an answer about a page means for the letter that leads to it."""

    GO = "go"
    WARN = "warn"
    HOLD = "hold"


_OK = range(200, 300)
_NOT_THERE = (404, 410)


def meaning(status: int) -> Answer:
    """Return what a status (RFC 9110, 15; 0: no answer) means: the page is there, is not, or nobody can tell.

    Only what says that there is no such page holds a letter: a wall against programs, or a site that is busy, does not.
    """
    if status in _OK:
        return Answer.GO
    return Answer.HOLD if status in _NOT_THERE else Answer.WARN


def live_from(pick: Pick, zone: str) -> datetime | None:
    """Return when a pick goes live, in UTC; None where no time is written. What has no zone is in the newsroom's."""
    try:
        found = datetime.fromisoformat(pick.live_from.strip())
        aware = found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))
        return aware.astimezone(UTC) if found.year in _YEARS else None
    except (ValueError, OverflowError):
        return None


def is_asked(live: datetime, leaves: datetime, now: datetime) -> bool:
    """Return whether it is time to ask for a page that goes live at `live`, for a letter that leaves at `leaves`."""
    return now >= max(live, leaves - ASKED_BEFORE)


def embargo_problems(edition: Edition, plan: Plan) -> Iterator[Problem]:
    """Yield what is wrong with the times of an edition's picks: they are none, or come after the letter is sent."""
    window = window_of(edition.id, plan) if edition.kind == "regular" else None
    for pick in edition.picks():
        if not pick.live_from:
            continue
        live, mark = live_from(pick, plan.zone), pick.mark_of("live_from")
        if live is None:
            what = f"`live_from` must be a day and time, not `{pick.live_from[:80]}`"
            remedy = "write it as 2026-11-27 06:00, on the newsroom's clock, or with its zone, 2026-11-27 06:00+02:00"
            yield Problem(edition.file, mark, what, remedy)
        elif window and live > window.due:
            what = f"this article goes live on {in_words(live, plan)}, and the letter goes out before that"
            yield Problem(edition.file, mark, what, "have it go live earlier, or keep it for the next letter")
