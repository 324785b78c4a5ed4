"""What readers would see otherwise than its editor thinks is a warning at its place."""

import pytest

from digest.edition.model import Brief, Edition, Note, NumberOfTheWeek, Pick, Quote, Section
from digest.edition.wording import MOST_LARGE_WORDS, wording
from digest.problem import Mark, Severity

PLACE = Mark(7, 9)


def told(**pick: object) -> list[str]:
    marks = dict.fromkeys(pick, PLACE)
    chosen = Pick("https://example.org/a", marks=marks, **pick)  # type: ignore[arg-type]
    found = list(wording(Edition("2026-11-27", "f", "S", (Section("News", (chosen,)),))))
    assert all(problem.severity is Severity.WARNING and problem.mark == PLACE for problem in found)
    return [problem.what for problem in found]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("The <b>vote</b>", "HTML `<b>`"),
        ("The vote<br/>is open", "HTML `<br/>`"),
        ('See <a href="https://example.org">this</a>', 'HTML `<a href="https://example.org">`'),
        ("Orel&nbsp;votes", "HTML `&nbsp;`"),
        ("**Exclusive:** votes", "Markdown `**`"),
        ("*Exclusive* votes", "Markdown `*`"),
        ("_Exclusive_ votes", "Markdown `*`"),
        ("See [this](https://example.org/b)", "Markdown link `[ ]( )`"),
        ("`code` is law", "Markdown backticks"),
    ],
)
def test_marks_of_html_and_markdown_in_plain_words(text: str, mark: str) -> None:
    (what,) = told(summary=text)
    assert what.startswith("the summary has the ")
    assert mark in what
    assert told(title=text)


@pytest.mark.parametrize(
    "text",
    [
        "5 * 3 * 2",
        "a < b and b > c",
        "AT&T; R&D",
        "#MeToo",
        "- dash",
        "snake_case_name",
        "[Opinion] Orel",
        "2 ** 3",
        "> 1,000",
    ],
)
def test_signs_that_are_no_marks_need_no_word(text: str) -> None:
    assert told(title=text, summary=text, alt=text) == []


def test_an_address_in_a_headline_or_summary_is_printed_as_it_stands() -> None:
    (what,) = told(summary="More at https://example.org/b today")
    assert "`https://example.org/b`" in what
    assert told(summary="More at http://example.org/b today") == []  # an error already


def test_topics_beyond_the_last_that_is_shown() -> None:
    assert told(topics=("a", "b", "c")) == []
    assert told(topics=("a", "b", "c", "d", "e")) == ["the pick has 5 topics, and its card shows the first 3"]


def test_a_section_in_two_pieces_and_marks_in_other_words() -> None:
    sections = (Section("News", (), Mark(3, 5)), Section("news", (), Mark(9, 5)))
    note, brief = Note("A <b>bold</b> *word* <https://example.org>"), Brief("**Brief** with a <br>", mark=Mark(12, 3))
    edition = Edition("x", "f", "<i>S</i>", sections, note=note, briefs=(brief,), marks={"note": Mark(2, 1)})
    assert [(problem.mark.line, problem.what.partition(" has ")[0]) for problem in wording(edition)] == [
        (1, "the subject"),
        (2, "the note"),
        (12, "the brief"),
        (9, "the section `news` stands here a second time (first on line 3)"),
    ]
    assert list(wording(Edition("x", "f", "S", (), note=Note("See <https://example.org/a>")))) == []


def test_a_quote_or_a_number_that_fills_a_screen() -> None:
    marks = {"quote": Mark(21, 1), "number_of_the_week": Mark(17, 1)}
    for length, lines in ((MOST_LARGE_WORDS, []), (3_000, [21, 17])):
        words = "a" * length
        parts = Edition(
            "x", "f", "S", (), quote=Quote(words), number_of_the_week=NumberOfTheWeek("201", words), marks=marks
        )
        found = list(wording(parts))
        assert [problem.mark.line for problem in found] == lines
        assert all(problem.severity is Severity.WARNING and "3000 characters" in problem.what for problem in found)
