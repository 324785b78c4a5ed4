"""The masthead tells the letter's number before its date."""

import re
from dataclasses import replace

import pytest

from tests.standins.written import letter_of, written


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "No. 142 · November 27, 2026"),
        ("ru", "№ 142 · 27 ноября 2026 г."),
        ("uk", "№ 142 · 27 листопада 2026 р."),
    ],
)
def test_the_number_stands_before_the_date_in_both_parts(language: str, line: str) -> None:
    found = letter_of("number: 142\n", language=language)
    assert f">{line} · <a" in found.html.replace("\u202f", " ").replace("\xa0", " ")
    assert f"\n{line}\n" in found.text.replace("\u202f", " ").replace("\xa0", " ")


def test_without_a_number_the_date_stands_alone() -> None:
    found = letter_of("")
    assert ">November 27, 2026 · <a" in found.html
    assert "No." not in found.html + found.text


def test_a_number_is_words_and_no_markup() -> None:
    found = letter_of("number: '<b>1</b> & 2'\n")
    assert "No. &lt;b&gt;1&lt;/b&gt; &amp; 2 · November" in found.html
    assert "No. <b>1</b> & 2 · November" in found.text


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Correction to the letter of November 27, 2026"),
        ("ru", "Исправление к письму от 27 ноября 2026 г."),
        ("uk", "Виправлення до листа від 27 листопада 2026 р."),
    ],
)
def test_a_correction_says_which_letter_it_is_about(language: str, line: str) -> None:
    own = replace(written(""), id="2026-11-27-correction-1")
    found = letter_of("", language=language, own=own)
    page = "https://letter.lantern.example/editions/2026-11-27"
    assert re.search(rf'href="{page}" [^>]*>{line}</a> · <a', found.html.replace("\u202f", " ").replace("\xa0", " "))
    assert f"\n{line}\n{page}\n" in found.text.replace("\u202f", " ").replace("\xa0", " ")
