"""When editions are due: the newsroom's plan, its slots, and the instants before them. Pure: the present comes in as `now`.

An edition's date is the local date of the instant at which it is due. A local time that does not exist (clocks go forward) means the
instant an hour later on the clock; one that exists twice means the first of the two (PEP 495, `fold=0`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LONGEST_WINDOW = timedelta(days=5)
_AHEAD = re.compile(r"(\d{1,2}) (minute|hour|day)s? before(?: (\d\d:\d\d))?")


@dataclass(frozen=True, slots=True)
class Plan:
    """When the digest goes out: `days` (names out of `WEEKDAYS`) at `time` in `zone`, in every `every_weeks`-th week.

    `starting` is a day of any week in which there is a letter (it matters only beyond one week); a late letter may go out for
    `window_hours`. `proofs` are instants before it (see `instant_before`). With `by_readers_clock` readers get it at `time` on their own
    clock.
    """

    days: tuple[str, ...] = ("friday",)
    time: time = time(7)
    zone: str = "UTC"
    window_hours: int = 12
    every_weeks: int = 1
    starting: date = date(2024, 1, 5)
    proofs: tuple[str, ...] = ()
    by_readers_clock: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """One turn of the plan: the edition, when it is due and when its send window closes (UTC)."""

    edition: str
    due: datetime
    closes: datetime

    def is_open(self, now: datetime) -> bool:
        """Tell whether the edition may go out at `now`."""
        return self.due <= now < self.closes


def edition_date(edition_id: str) -> date | None:
    """Read an edition's id as its date, or return None when it is no `YYYY-MM-DD` date."""
    try:
        found = date.fromisoformat(edition_id)
    except ValueError:
        return None
    return found if found.isoformat() == edition_id else None


def due_at(day: date, clock_time: time, zone: str) -> datetime:
    """Give the instant, in UTC, at which the edition of `day` is due."""
    return datetime.combine(day, clock_time, ZoneInfo(zone)).astimezone(UTC)


def is_planned(day: date, plan: Plan) -> bool:
    """Tell whether there is a letter on `day`."""
    monday, first = (one - timedelta(days=one.weekday()) for one in (day, plan.starting))
    return WEEKDAYS[day.weekday()] in plan.days and (monday - first).days // 7 % plan.every_weeks == 0


def slots(plan: Plan, since: date) -> Iterator[Slot]:
    """Yield the slots of `plan` from the local day `since` on, for ever; no window reaches into the next slot."""
    days = (since + timedelta(days=offset) for offset in range((date.max - since).days))
    planned = ((day, due_at(day, plan.time, plan.zone)) for day in days if is_planned(day, plan))
    window = timedelta(hours=plan.window_hours + (24 if plan.by_readers_clock else 0))
    day, due = next(planned)
    for next_day, next_due in planned:
        yield Slot(day.isoformat(), due, min(due + window, next_due))
        day, due = next_day, next_due


def slot_of(edition_id: str, plan: Plan) -> Slot | None:
    """Give the slot of an edition; None for a date on which the plan has no letter."""
    day = edition_date(edition_id)
    return next(slots(plan, day)) if day and is_planned(day, plan) else None


def next_slot(plan: Plan, now: datetime) -> Slot:
    """Give the slot whose window is open at `now`, else the next one due."""
    return next(slot for slot in slots(plan, _local(now, plan) - _LONGEST_WINDOW) if slot.closes > now)


def coming_slots(plan: Plan, now: datetime, count: int) -> list[Slot]:
    """Give the next `count` slots that are due after `now`."""
    return list(islice((slot for slot in slots(plan, _local(now, plan)) if slot.due > now), count))


def closed_slots(plan: Plan, since: datetime, now: datetime) -> list[Slot]:
    """Give the slots due at `since` or later whose window has closed by `now`, oldest first."""
    due = takewhile(lambda slot: slot.due <= now, slots(plan, _local(since, plan)))
    return [slot for slot in due if slot.due >= since and slot.closes <= now]


def next_edition(plan: Plan, now: datetime) -> str:
    """Name the edition a person means who names none: the one whose send window is open at `now`, else the next one due."""
    return next_slot(plan, now).edition


def _local(now: datetime, plan: Plan) -> date:
    return now.astimezone(ZoneInfo(plan.zone)).date()


def instant_before(slot: Slot, ahead: str, plan: Plan) -> datetime:
    """Give the instant that `ahead` names before a slot: "1 hour before", "30 minutes before", "1 day before 15:00" (newsroom's clock).

    Raises `ValueError` for other words.
    """
    found = _AHEAD.fullmatch(ahead)
    if not found or (found[2] == "day") != bool(found[3]):
        raise ValueError('this is no time before a letter; write "1 day before 15:00", "1 hour before" or "30 minutes before"')
    if found[3]:
        day = slot.due.astimezone(ZoneInfo(plan.zone)).date() - timedelta(days=int(found[1]))
        return due_at(day, time.fromisoformat(found[3]), plan.zone)
    return slot.due - int(found[1]) * timedelta(**{f"{found[2]}s": 1})


def proof_due(plan: Plan, now: datetime) -> tuple[Slot, datetime] | None:
    """Give the next slot and the latest of its proof instants that has come by `now`; None when none has, or when the slot is due.

    A machine that slept through two of them makes one proof, not two.
    """
    slot = next(slot for slot in slots(plan, _local(now, plan)) if slot.due > now)
    come = [instant for instant in (instant_before(slot, ahead, plan) for ahead in plan.proofs) if instant <= now]
    return (slot, max(come)) if come else None


def clock_trouble(day: date, clock_time: time, zone: str) -> str:
    """Say what is odd about a local time on `day`: that it does not exist, or exists twice; empty for an ordinary one."""
    first, second = (datetime.combine(day, clock_time, ZoneInfo(zone)).replace(fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return ""
    gap = first.astimezone(UTC).astimezone(ZoneInfo(zone)).time() != clock_time
    return "this time does not exist on that day: an hour later" if gap else "this time exists twice on that day: the first one"


def wave_minutes(slot: Slot, clock_time: time, zone: str) -> int:
    """Give how many minutes after the slot is due it is `clock_time` in a reader's `zone`, for the first time: 0 to 1,439."""
    local = slot.due.astimezone(ZoneInfo(zone)).date()
    instants = (due_at(local + timedelta(days=offset), clock_time, zone) for offset in range(3))
    return next(int((instant - slot.due).total_seconds()) // 60 for instant in instants if instant >= slot.due)
