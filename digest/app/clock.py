"""The machine's own clock."""

from datetime import UTC, datetime


class SystemClock:
    """The port `Clock` on this machine."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return datetime.now(UTC)
