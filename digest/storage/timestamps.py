"""Times as the tables keep them: UTC, whole seconds, ISO 8601, so that they sort as text."""

from datetime import UTC, datetime


def stamp(at: datetime) -> str:
    """Return the text of an aware time."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def instant(written: str | None) -> datetime | None:
    """Return the time that `stamp` wrote; None for no text."""
    return datetime.fromisoformat(written) if written else None
