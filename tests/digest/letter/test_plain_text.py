"""Lines of the text part are short, and no word is broken."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.letter.plain_text import WIDTH, apart, capitals, wrap

SIGNS = "\u200e\u200f"
"""What keeps a line of Hebrew running where its paragraph does."""
WORDS = st.lists(st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=90), max_size=60)


@given(WORDS)
def test_a_paragraph_has_the_lines_that_textwrap_gives(words: list[str]) -> None:
    text = " ".join(words)
    lines = textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)
    assert [line.lstrip(SIGNS) for line in wrap(text).split("\n")] == (lines or [""])


def test_paragraphs_stay_apart_and_an_address_stays_whole() -> None:
    address = "https://lantern.example/" + "a" * WIDTH
    text = f"{'word ' * 20}see {address} and on\n\nThe  next one."
    lines = wrap(text).split("\n")
    assert lines[-2:] == ["", "The  next one."]
    assert [line for line in lines if len(line) > WIDTH] == [address]
    assert "\n".join(lines).split() == text.split()


@given(WORDS, st.sampled_from(["* ", "-> ", "  "]))
def test_behind_a_mark_lines_hang_below_the_first_word(words: list[str], mark: str) -> None:
    lines = textwrap.wrap(" ".join(words), WIDTH - len(mark), break_long_words=False, break_on_hyphens=False)
    assert wrap(" ".join(words), mark) == mark + f"\n{' ' * len(mark)}".join(lines or [""])


def test_parts_stand_one_blank_line_apart_whatever_they_end_in() -> None:
    assert apart(["\na\n\n\n", "", "\n", "  b\n \n\n\nc", "d"]) == "a\n\n  b\n\nc\n\nd"


@pytest.mark.parametrize(
    ("words", "language", "shown"),
    [
        ("Opinion", "en", "OPINION"),
        ("Мнения", "ru", "МНЕНИЯ"),
        ("Seçim", "tr", "Seçim"),
        ("Άποψη", "el", "Άποψη"),
        ("აზრი", "ka", "აზრი"),
        ("აზრი", "en", "აზრი"),
    ],
)
def test_names_are_in_capitals_where_everybody_can_read_them(words: str, language: str, shown: str) -> None:
    assert capitals(words, language) == shown
