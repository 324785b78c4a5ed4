"""Which welcome letter a newcomer gets: the newest edition that went out, words of thanks, or for now none. Pure.

Readers agreed to one letter a week. The welcome is what they have just asked for and counts as none; but whoever is
going to get the next edition within a day, or is in the audience of one that has just begun, gets words and not two
editions at once.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from digest.calendar.plan import Plan, coming_windows, next_window
from digest.delivery.counts import OpenedEdition
from digest.delivery.statuses import UNDER_WAY, EditionState
from digest.delivery.welcome import WORDS

OLDEST = timedelta(days=7)
"""An edition that began to go out longer ago is no news."""
SOON = timedelta(days=1)
"""Whoever gets the next edition so soon gets no earlier one before it."""
PATIENCE = timedelta(days=2)
"""So long a newcomer waits for the end of an edition that is going out, which takes a day where it keeps to clocks."""


def choose_welcome(opened: Sequence[OpenedEdition], plan: Plan, confirmed_at: datetime, now: datetime) -> str | None:
    """Return the id of the edition that somebody who confirmed then gets as a welcome at `now`, or `WORDS`.

    None while the newest edition is under way: it may be the one. `opened` are those that began last, the newest first;
    specials, which are for those who were readers then, do not count.
    """
    regular = [found for found in opened if not found.ad_hoc]
    if regular and regular[0].started_at > confirmed_at:  # they are in its audience
        return WORDS
    if regular and regular[0].state in UNDER_WAY and now < confirmed_at + PATIENCE:
        return None
    if _next_due(regular, plan, now) <= now + SOON:
        return WORDS
    sent = (found for found in regular if found.state is EditionState.SENT)
    newest = next(sent, None)
    return newest.edition if newest and now <= newest.started_at + OLDEST else WORDS


def _next_due(opened: Sequence[OpenedEdition], plan: Plan, now: datetime) -> datetime:
    """Return when the next edition is due that has not begun; the past, where its send window is open."""
    first = next_window(plan, now)
    begun = {found.edition for found in opened if found.edition >= first.edition}  # some may have been sent early
    windows = (first, *coming_windows(plan, now, len(begun) + 1))
    return next(window.due for window in windows if window.edition not in begun)
