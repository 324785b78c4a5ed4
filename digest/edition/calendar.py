"""Which date an edition bears, and which edition is due. Pure: the time of day comes in as `now`.

An edition's date is the local date of the instant at which it is due. A local time that does not exist (clocks go forward)
means the instant an hour later on the clock; one that exists twice means the first of the two (PEP 495, `fold=0`).
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


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


def next_edition(now: datetime, weekday: str, clock_time: time, zone: str, window_hours: int) -> str:
    """Name the edition a person means who names none: the one whose send window is open at `now`, else the next one due.

    `now` is aware, in any zone; `weekday` is one of `WEEKDAYS`.
    """
    today = now.astimezone(ZoneInfo(zone)).date()
    wanted = WEEKDAYS.index(weekday)
    days = (today + timedelta(days=offset) for offset in range(-4, 8))
    closing = timedelta(hours=window_hours)
    return next(day.isoformat() for day in days if day.weekday() == wanted and due_at(day, clock_time, zone) + closing > now)
