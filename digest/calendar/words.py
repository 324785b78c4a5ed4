"""Instants written for people. Pure."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from digest.calendar.plan import Plan


def in_words(instant: datetime, plan: Plan) -> str:
    """Return an instant for people: on the newsroom's clock, and in UTC where that is another."""
    local = instant.astimezone(ZoneInfo(plan.zone))
    here = f"{local:%A} {local.day} {local:%B %Y, %H:%M} {plan.zone}"
    return here if plan.zone == "UTC" else f"{here} ({instant.astimezone(UTC):%H:%M} UTC)"


def short_day(day: date) -> str:
    """Return a day for lists, as in `4 Dec 2026`; of an instant, the day on its own clock."""
    return f"{day.day} {day:%b %Y}"
