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


def below(key: str, more: str) -> list[str]:
    """Return the errors of a file whose last lines, below `key`, are `more`."""
    text = f'subject: "S"\nsections:\n  - name: News\n    picks:\n      - https://a.example/1\n{key}:\n  - "A word."\n{more}'
    edition, problems = parse(text, "f", "2026-11-27")
    assert edition
    found = [*problems, *check(edition, Lock("2026-11-27", ()), Rules(), {})]
    return [f"{one.mark.line}: {one.what}" for one in found if "stands below" in one.what]


@pytest.mark.parametrize("key", ["corrections", "briefs"])
@pytest.mark.parametrize(
    "section",
    [
        "  - name: Culture\n    picks:\n      - https://a.example/2\n",
        "  - name: Culture\n    look: opinion\n    picks:\n      - https://a.example/2\n      - https://a.example/3\n",
        "  - Culture:\n      - https://a.example/2\n",
        "  - Arts & Books:\n    - https://a.example/2\n    - https://a.example/3\n",
    ],
)
def test_a_section_below_a_list_of_sentences_is_said_and_mailed_to_nobody(key: str, section: str) -> None:
    (said,) = below(key, section)
    assert said.startswith(f"8: a section stands below `{key}:`, and is read as one of them: `")


@pytest.mark.parametrize(
    "sentence",
    [
        '  - "We wrote 201: it is 210 - https://a.example/2"\n',
        '  - "See our correction - https://a.example/2"\n',
        '  - "Corrected: https://a.example/2"\n',
        '  - "Names: - https://a.example/2 said so, and others picks: none."\n',
        "  - text: Last week we named the wrong river.\n    url: https://a.example/2\n",
        "  - https://a.example/2\n",
    ],
)
def test_a_correction_that_has_links_in_it_is_one(sentence: str) -> None:
    assert below("corrections", sentence) == []
