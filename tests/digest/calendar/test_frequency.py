"""One letter a week, Monday to Sunday on the newsroom's clock."""

from datetime import datetime

import pytest

from digest.calendar.frequency import second_letter
from digest.calendar.plan import Plan
from tests.standins.time import utc

PLAN = Plan(zone="Europe/Riga")
SENT = ("2026-11-27", utc("2026-11-27 05:00"))


@pytest.mark.parametrize(
    ("edition", "ad_hoc", "opened", "now", "why"),
    [
        ("2026-11-27", False, [], utc("2026-11-27 05:00"), ""),
        ("2026-11-27", False, [], utc("2026-11-23 09:00"), ""),  # its own week, early
        (
            "2026-11-27",
            False,
            [("2026-11-25", utc("2026-11-25 09:00"))],
            utc("2026-11-27 05:00"),
            "",
        ),  # that one needed the reason
        ("2026-11-27-correction-1", True, [SENT], utc("2026-11-28 09:00"), ""),  # mends what readers have
        (
            "2026-12-04",
            True,
            [("2026-11-27-correction-1", utc("2026-12-01 09:00"))],
            utc("2026-12-02 09:00"),
            "",
        ),  # nor does one stop another letter
        ("2026-11-25", True, [], utc("2026-11-25 09:00"), "edition 2026-11-27 is to go out in this week too"),
        ("2026-11-28", True, [SENT], utc("2026-11-28 09:00"), "edition 2026-11-27 went out in this week already"),
        (
            "2026-11-29",
            True,
            [SENT],
            utc("2026-11-29 22:30"),
            "edition 2026-12-04 is to go out in this week too",
        ),  # Monday in Riga
        (
            "2026-11-27",
            False,
            [],
            utc("2026-11-30 09:00"),
            "edition 2026-12-04 is to go out in this week too",
        ),  # late by hand
        (
            "2026-12-04",
            False,
            [SENT],
            utc("2026-11-28 09:00"),
            "edition 2026-11-27 went out in this week already",
        ),  # early by hand
    ],
)
def test_more_than_one_letter_in_a_week_is_said(
    edition: str, ad_hoc: bool, opened: list[tuple[str, datetime]], now: datetime, why: str
) -> None:
    assert second_letter(edition, ad_hoc, PLAN, opened, now) == why


@pytest.mark.parametrize(
    ("began", "now", "why"),
    [
        # Sunday evening in UTC is Monday in Riga: of the week that begins
        ("2026-11-29 22:30", "2026-11-30 09:00", "edition 2026-11-25 went out in this week already"),
        ("2026-11-29 22:30", "2026-11-29 21:00", ""),
        # the last quarter of an hour of Riga's Sunday is still of the week that ends
        ("2026-11-29 21:45", "2026-11-30 09:00", "edition 2026-12-04 is to go out in this week too"),
        ("2026-11-29 21:45", "2026-11-29 21:59", "edition 2026-11-25 went out in this week already"),
    ],
)
def test_a_week_begins_on_monday_at_midnight_of_the_newsrooms_zone(began: str, now: str, why: str) -> None:
    opened = [("2026-11-25", utc(began))]
    assert second_letter("2026-11-29", True, PLAN, opened, utc(now)) == why


def test_a_week_whose_own_letter_is_skipped_has_room_for_another() -> None:
    now = utc("2026-12-02 09:00")
    assert second_letter("2026-12-02", True, PLAN, [], now) == "edition 2026-12-04 is to go out in this week too"
    assert second_letter("2026-12-02", True, PLAN, [], now, {"2026-12-04"}) == ""


def test_a_letter_of_last_year_in_a_week_of_the_same_number_is_of_another_week() -> None:
    opened = [("2025-11-25", utc("2025-11-25 09:00"))]
    plan = Plan(zone="Europe/Riga", every_weeks=2, starting=SENT[1].date())
    assert second_letter("2026-12-02", True, plan, opened, utc("2026-12-02 09:00")) == ""


def test_an_edition_is_no_second_letter_to_itself() -> None:
    plan = Plan(zone="Europe/Riga", every_weeks=2, starting=SENT[1].date())
    opened = [("2026-12-02", utc("2026-12-02 09:00"))]
    assert second_letter("2026-12-02", True, plan, opened, utc("2026-12-02 09:10")) == ""


def test_a_week_without_a_letter_has_room_for_a_special_one() -> None:
    plan = Plan(every_weeks=2, starting=SENT[1].date())
    assert second_letter("2026-12-02", True, plan, [SENT], utc("2026-12-02 09:00")) == ""
