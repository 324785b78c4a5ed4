"""When a site wants to be asked again. Pure. Rules: RFC 9110 (10.2.3)."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_LONGEST = 9
"""Digits: more than thirty years."""


def retry_after_seconds(value: str, now: datetime) -> float:
    """Return the seconds in a `Retry-After` header, which has them or a date; 0 for one that cannot be read."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text[:_LONGEST])
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # also for a zone that no date can have
        return 0.0
    return max(0.0, ((date if date.tzinfo else date.replace(tzinfo=UTC)) - now).total_seconds())
