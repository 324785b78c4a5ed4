"""Text from outside: what goes, what stays, and that both halves of the program do the same."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.characters import one_line, several_lines, without_invisible
from subscribers.policy import characters as subscribers_characters

FAMILY = "Family day 👨‍👩‍👧 in Riga"
PERSIAN = "مردم می‌خواهند رأی بدهند"
GOES = "\u00ad\u200b\u2060\ufeff"
STAYS = "\u200c\u200d\u200e\u200f\u061c\ufe0f"
DIRECTED = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Bundes\u00adverfassungs\u00adgericht", "Bundesverfassungsgericht"),
        ("zero\u200bwidth\u2060\ufeff", "zerowidth"),
        (FAMILY, FAMILY),
        (PERSIAN, PERSIAN),
        ("שלום\u200f!", "שלום\u200f!"),
        (
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        ),
        ("Cafe\u0301", "Café"),
        ("tab\tand\x00null", "tab and null"),
        (" a\r\n\u2028 b\u0085c ", "a b c"),
        ("58\u00a0Cent", "58 Cent"),
        ("half \ud83d emoji \uffff", "half emoji"),
        ("\u200f \u202e", ""),
        ("", ""),
    ],
)
def test_text_becomes_one_line_with_its_words_whole(text: str, line: str) -> None:
    assert one_line(text) == line


@pytest.mark.parametrize(
    ("text", "paired"),
    [
        ("a\u202eb", "a\u202eb\u202c"),
        ("a\u202cb\u2069", "ab"),
        ("\u2067a\u202bb\u2069c", "\u2067a\u202bb\u202c\u2069c"),
        ("\u2068a\u202cb\u2069", "\u2068ab\u2069"),
        ("\u202a\u2066x", "\u202a\u2066x\u2069\u202c"),
        ("\u2067whole\u2069", "\u2067whole\u2069"),
    ],
)
def test_every_direction_that_is_opened_is_closed_and_no_other(text: str, paired: str) -> None:
    assert one_line(text) == paired


def is_balanced(text: str) -> bool:
    awaited: list[str] = []
    for sign in text:
        if sign in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068":
            awaited.append("\u2069" if sign >= "\u2066" else "\u202c")
        elif sign in "\u202c\u2069" and (not awaited or awaited.pop() != sign):
            return False
    return not awaited


rough = st.text(st.sampled_from(f"aé{GOES}{STAYS}{DIRECTED} \n\t\u2028\x00\u0301") | st.characters())


@given(rough)
def test_a_cleaned_text_is_balanced_visible_or_empty_and_stays_as_it_is(text: str) -> None:
    line = one_line(text)
    assert is_balanced(line)
    assert not set(line) & set(GOES)
    assert not [sign for sign in line if unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp")]
    assert unicodedata.is_normalized("NFC", line)
    assert one_line(line) == line
    assert all(is_balanced(kept) for kept in several_lines(text).split("\n"))


def test_lines_stay_where_there_are_several() -> None:
    assert several_lines("\n one\u00ad \r\n\r\ntwo\u202e\rthree\n") == "one \n\ntwo\u202e\u202c\nthree"
    assert several_lines("one \n \t\n\u00a0\u200b\ntwo") == "one \n\n\ntwo"
    assert several_lines("\u200f\n\u200d") == ""


def test_an_address_loses_nothing_but_what_leaves_no_trace() -> None:
    assert without_invisible("https://example.org/\u200bcafe\u0301") == "https://example.org/cafe\u0301"


def test_subscribers_do_the_same_with_every_character_there_is() -> None:
    for first in range(0, 0x110000, 0x100):
        block = "".join(f"a{chr(number)}b" for number in range(first, first + 0x100))
        assert subscribers_characters.one_line(block) == one_line(block)


@given(rough)
def test_subscribers_do_the_same_with_any_text(text: str) -> None:
    assert subscribers_characters.one_line(text) == one_line(text)
