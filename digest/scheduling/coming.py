"""The coming sends: when the plan lets the next editions go out, and what is odd about it. Pure."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from digest.calendar.plan import Plan, coming_windows, local_time_fault
from digest.delivery.counts import OpenedEdition
from digest.delivery.standing import Standing


@dataclass(frozen=True, slots=True)
class ComingSend:
    """One send to come: instants on the newsroom's clock, and in UTC; `note` says what is odd about the local time.

    `standing` is where the edition stands, in words.
    """

    edition: str
    local: datetime
    utc: datetime
    closes: datetime
    note: str
    standing: str


_LOOKED_AHEAD = 8
"""So many editions are looked through for one that has not begun and is not cancelled."""


def next_letter(
    plan: Plan,
    now: datetime,
    opened: Callable[[str], OpenedEdition | None],
    skipped: Callable[[], Container[str]] = frozenset,
) -> date | None:
    """Return the newsroom's day of the next letter due after `now`, unless too many in a row are cancelled or skipped.

    One that began already, before its time, is for those who were readers then. `opened` returns how far an edition
    has come, as `Reports.opened`.
    """
    left_out = skipped()
    for window in coming_windows(plan, now, _LOOKED_AHEAD):
        if window.edition not in left_out and opened(window.edition) is None:
            return date.fromisoformat(window.edition)
    return None


def coming_sends(plan: Plan, now: datetime, count: int, standing: Callable[[str], Standing]) -> list[ComingSend]:
    """Return the next `count` sends after `now`; `standing` returns where an edition stands."""
    zone = ZoneInfo(plan.zone)
    return [
        ComingSend(
            edition=window.edition,
            local=window.due.astimezone(zone),
            utc=window.due,
            closes=window.closes.astimezone(zone),
            note=local_time_fault(date.fromisoformat(window.edition), plan.time, plan.zone),
            standing=str(standing(window.edition)),
        )
        for window in coming_windows(plan, now, count)
    ]
