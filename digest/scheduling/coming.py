"""The coming sends: when the plan lets the next editions go out, and what is odd about it. Pure."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from digest.calendar.plan import Plan, Window, coming_windows, local_time_fault, next_window
from digest.delivery.counts import OpenedEdition
from digest.delivery.standing import Stage, Standing


@dataclass(frozen=True, slots=True)
class ComingSend:
    """One send to come: instants on the newsroom's clock, and in UTC; `standing` is where the edition stands.

    `note` says what is odd about the local time, and that the window is open already.
    """

    edition: str
    local: datetime
    utc: datetime
    closes: datetime
    note: str
    standing: Standing


_LOOKED_AHEAD = 8
"""So many editions are looked through for one that has not begun and is not cancelled."""
_OVER = frozenset({Stage.SENT, Stage.CANCELLED})
_WAYS_ON = {Stage.PAUSED: "resume", Stage.HALTED: "resume", Stage.SKIPPED: "unskip"}
"""The command after which the schedule sends an edition whose window is open."""


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
    """Return the next `count` sends after `now`; `standing` returns where an edition stands.

    The first is the edition whose window is open, until nothing of it is left to be done.
    """
    first = next_window(plan, now)
    is_open = first.is_open(now) and standing(first.edition).stage not in _OVER
    found = [first, *coming_windows(plan, now, count)] if is_open else coming_windows(plan, now, count)
    return [_coming(window, plan, now, standing(window.edition)) for window in found[:count]]


def _coming(window: Window, plan: Plan, now: datetime, stands: Standing) -> ComingSend:
    zone = ZoneInfo(plan.zone)
    odd = local_time_fault(date.fromisoformat(window.edition), plan.time, plan.zone)
    return ComingSend(
        edition=window.edition,
        local=window.due.astimezone(zone),
        utc=window.due,
        closes=window.closes.astimezone(zone),
        note="; ".join(filter(None, (odd, _open(window.edition, stands.stage) if window.is_open(now) else ""))),
        standing=stands,
    )


def _open(edition_id: str, stage: Stage) -> str:
    if stage is Stage.NEEDS_A_LOOK:
        return f"it went out; `digest status {edition_id}` counts what needs a look"
    if stage is Stage.SENDING:
        return "its window is open: it is being handed over"
    if stage in _WAYS_ON:
        return f"its window is open: `digest {_WAYS_ON[stage]} {edition_id}` lets it go on"
    when = "at once" if stage is Stage.READY else "as soon as it is ready"
    return f"its window is open: `digest schedule` or `digest serve` sends it {when}"
