"""Ids of editions: a letter's day, and corrections of it."""

from datetime import date

import pytest

from digest.calendar.edition_id import EditionId, corrected, edition_date, is_special, read_edition_id


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-11-27", EditionId(date(2026, 11, 27))),
        ("2026-11-27-correction-1", EditionId(date(2026, 11, 27), 1)),
        ("2026-11-27-correction-9", EditionId(date(2026, 11, 27), 9)),
        ("2026-11-27-special", EditionId(date(2026, 11, 27), is_special=True)),
        ("2026-11-27-special-correction-2", EditionId(date(2026, 11, 27), 2, is_special=True)),
    ],
)
def test_an_id_says_its_day_and_which_correction_it_is(text: str, found: EditionId) -> None:
    assert read_edition_id(text) == found
    assert str(found) == text


@pytest.mark.parametrize(
    "text",
    [
        *("2026-11-31", "20261127", "2026-W48-5", "../x", "", "2026-11-27-", "2026-11-27-correction"),
        *("2026-11-27-correction-0", "2026-11-27-correction-10", "2026-11-27-Correction-1", "２０２６-11-27"),
        *("2026-11-27-correction-1/..", "2026-11-27\n", "2026-11-27-Special", "2026-11-27-special-1"),
        *("2026-11-27-correction-1-special", "2026-11-27-specialcorrection-1"),
    ],
)
def test_nothing_else_is_an_id(text: str) -> None:
    assert read_edition_id(text) is None
    assert edition_date(text) is None
    assert corrected(text) == ""


def test_a_correction_is_of_the_letter_of_its_day() -> None:
    assert corrected("2026-11-27-correction-2") == "2026-11-27"
    assert corrected("2026-11-27") == corrected("2026-11-27-special") == ""
    assert corrected("2026-11-27-special-correction-2") == "2026-11-27-special"
    assert edition_date("2026-11-27-correction-2") == date(2026, 11, 27)


def test_a_special_one_is_beside_its_days_own() -> None:
    assert is_special("2026-11-27-special")
    assert not is_special("2026-11-27")
    assert not is_special("2026-11-27-special-correction-1")
    assert edition_date("2026-11-27-special") == date(2026, 11, 27)
