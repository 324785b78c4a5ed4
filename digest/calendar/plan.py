"""When editions are due: the newsroom's plan, its windows, and the instants before them.

Pure: the present comes in as `now`.

An edition's date is the local date of the instant at which it is due. A local time that does not exist (clocks go
forward) means the instant an hour later on the clock; one that exists twice means the first of the two (PEP 495,
`fold=0`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from digest.calendar.edition_id import read_edition_id

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LONGEST_WINDOW = timedelta(days=5)
_BEFORE_THE_END = timedelta(minutes=5)
_SHORTEST_HOLD = timedelta(minutes=10)
_AHEAD = re.compile(r"(\d{1,2}) (minute|hour|day)s? before(?: (\d\d:\d\d))?")


@dataclass(frozen=True, slots=True)
class Plan:
    """When the digest goes out: `days` (names out of `WEEKDAYS`) at `time` in `zone`, in every `every_weeks`-th week.

    `starting` is a day of any week in which there is a letter (it matters only beyond one week); a late letter may go
    out for `window_hours`. `proofs` are instants before it (see `instant_before`). With `by_readers_clock` readers get
    it at `time` on their own clock.
    """

    days: tuple[str, ...] = ("friday",)
    time: time = time(7)
    zone: str = "UTC"
    window_hours: int = 12
    every_weeks: int = 1
    starting: date = date(2024, 1, 5)
    proofs: tuple[str, ...] = ()
    by_readers_clock: bool = False

    @property
    def every_friday(self) -> bool:
        """Return whether there is a letter every Friday and on no other day, as pages may then say."""
        return self.days == ("friday",) and self.every_weeks == 1


@dataclass(frozen=True, slots=True)
class Window:
    """A send window: the edition, when it is due and until when a late send is still allowed (UTC)."""

    edition: str
    due: datetime
    closes: datetime

    def is_open(self, now: datetime) -> bool:
        """Return whether the edition may go out at `now`."""
        return self.due <= now < self.closes


def held_until(window: Window, hold: timedelta, mailed: datetime) -> datetime:
    """Return until when a due edition waits for editors to look at their copies of it.

    From the set time on, so one that was ready late, or changed, waits shorter: `_SHORTEST_HOLD` from when they were
    `mailed`, in which somebody can still stop it. Never over the window's end; without a `hold` nothing waits.
    """
    if not hold:
        return window.due
    until = max(window.due + hold, mailed + min(hold, _SHORTEST_HOLD))
    return max(window.due, min(until, window.closes - _BEFORE_THE_END))


def due_at(day: date, clock_time: time, zone: str) -> datetime:
    """Return the instant, in UTC, at which the edition of `day` is due."""
    return datetime.combine(day, clock_time, ZoneInfo(zone)).astimezone(UTC)


def is_planned(day: date, plan: Plan) -> bool:
    """Return whether there is a letter on `day`."""
    monday, first = (one - timedelta(days=one.weekday()) for one in (day, plan.starting))
    return WEEKDAYS[day.weekday()] in plan.days and (monday - first).days // 7 % plan.every_weeks == 0


def windows(plan: Plan, since: date) -> Iterator[Window]:
    """Yield the windows of `plan` from the local day `since` on, for ever; none reaches into the next one."""
    days = (since + timedelta(days=offset) for offset in range((date.max - since).days))
    planned = ((day, due_at(day, plan.time, plan.zone)) for day in days if is_planned(day, plan))
    span = timedelta(hours=plan.window_hours + (24 if plan.by_readers_clock else 0))
    day, due = next(planned)
    for next_day, next_due in planned:
        yield Window(day.isoformat(), due, min(due + span, next_due))
        day, due = next_day, next_due


def window_of(edition_id: str, plan: Plan) -> Window | None:
    """Return the window of an edition; None for a day on which the plan has no letter, and for others of a day."""
    found = read_edition_id(edition_id)
    planned = found is not None and found.is_of_the_plan and is_planned(found.day, plan)
    return next(windows(plan, found.day)) if found and planned else None


def next_window(plan: Plan, now: datetime) -> Window:
    """Return the window that is open at `now`, else the next one due."""
    return next(window for window in windows(plan, _local(now, plan) - _LONGEST_WINDOW) if window.closes > now)


def coming_windows(plan: Plan, now: datetime, count: int) -> list[Window]:
    """Return the next `count` windows that are due after `now`."""
    return list(islice((window for window in windows(plan, _local(now, plan)) if window.due > now), count))


def closed_windows(plan: Plan, since: datetime, now: datetime) -> list[Window]:
    """Return the windows due at `since` or later that have closed by `now`, oldest first."""
    due = takewhile(lambda window: window.due <= now, windows(plan, _local(since, plan)))
    return [window for window in due if window.due >= since and window.closes <= now]


def next_edition(plan: Plan, now: datetime) -> str:
    """Return the id of the edition that a command means when none is named.

    The one whose send window is open at `now`, else the next one due.
    """
    return next_window(plan, now).edition


def _local(now: datetime, plan: Plan) -> date:
    return now.astimezone(ZoneInfo(plan.zone)).date()


def instant_before(window: Window, ahead: str, plan: Plan) -> datetime:
    """Return the instant that `ahead` names before a window.

    "1 hour before", "30 minutes before", "1 day before 15:00" (newsroom's clock).

    Raises `ValueError` for other words.
    """
    found = _AHEAD.fullmatch(ahead)
    if not found or (found[2] == "day") != bool(found[3]):
        raise ValueError(
            'this is no time before a letter; write "1 day before 15:00", "1 hour before" or "30 minutes before"'
        )
    if found[3]:
        day = window.due.astimezone(ZoneInfo(plan.zone)).date() - timedelta(days=int(found[1]))
        return due_at(day, time.fromisoformat(found[3]), plan.zone)
    return window.due - int(found[1]) * timedelta(**{f"{found[2]}s": 1})


def proof_due(plan: Plan, now: datetime) -> tuple[Window, datetime] | None:
    """Return the next window and the latest of its proof instants that has come by `now`; None when none has.

    A machine that slept through two of them makes one proof, not two.
    """
    window = next(window for window in windows(plan, _local(now, plan)) if window.due > now)
    come = [instant for instant in (instant_before(window, ahead, plan) for ahead in plan.proofs) if instant <= now]
    return (window, max(come)) if come else None


def local_time_fault(day: date, clock_time: time, zone: str) -> str:
    """Return why a local time on `day` is no plain one, in words: it does not exist, or exists twice.

    Empty for any other.
    """
    first, second = (datetime.combine(day, clock_time, ZoneInfo(zone)).replace(fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return ""
    gap = first.astimezone(UTC).astimezone(ZoneInfo(zone)).time() != clock_time
    return (
        "this time does not exist on that day: an hour later"
        if gap
        else "this time exists twice on that day: the first one"
    )


def wave_minutes(window: Window, clock_time: time, zone: str) -> int:
    """Return how many minutes after the window is due it is `clock_time` in a reader's `zone`, for the first time.

    0 to 1,439.
    """
    local = window.due.astimezone(ZoneInfo(zone)).date()
    instants = (due_at(local + timedelta(days=offset), clock_time, zone) for offset in range(3))
    return next(int((instant - window.due).total_seconds()) // 60 for instant in instants if instant >= window.due)
