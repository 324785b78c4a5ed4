"""Times as the tables of this package keep them."""

from datetime import UTC, datetime


def timestamp(at: datetime) -> str:
    """Return an aware time as text: UTC, whole seconds, ISO 8601; such texts sort as the times do."""
    return at.astimezone(UTC).isoformat(timespec="seconds")
