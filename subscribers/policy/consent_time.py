"""When a reader can have agreed: not in the future, nor at a time that other programs write for "no date". Pure.

One instant has one answer, however it is written: what is believed here is exported in UTC, and believed again.
"""

import re
from datetime import UTC, date, datetime, time, timedelta

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
"""Before this nobody agreed to a letter of ours."""
_EARLY_DAYS = tuple(
    datetime.fromisoformat(f"{day}T00:00Z")
    for day in (
        "0001-01-01",  # Go, .NET
        "1601-01-01",  # Windows (FILETIME)
        "1753-01-01",  # SQL Server
        "1858-11-17",  # VMS
        "1899-12-30",  # spreadsheets (OLE), and the day behind it
        "1900-01-01",  # Excel, NTP
        "1901-12-13",  # the least number of seconds that 32 bits hold
        "1904-01-01",  # old Macs
        "1970-01-01",  # Unix 0, and -1
        "1979-11-30",  # FAT and ZIP with all bits 0: month 0, day 0
        "1980-01-01",  # FAT
    )
)
"""Empty days, which are told apart from any other before `EARLIEST` only to say so: none of them proves anything."""
_LATER_DAYS = (
    "1999-11-30",  # MySQL's 0000-00-00 as PHP's mktime counts it: year 0, month 0, day 0
    "2000-01-01",  # PostgreSQL 0, and clocks that lost their battery
    "2001-01-01",  # Apple (Core Foundation) 0
)
_ZONES = [timedelta(minutes=minutes) for minutes in range(-12 * 60, 14 * 60 + 1, 15)]
"""All that a clock can differ from UTC (tz database, from 1995 on)."""
EMPTY_TIMES = frozenset(
    datetime.fromisoformat(f"{day}T00:00Z") - difference for day in _LATER_DAYS for difference in _ZONES
)
"""Midnight of an empty day on some clock: a reader would have to hit a full quarter of an hour to the second.

A day without a time is such a midnight, too; any other time of these days is one at which a reader may have agreed.
"""
_NO_DAY = re.compile(r"0[-0/.: TZ]*|[-+]?0{4,}-.*|-\d{4,}-.*|1900-01-00.*", re.DOTALL)
"""0000-00-00 of MySQL, which others make a year 0 or -1 of, and day 0 of Excel."""
_EMPTY = "confirmed_at is the empty date of another program: nothing proves that this reader agreed"
_MIDNIGHT = f"{_EMPTY}; if they did on that very day, write the time of day, too"
_TOO_EARLY = f"confirmed_at lies before {EARLIEST.year}, when no reader agreed to such a letter; look up the right date"


class BadTime(ValueError):
    """A text that says no time at which a reader can have agreed; the message says why."""


def read_time(given: str) -> datetime | None:
    """Return a date or time of ISO 8601 in whole seconds, without a zone in UTC; None for anything else."""
    try:
        found = datetime.fromisoformat(given.replace("Z", "+00:00").replace("z", "+00:00"))
    except ValueError:
        try:
            found = datetime.combine(date.fromisoformat(given), time())
        except ValueError:
            return None
    return found.replace(microsecond=0, tzinfo=found.tzinfo or UTC)


def read_consent_time(given: str, now: datetime) -> datetime:
    """Return the time of consent that the cell `confirmed_at` holds; raises `BadTime` when that proves nothing."""
    if not given:
        raise BadTime("confirmed_at is empty: nothing proves that this reader agreed")
    if _NO_DAY.fullmatch(given):
        raise BadTime(_EMPTY)
    found = read_time(given)
    if found is None:
        raise BadTime("confirmed_at is no date; write 2025-03-31 or 2025-03-31T12:00:00Z")
    if found < EARLIEST:
        raise BadTime(_EMPTY if _is_empty(found) else _TOO_EARLY)
    if found in EMPTY_TIMES:
        raise BadTime(_MIDNIGHT)
    if found > now:
        raise BadTime("confirmed_at lies in the future")
    return found


def _is_empty(found: datetime) -> bool:
    """Return whether this lies in an empty day, or the day before or behind it, on some clock."""
    return any(timedelta(days=-1) <= found - day < timedelta(days=2) for day in _EARLY_DAYS)
