"""A number of readers as people type it: thousands parted in any way, and nothing else."""

import pytest

from digest.web.desk.typed_readers import typed_readers


@pytest.mark.parametrize(
    ("typed", "readers"),
    [
        ("870", 870),
        (" 12,345 ", 12_345),
        ("12.345", 12_345),
        ("12\u202f345", 12_345),
        ("12’345", 12_345),
        ("0", 0),
        ("", None),
        ("many", None),
        ("-3", None),
        ("٣", None),
        ("9" * 5_000, None),
    ],
)
def test_thousands_may_be_parted_and_what_is_no_number_is_none(typed: str, readers: int | None) -> None:
    assert typed_readers({"readers": typed}) == readers


def test_a_field_that_was_not_sent_is_no_number() -> None:
    assert typed_readers({}) is None
