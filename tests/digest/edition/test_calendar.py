"""Which edition a person means, through time zones and changes of clocks."""

from datetime import UTC, date, datetime, time

import pytest

from digest.edition.calendar import Plan, due_at, edition_date, next_edition


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
    assert next_edition(Plan(zone="Pacific/Kiritimati", window_hours=1), datetime(2026, 11, 26, 17, 30, tzinfo=UTC)) == "2026-11-27"
    assert due_at(date(2026, 11, 27), time(7), "Pacific/Kiritimati") == datetime(2026, 11, 26, 17, 0, tzinfo=UTC)


def test_a_time_that_does_not_exist_or_exists_twice_has_one_meaning() -> None:
    assert due_at(date(2026, 3, 29), time(3, 30), "Europe/Riga") == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert due_at(date(2026, 10, 25), time(3, 30), "Europe/Riga") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-11-31", "20261127", "2026-W48-5", "../x", ""])
def test_only_plain_dates_name_editions(text: str) -> None:
    assert edition_date(text) is None
