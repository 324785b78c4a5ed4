"""Bookings of sponsors: who is booked for a day, and every way in which somebody who is booked would not be shown."""

from dataclasses import replace
from datetime import date

import pytest

from digest.edition.sponsor import Sponsor
from digest.edition.sponsors_file import Bookings, parse_sponsors, with_sponsor
from digest.problem import Mark, Problem, in_order
from tests.standins.written import written

BOOKING = """\
- from: 2026-11-20
  to: 2026-11-27
  label: "Sponsored by Nerva Books"
  words: "A shop that posts books to anybody."
  url: https://books.example/
"""


def problems_of(file: Bookings) -> list[Problem]:
    """Return everything that is wrong with the file, from top to bottom."""
    return in_order([*file.problems, *(problem for booking in file.bookings for problem in booking.problems)])


def faults(text: str) -> list[str]:
    return [str(problem) for problem in problems_of(parse_sponsors(text))]


def test_a_booking_is_read_whole() -> None:
    text = BOOKING + "  picture: https://books.example/p.jpg\n  alt: A shelf\n  size: 1036x200\n"
    file = parse_sponsors(text)
    (found,) = file.sponsors
    assert problems_of(file) == []
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
    assert parse_sponsors("") == parse_sponsors("# nobody yet\n") == Bookings()


@pytest.mark.parametrize(
    ("day", "is_booked"), [("2026-11-19", False), ("2026-11-20", True), ("2026-11-27", True), ("2026-11-28", False)]
)
def test_first_and_last_day_belong_to_a_booking(day: str, is_booked: bool) -> None:
    assert parse_sponsors(BOOKING).sponsors[0].is_booked(date.fromisoformat(day)) is is_booked


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            BOOKING.replace("2026-11-27", "Friday"),
            "sponsors.yaml:2:3: error: `to` is no day: `Friday`; write it as `to: 2026-11-27`",
        ),
        (BOOKING.replace("  to: 2026-11-27\n", ""), "sponsors.yaml:1:3: error: the booking has no `to`"),
        (BOOKING.replace("2026-11-27", "2026-11-01"), ":2:3: error: the booking ends on 2026-11-01, before it begins"),
        (BOOKING + "  price: 300\n", ":6:3: error: unknown key `price` in a booking; did you mean `picture`?"),
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
    assert problems_of(parse_sponsors(text))[0].excerpt


def test_all_faults_are_told_at_once() -> None:
    assert (
        len(
            faults(
                BOOKING.replace("2026-11-20", "x").replace("2026-11-27", "y") + BOOKING.replace("  url:", "  price:")
            )
        )
        == 4
    )


def test_the_edition_of_a_day_has_who_is_booked_for_it() -> None:
    edition, problems = with_sponsor(written(""), parse_sponsors(BOOKING))
    assert (edition.sponsor is not None, problems) == (True, [])
    later = parse_sponsors(BOOKING.replace("2026-11-20", "2026-11-28").replace("2026-11-27", "2026-12-04"))
    assert with_sponsor(written(""), later) == (written(""), [])
    correction = replace(written(""), id="2026-11-27-correction-1")
    assert with_sponsor(correction, parse_sponsors(BOOKING)) == (correction, []), "nobody paid for a correction"


def test_two_bookings_of_one_day_are_a_problem_of_the_second() -> None:
    (problem,) = with_sponsor(written(""), parse_sponsors(BOOKING + BOOKING))[1]
    assert str(problem).startswith("sponsors.yaml:6:3: error: 2026-11-27 is booked already (line 1)")


def test_a_booked_sponsor_who_is_left_out_is_a_problem_of_that_line() -> None:
    (problem,) = with_sponsor(written("without: [sponsor]\n"), parse_sponsors(BOOKING))[1]
    assert str(problem).startswith(
        "editions/2026-11-27.yaml:2:1: error: `without` leaves out the sponsor who is booked"
    )
    assert with_sponsor(written("without: [sponsor]\n"), Bookings())[1] == []


PAST = BOOKING.replace("2026-11-20", "2026-02-06").replace("2026-11-27", "2026-02-28")


@pytest.mark.parametrize(
    "past",
    [
        PAST.replace("2026-02-28", "2026-02-30"),
        PAST.replace("2026-02-28", "31.02.2026"),
        PAST.replace("2026-02-06", "first of the month"),
        PAST.replace("2026-02-06", "2026-02-28").replace("to: 2026-02-28", "to: 2026-02-06"),
        PAST.replace("https://books.example/", "ftp://books.example/"),
        PAST.replace("label:", "payer:"),
        PAST.replace('"Sponsored by Nerva Books"', '"Sponsored by Nerva'),
        PAST.replace("2026-02", "2027-02").replace("2027-02-28", "tomorrow"),
    ],
)
def test_a_fault_in_a_booking_of_other_days_is_a_warning_and_this_weeks_sponsor_stays(past: str) -> None:
    edition, problems = with_sponsor(written(""), parse_sponsors(past + BOOKING))
    assert edition.sponsor is not None
    assert [problem.severity for problem in problems] == ["warning"] * len(problems) != []
    assert all(problem.mark.line < 6 for problem in problems)


@pytest.mark.parametrize(
    "unsure",
    [
        BOOKING.replace("2026-11-27", "2026-11-31"),
        BOOKING.replace("2026-11-27", "tomorrow"),
        BOOKING.replace("2026-11-20", "11/20/2026"),
        BOOKING.replace("2026-11-20", "2026-11-28"),
        BOOKING.replace("  to: 2026-11-27\n", ""),
        BOOKING.replace("label:", "payer:"),
        BOOKING.replace('"Sponsored by Nerva Books"', '"Sponsored by Nerva'),
        PAST + BOOKING.replace("- from:", "  from:"),
    ],
)
def test_a_booking_that_may_be_of_the_editions_day_stops_the_letter(unsure: str) -> None:
    edition, problems = with_sponsor(written(""), parse_sponsors(unsure))
    assert edition.sponsor is None
    assert "error" in [problem.severity for problem in problems]


def test_what_editors_type_is_understood_as_in_an_edition() -> None:
    typed = """\
---
-\tfrom: 20.11.2026
\tTo: 2026-11-27
\tlabel: “Sponsored by: Nerva Books”
\twords: A shop: it posts books
\t    to #anybody.
\turl: http://books.example/?utm_source=gazette
"""
    file = parse_sponsors(typed)
    (found,) = file.sponsors
    assert (found.first, found.last) == (date(2026, 11, 20), date(2026, 11, 27))
    assert (found.label, found.words) == ("Sponsored by: Nerva Books", "A shop: it posts books to #anybody.")
    assert found.url == "https://books.example/?utm_source=gazette"
    told = [str(problem) for problem in problems_of(file)]
    assert all("warning: " in one and "digest fmt" not in one for one in told)
    assert any("`20.11.2026` was read as the day 2026-11-20" in one for one in told)
    assert any("`http://` was read as `https://`" in one for one in told)


def test_an_unclear_line_is_shown_with_its_place_and_how_to_write_it() -> None:
    (problem,) = problems_of(parse_sponsors(BOOKING.replace('"Sponsored by Nerva Books"', '"Sponsored by Nerva')))
    assert str(problem).startswith('sponsors.yaml:3:10: error: the " that opens here is never closed')
    assert 'label: "Sponsored by Nerva"' in problem.excerpt


def test_a_line_between_two_bookings_ends_neither() -> None:
    between = PAST + "---\n" + BOOKING
    assert len(parse_sponsors(between).sponsors) == 2
