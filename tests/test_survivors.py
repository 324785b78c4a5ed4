"""The list of mutants that may live speaks of lines that are there: a reason for a line that is gone excuses nothing."""

from pathlib import Path

import pytest

from tests.mutants.model import known_survivors, one_line

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("file", sorted({file for file, _, _ in known_survivors()}))
def test_every_line_that_may_be_changed_unnoticed_is_still_there(file: str) -> None:
    source = one_line((ROOT / file).read_text(encoding="utf-8"))
    listed = {original for of, original, _ in known_survivors() if of == file}
    assert {original for original in listed if one_line(original) not in source} == set()
