"""A language is known by its code, and by its name."""

import pytest

from digest.edition.language_code import language_code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ru", "ru"),
        ("RU", "ru"),
        ("ua", "uk"),
        ("eng", "en"),
        ("pt_BR", "pt-BR"),
        ("zh-Hans", "zh-Hans"),
        ("sah", "sah"),
        ("Russian", "ru"),
        ("русский", "ru"),
        ("Українська", "uk"),
        ("українська", "uk"),
        ("Russisch", "ru"),
        ("Eesti", "et"),
        ("xx", ""),
        ("Elvish language", ""),
    ],
)
def test_codes_and_names(typed: str, code: str) -> None:
    assert language_code(typed) == code
