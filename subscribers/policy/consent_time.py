"""When a reader can have agreed: not in the future, nor on a day that other programs write for "no date". Pure."""

from datetime import UTC, date, datetime, time

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
"""Before this nobody agreed to a letter of ours; a date before it is the empty date of some program.

0001-01-01 is that of Go and .NET, 1601-01-01 of Windows, 1753-01-01 of SQL Server, 1899-12-30 and 1900-01-01 of
spreadsheets, 1904-01-01 of old Macs, 1970-01-01 of Unix, 1980-01-01 of FAT.
"""
_EPOCHS = frozenset({datetime(2000, 1, 1, tzinfo=UTC), datetime(2001, 1, 1, tzinfo=UTC)})
"""The empty times of PostgreSQL and of Apple, which a reader would have to hit to the second."""
_EMPTY = "confirmed_at is the empty date of another program: nothing proves that this reader agreed"


class BadTime(ValueError):
    """A text that says no time at which a reader can have agreed; the message says why."""


def read_time(given: str) -> datetime | None:
    """Return a date or time of ISO 8601, without a zone in UTC; None for anything else."""
    try:
        found = datetime.fromisoformat(given.replace("Z", "+00:00").replace("z", "+00:00"))
    except ValueError:
        try:
            found = datetime.combine(date.fromisoformat(given), time())
        except ValueError:
            return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def read_consent_time(given: str, now: datetime) -> datetime:
    """Return the time of consent that the cell `confirmed_at` holds; raises `BadTime` when that proves nothing."""
    if not given:
        raise BadTime("confirmed_at is empty: nothing proves that this reader agreed")
    if given.startswith("0") and not given.strip("0-/.: TZ"):  # 0000-00-00 00:00:00 of MySQL
        raise BadTime(_EMPTY)
    found = read_time(given)
    if found is None:
        raise BadTime("confirmed_at is no date; write 2025-03-31 or 2025-03-31T12:00:00Z")
    if found < EARLIEST or (found in _EPOCHS and ":" in given):
        raise BadTime(_EMPTY)
    if found > now:
        raise BadTime("confirmed_at lies in the future")
    return found
