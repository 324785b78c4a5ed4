"""Bookings of sponsors: who is booked for a day, and every way in which somebody who is booked would not be shown."""

from dataclasses import replace
from datetime import date

import pytest

from digest.edition.sponsor import Sponsor
from digest.edition.sponsors_file import parse_sponsors, with_sponsor
from digest.problem import Mark
from tests.standins.written import written

BOOKING = """\
- from: 2026-11-20
  to: 2026-11-27
  label: "Sponsored by Nerva Books"
  words: "A shop that posts books to anybody."
  url: https://books.example/
"""


def faults(text: str) -> list[str]:
    return [str(problem) for problem in parse_sponsors(text)[1]]


def test_a_booking_is_read_whole() -> None:
    text = BOOKING + "  picture: https://books.example/p.jpg\n  alt: A shelf\n  size: 1036x200\n"
    (found,), problems = parse_sponsors(text)
    assert problems == []
    assert found == Sponsor(
        date(2026, 11, 20),
        date(2026, 11, 27),
        "Sponsored by Nerva Books",
        "A shop that posts books to anybody.",
        "https://books.example/",
        "https://books.example/p.jpg",
        "A shelf",
        1036,
        200,
        Mark(1, 3),
    )
    assert parse_sponsors("") == parse_sponsors("# nobody yet\n") == ((), [])


@pytest.mark.parametrize(
    ("day", "is_booked"), [("2026-11-19", False), ("2026-11-20", True), ("2026-11-27", True), ("2026-11-28", False)]
)
def test_first_and_last_day_belong_to_a_booking(day: str, is_booked: bool) -> None:
    assert parse_sponsors(BOOKING)[0][0].is_booked(date.fromisoformat(day)) is is_booked


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            BOOKING.replace("2026-11-27", "Friday"),
            "sponsors.yaml:2:3: error: `to` is no day: `Friday`; write it as `to: 2026-11-27`",
        ),
        (BOOKING.replace("  to: 2026-11-27\n", ""), "sponsors.yaml:1:3: error: the booking has no `to`"),
        (BOOKING.replace("2026-11-27", "2026-11-01"), ":2:3: error: the booking ends on 2026-11-01, before it begins"),
        (BOOKING.replace("label:", "lable:"), ":3:3: error: unknown key `lable` in a booking; did you mean `label`?"),
        (BOOKING.replace('"Sponsored by Nerva Books"', ""), ":1:3: error: the booking has no label; write who pays"),
        (BOOKING.replace("https://books.example/", "ftp://books.example/"), "is no address that a letter can link to"),
        (
            BOOKING + "  picture: https://books.example/p.jpg\n",
            ":6:3: error: nobody says what the picture of the booking",
        ),
        (
            BOOKING.replace("to anybody", "at http://books.example/"),
            ":1:3: error: the words of the booking link to `http://",
        ),
        (BOOKING + "  size: 1x1\n", ":6:3: error: a picture of 1x1 pixels shows nothing"),
        (BOOKING + "  size: large\n", ":6:3: error: `size` must be width x height in pixels, not `large`"),
        ("bookings: none\n", "sponsors.yaml:1:1: error: the file is no list of bookings"),
        ("- words alone\n", "sponsors.yaml:1:3: error: a booking must be `key: value` lines"),
    ],
)
def test_one_fault_is_one_problem_with_its_line(text: str, fault: str) -> None:
    (problem,) = faults(text)
    assert fault in problem
    assert parse_sponsors(text)[1][0].excerpt


def test_all_faults_are_told_at_once() -> None:
    assert (
        len(faults(BOOKING.replace("2026-11-20", "x").replace("2026-11-27", "y") + BOOKING.replace("url:", "link:")))
        == 4
    )


def test_the_edition_of_a_day_has_who_is_booked_for_it() -> None:
    edition, problems = with_sponsor(written(""), parse_sponsors(BOOKING)[0])
    assert (edition.sponsor is not None, problems) == (True, [])
    later = parse_sponsors(BOOKING.replace("2026-11-20", "2026-11-28").replace("2026-11-27", "2026-12-04"))[0]
    assert with_sponsor(written(""), later) == (written(""), [])
    correction = replace(written(""), id="2026-11-27-correction-1")
    assert with_sponsor(correction, parse_sponsors(BOOKING)[0]) == (correction, []), "nobody paid for a correction"


def test_two_bookings_of_one_day_are_a_problem_of_the_second() -> None:
    (problem,) = with_sponsor(written(""), parse_sponsors(BOOKING + BOOKING)[0])[1]
    assert str(problem).startswith("sponsors.yaml:6:3: error: 2026-11-27 is booked already (line 1)")


def test_a_booked_sponsor_who_is_left_out_is_a_problem_of_that_line() -> None:
    (problem,) = with_sponsor(written("without: [sponsor]\n"), parse_sponsors(BOOKING)[0])[1]
    assert str(problem).startswith(
        "editions/2026-11-27.yaml:2:1: error: `without` leaves out the sponsor who is booked"
    )
    assert with_sponsor(written("without: [sponsor]\n"), ())[1] == []
