"""One letter a week: that is what readers consented to. Anything more takes a person's reason, which is kept. Pure."""

from collections.abc import Container, Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from digest.calendar.edition_id import corrected, edition_date
from digest.calendar.plan import Plan, coming_windows, window_of

_LONGEST_WEEK = 8


def second_letter(
    edition_id: str,
    ad_hoc: bool,
    plan: Plan,
    opened: Iterable[tuple[str, datetime]],
    now: datetime,
    skipped: Container[str] = (),
) -> str:
    """Return why sending an edition at `now` makes more than one letter in this week, in words; empty when it does not.

    A correction makes none: it mends the letter that its readers have, and stops no other one.

    A week is Monday to Sunday in the newsroom's zone. A regular edition in the week it is planned for is what readers
    agreed to. Any other must be alone: beside the editions `opened` (id, when they began) and beside the planned ones
    still to come that are not `skipped`.
    """
    if corrected(edition_id):
        return ""
    zone = ZoneInfo(plan.zone)
    week = _week(now.astimezone(zone).date())
    day = edition_date(edition_id)
    if not ad_hoc and day and _week(day) == week and window_of(edition_id, plan):
        return ""
    for other, began in opened:
        if other != edition_id and not corrected(other) and _week(began.astimezone(zone).date()) == week:
            return f"edition {other} went out in this week already"
    for window in coming_windows(plan, now, _LONGEST_WEEK):
        if (
            window.edition not in skipped
            and window.edition != edition_id
            and _week(date.fromisoformat(window.edition)) == week
        ):
            return f"edition {window.edition} is to go out in this week too"
    return ""


def _week(day: date) -> tuple[int, int]:
    year, week, _ = day.isocalendar()
    return year, week
