"""Which edition a person means, through time zones and changes of clocks."""

from datetime import UTC, date, datetime, time

import pytest

from digest.calendar.plan import (
    Plan,
    coming_windows,
    due_at,
    instant_before,
    local_time_fault,
    next_edition,
    next_window,
    window_of,
)


@pytest.mark.parametrize(
    ("now", "edition"),
    [
        (datetime(2026, 11, 26, 12, 0, tzinfo=UTC), "2026-11-27"),
        (datetime(2026, 11, 27, 4, 59, tzinfo=UTC), "2026-11-27"),  # a minute before 07:00 in Riga
        (datetime(2026, 11, 27, 16, 59, tzinfo=UTC), "2026-11-27"),  # the window of twelve hours is still open
        (datetime(2026, 11, 27, 17, 0, tzinfo=UTC), "2026-12-04"),  # and now it is not
    ],
)
def test_the_next_edition_is_the_one_whose_window_is_open_or_comes_next(now: datetime, edition: str) -> None:
    assert next_edition(Plan(zone="Europe/Riga"), now) == edition


def test_the_date_is_the_local_one() -> None:
    assert (
        next_edition(Plan(zone="Pacific/Kiritimati", window_hours=1), datetime(2026, 11, 26, 17, 30, tzinfo=UTC))
        == "2026-11-27"
    )
    assert due_at(date(2026, 11, 27), time(7), "Pacific/Kiritimati") == datetime(2026, 11, 26, 17, 0, tzinfo=UTC)


def test_a_time_that_does_not_exist_or_exists_twice_has_one_meaning() -> None:
    assert due_at(date(2026, 3, 29), time(3, 30), "Europe/Riga") == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert due_at(date(2026, 10, 25), time(3, 30), "Europe/Riga") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_several_days_and_every_other_week() -> None:
    plan = Plan(days=("tuesday", "friday"), every_weeks=2, starting=date(2026, 11, 27))
    coming = coming_windows(plan, datetime(2026, 11, 24, 12, tzinfo=UTC), 5)
    assert [window.edition for window in coming] == [
        "2026-11-27",
        "2026-12-08",
        "2026-12-11",
        "2026-12-22",
        "2026-12-25",
    ]
    assert window_of("2026-12-04", plan) is None
    assert window_of("2026-12-01", plan) is None
    assert window_of("no date", plan) is None


def test_a_window_never_reaches_into_the_next_window() -> None:
    plan = Plan(days=("thursday", "friday"), window_hours=72)
    thursday, friday = coming_windows(plan, datetime(2026, 11, 25, tzinfo=UTC), 2)
    assert thursday.closes == friday.due
    assert next_window(plan, friday.due) == friday


def test_instants_before_a_letter_follow_the_newsrooms_clock() -> None:
    plan = Plan(zone="Europe/Riga", days=("sunday",))
    window = window_of("2026-03-29", plan)  # the night before, clocks go forward
    assert window is not None
    assert instant_before(window, "1 day before 15:00", plan) == datetime(2026, 3, 28, 13, tzinfo=UTC)
    assert instant_before(window, "1 hour before", plan) == datetime(2026, 3, 29, 3, tzinfo=UTC)
    assert instant_before(window, "30 minutes before", plan) == datetime(2026, 3, 29, 3, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "words", ["thursday 15:00", "1 day before", "2 hours before 15:00", "1 day before 25:00", "soon", ""]
)
def test_other_words_before_a_letter_are_refused(words: str) -> None:
    plan = Plan()
    with pytest.raises(ValueError, match=r"write|hour"):
        instant_before(next_window(plan, datetime(2026, 11, 27, tzinfo=UTC)), words, plan)


def test_what_is_odd_about_a_time_is_said() -> None:
    assert "does not exist" in local_time_fault(date(2026, 3, 29), time(3, 30), "Europe/Riga")
    assert "exists twice" in local_time_fault(date(2026, 10, 25), time(3, 30), "Europe/Riga")
    assert local_time_fault(date(2026, 10, 25), time(7), "Europe/Riga") == ""


@pytest.mark.parametrize(
    ("plan", "every"),
    [
        (Plan(), True),
        (Plan(days=("thursday",)), False),
        (Plan(days=("tuesday", "friday")), False),
        (Plan(every_weeks=2), False),
    ],
)
def test_only_a_weekly_plan_of_fridays_is_one_of_every_friday(plan: Plan, every: bool) -> None:
    assert plan.every_friday is every
