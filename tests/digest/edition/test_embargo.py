"""Picks that go live at a set time: which times are any, when their pages are asked for, what an answer means."""

from datetime import timedelta

import pytest

from digest.calendar.plan import Plan
from digest.edition.embargo import ASKED_BEFORE, Answer, embargo_problems, is_asked, live_from, meaning
from digest.edition.model import Edition, Pick, Section
from digest.edition.picks_file import parse
from digest.problem import Mark, Severity
from tests.standins.time import utc

PLAN = Plan(zone="Europe/Riga")
DUE = utc("2026-11-27 05:00")


def edition(written: str, name: str = "2026-11-27", kind: str = "regular") -> Edition:
    pick = Pick("https://lantern.example/a", live_from=written, mark=Mark(4, 9), marks={"live_from": Mark(5, 9)})
    return Edition(name, f"editions/{name}.yaml", "S", (Section("N", (pick,)),), kind=kind)


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        *((status, Answer.GO) for status in (200, 203, 206)),
        *((status, Answer.HOLD) for status in (404, 410)),
        *((status, Answer.WARN) for status in (0, 304, 401, 403, 408, 418, 429, 451, 500, 502, 503, 504, 599)),
    ],
)
def test_only_an_answer_that_there_is_no_such_page_holds_a_letter(status: int, answer: Answer) -> None:
    assert meaning(status) is answer


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2026-11-27 06:30", "2026-11-27 04:30"),
        ("2026-11-27T06:30:15", "2026-11-27 04:30:15"),
        ("2026-11-27 06:30+01:00", "2026-11-27 05:30"),
        ("2026-11-27T06:30Z", "2026-11-27 06:30"),
        ("2026-11-27", "2026-11-26 22:00"),
        (" 2026-07-03 06:30 ", "2026-07-03 03:30"),
    ],
)
def test_a_time_without_a_zone_is_on_the_newsrooms_clock(written: str, instant: str) -> None:
    assert live_from(Pick("https://lantern.example/a", live_from=written), "Europe/Riga") == utc(instant)


@pytest.mark.parametrize(
    "written", ["soon", "06:30", "27.11.2026 06:30", "2026-11-31", "0001-01-01", "9999-12-31T23:59-12:00"]
)
def test_what_is_no_time_is_one_clear_problem(written: str) -> None:
    (problem,) = embargo_problems(edition(written), PLAN)
    assert str(problem) == (
        f"editions/2026-11-27.yaml:5:9: error: `live_from` must be a day and time, not `{written}`; write it as "
        "2026-11-27 06:00, on the newsroom's clock, or with its zone, 2026-11-27 06:00+02:00"
    )


@pytest.mark.parametrize("written", ["2026-11-27 07:01", "2026-11-27T05:00:01Z", "2027-01-01"])
def test_a_page_that_goes_live_after_the_letter_is_a_problem(written: str) -> None:
    (problem,) = embargo_problems(edition(written), PLAN)
    assert problem.severity is Severity.ERROR
    assert "goes live on" in problem.what
    assert "the letter goes out before that" in problem.what


@pytest.mark.parametrize("written", ["", "2026-11-27 07:00", "2026-11-27 06:00", "2020-01-01"])
def test_a_page_that_goes_live_by_then_or_long_ago_is_none(written: str) -> None:
    assert list(embargo_problems(edition(written), PLAN)) == []


def test_a_letter_without_a_set_time_has_no_end_of_an_embargo() -> None:
    assert list(embargo_problems(edition("2027-01-01", kind="special"), PLAN)) == []
    assert list(embargo_problems(edition("2027-01-01", name="2026-11-25"), PLAN)) == []


def test_a_page_is_asked_for_from_half_an_hour_before_the_letter_and_not_before_it_is_live() -> None:
    second = timedelta(seconds=1)
    early, late = DUE - timedelta(days=1), DUE - timedelta(minutes=5)
    assert not is_asked(early, DUE, DUE - ASKED_BEFORE - second)
    assert is_asked(early, DUE, DUE - ASKED_BEFORE)
    assert not is_asked(late, DUE, late - second)
    assert is_asked(late, DUE, late)
    assert is_asked(DUE, DUE, DUE)


def test_the_time_is_read_from_the_picks_file_with_its_place() -> None:
    text = "subject: S\nsections:\n  - name: N\n    picks:\n      - url: https://lantern.example/a\n        live_from: 2026-11-27 06:30\n"
    read, problems = parse(text, "f", "2026-11-27")
    assert problems == []
    assert read is not None
    (pick,) = read.picks()
    assert (pick.live_from, pick.mark_of("live_from")) == ("2026-11-27 06:30", Mark(6, 9))
