"""Counts in messages read well whatever they are."""

import pytest

from digest.counted import counted


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 cells"), (1, "1 cell"), (2, "2 cells"), (11, "11 cells"), (1_001, "1,001 cells")]
)
def test_one_is_singular_and_all_else_plural(number: int, words: str) -> None:
    assert counted(number, "cell") == words
    assert counted(number, "delivery", "deliveries").split()[1] == ("delivery" if number == 1 else "deliveries")
