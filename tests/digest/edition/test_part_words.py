"""What editors write in any part is looked at as the words of picks are."""

import pytest

from digest.edition.checks import Rules, check
from digest.edition.lock import Lock
from tests.standins.full_edition import EVERY_KEY
from tests.standins.letters import EDITION
from tests.standins.written import parsed, written


def found(keys: str) -> list[str]:
    return [str(problem) for problem in check(written(keys), Lock(EDITION, ()), Rules())]


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("quote: {text: 'T', by: '<b>B</b>'}\n", ":2:1: warning: the by of the quote has the HTML `<b>`"),
        (
            "most_read: [{title: '*T*', url: 'https://e.example/'}]\n",
            ":2:13: warning: the title of the most-read article",
        ),
        ("briefs: ['See http://e.example/x']\n", ":2:10: error: the brief links to `http://e.example/x`"),
        ("events: [{title: 'See http://e.example/x', when: W}]\n", ":2:10: error: the title of the event links to"),
    ],
)
def test_marks_and_bad_addresses_in_a_part_are_told_with_their_place(keys: str, words: str) -> None:
    assert [problem for problem in found(keys) if words in problem], found(keys)


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ("podcasts:\n  - {title: T, url: 'https://e.example/', picture: 'https://e.example/p.jpg'}\n", 3),
        ("note:\n  text: T\n  portrait: https://e.example/p.jpg\n", 2),
    ],
)
def test_a_picture_without_words_is_told_as_left_out(keys: str, line: int) -> None:
    told = [problem for problem in found(keys) if "left out because nobody says" in problem]
    assert len(told) == 1
    assert f"(line {line})" in told[0]


def test_an_edition_of_everything_has_no_fault_in_its_parts() -> None:
    assert [
        problem for problem in found(EVERY_KEY) if "never read" not in problem and "the pick has no" not in problem
    ] == []


def test_a_part_that_needs_more_than_words_says_so_where_it_has_words_alone() -> None:
    (problem,) = parsed("number_of_the_week: '201 km of river'\n")[1]
    assert str(problem).endswith(
        'write below its key, further right: `figure: "201 km of river"`, and below that `text: "..."`'
    )
