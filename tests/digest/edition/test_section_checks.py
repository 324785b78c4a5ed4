"""What is said of sections: empty ones, those that wait to be filled, and those that the program filled."""

import pytest

from digest.edition.checks import Rules, check
from digest.edition.lock import Lock
from digest.edition.picks_file import parse
from digest.problem import Severity

SITE = "https://lantern.example"


def said(fill: str, picks: str) -> list[tuple[Severity, str]]:
    text = f'subject: "S"\nsections:\n  - name: News\n{fill}{picks}'
    edition, problems = parse(text, "f", "2026-11-27")
    assert edition is not None
    assert problems == []
    found = check(edition, Lock("2026-11-27", ()), Rules())
    return [(one.severity, f"{one.what}; {one.remedy}") for one in found if "section" in one.what]


PICK = f"    picks:\n      - {SITE}/a\n"


@pytest.mark.parametrize("picks", [PICK, "    picks:\n", ""])
def test_a_section_that_waits_to_be_filled_stops_the_letter_whatever_else_it_has(picks: str) -> None:
    ((severity, words),) = said("    fill: {up_to: 3}\n", picks)
    assert severity is Severity.ERROR
    assert "the section `News` was not filled yet; run `digest lock 2026-11-27` and look at what it picks" in words


def test_what_the_program_filled_is_said_so_that_somebody_looks_at_it() -> None:
    ((severity, words),) = said("    fill: {up_to: 3, filled: 2026-11-26}\n", PICK)
    assert severity is Severity.WARNING
    assert "was filled by the program on 2026-11-26 and has 1 pick now; look whether that is what you want" in words


def test_a_section_of_which_nothing_is_left_stops_the_letter() -> None:
    ((severity, words),) = said("    fill: {up_to: 3, filled: 2026-11-26}\n", "    picks:\n")
    assert severity is Severity.ERROR
    assert "nothing is left of what the section `News` was filled with" in words


def test_a_section_without_picks_or_fill_is_empty() -> None:
    ((severity, words),) = said("", "    picks:\n")
    assert (severity, words) == (Severity.ERROR, "the section `News` is empty; add picks, or delete the section")
