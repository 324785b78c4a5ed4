"""Instants written for people. Pure."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from digest.calendar.plan import Plan


def in_words(instant: datetime, plan: Plan) -> str:
    """Return an instant for people: on the newsroom's clock, and in UTC."""
    local = instant.astimezone(ZoneInfo(plan.zone))
    return f"{local:%A %d %B %Y, %H:%M} {plan.zone} ({instant.astimezone(UTC):%H:%M} UTC)"
