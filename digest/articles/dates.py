"""When an article was published and changed, as its page says it. Pure.

A time without a zone stays one: which zone was meant nobody can tell, and a wrong one moves the day. Days before there
were web pages, and days to come, are no days of publication.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

from digest.articles.jsonld import Json, text

FIRST_YEAR = 1995
_AHEAD = timedelta(days=2)
"""How far a clock or a zone may be off."""
_LONGEST = 60
_COMPACT_DAY = re.compile(r"^(?:19|20)\d{6}$")
_ID = re.compile(r"^\d{11,}$")
_EPOCH = re.compile(r"^\d{10}(?:\d{3})?$")
_DAY = re.compile(r"^(\d{4})-(\d\d)-(\d\d)$")
_SPACED = re.compile(r"^(\d{4}-\d\d-\d\d)\s+(\d\d:\d\d(?::\d\d)?(?:\.\d+)?)\s*(.*)$")
_ZONE = re.compile(r"\s*(?:UTC|GMT|Z)\s*$", re.IGNORECASE)


def moment(value: Json) -> str:
    """Return a time as ISO 8601, without a zone where none is given, a day alone where that is all, empty for none."""
    written = text(value) if not isinstance(value, int | float) else f"{value:.0f}"
    if not written or len(written) > _LONGEST:
        return ""
    if _COMPACT_DAY.match(written):
        written = f"{written[:4]}-{written[4:6]}-{written[6:]}"
    if _EPOCH.match(written):
        return datetime.fromtimestamp(int(written[:10]), UTC).isoformat()
    if _ID.match(written):
        return ""
    spaced = _SPACED.sub(lambda found: f"{found[1]}T{found[2]}{found[3]}", written)
    iso = _ZONE.sub("+00:00", spaced) if _ZONE.search(spaced) and spaced[:2].isdecimal() else spaced
    try:
        if _DAY.match(iso):
            return date.fromisoformat(iso).isoformat()
        return datetime.fromisoformat(iso).isoformat()
    except ValueError:
        pass
    try:
        found = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    return found.isoformat()


def instant(written: str) -> datetime | None:
    """Return a time from `moment` as an aware one, UTC where it names no zone: to compare days, never to print."""
    if not written:
        return None
    found = datetime.fromisoformat(written)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def is_possible(written: str, read_at: datetime) -> bool:
    """Return whether an article that was read at `read_at` (aware) can have been published then."""
    found = instant(written)
    return found is not None and found.year >= FIRST_YEAR and found <= read_at + _AHEAD


def first_possible(offers: Iterable[tuple[str, str]], read_at: datetime) -> tuple[str, str, str]:
    """Return the first of `offers` (source, time) that is possible, its source, and one that is too far ahead.

    Each is empty where there is none.
    """
    ahead = ""
    for source, written in offers:
        if written and is_possible(written, read_at):
            return written, source, ahead
        found = instant(written)
        if found and found > read_at + _AHEAD:
            ahead = ahead or written
    return "", "", ahead
