"""When a reader can have agreed: not in the future, nor on a day that other programs write for "no date". Pure."""

from datetime import UTC, date, datetime, time

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
"""Before this nobody agreed to a letter of ours."""
_EMPTY_DAYS = tuple(
    date.fromisoformat(day).toordinal()
    for day in (
        "0001-01-01",  # Go, .NET
        "1601-01-01",  # Windows
        "1753-01-01",  # SQL Server
        "1858-11-17",  # VMS
        "1899-12-30",  # spreadsheets, and the two days behind it
        "1900-01-01",
        "1904-01-01",  # old Macs
        "1970-01-01",  # Unix
        "1980-01-01",  # FAT
    )
)
_EPOCHS = frozenset({datetime(2000, 1, 1, tzinfo=UTC), datetime(2001, 1, 1, tzinfo=UTC)})
"""The empty times of PostgreSQL and of Apple, which a reader would have to hit to the second."""
_EMPTY = "confirmed_at is the empty date of another program: nothing proves that this reader agreed"
_TOO_EARLY = f"confirmed_at lies before {EARLIEST.year}, when no reader agreed to such a letter; look up the right date"


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
    if found < EARLIEST:
        raise BadTime(_EMPTY if _is_empty(found) else _TOO_EARLY)
    if found in _EPOCHS and ":" in given:
        raise BadTime(_EMPTY)
    if found > now:
        raise BadTime("confirmed_at lies in the future")
    return found


def _is_empty(found: datetime) -> bool:
    """Return whether this is an empty day in some time zone."""
    return any(abs(found.toordinal() - day) <= 1 for day in _EMPTY_DAYS)
