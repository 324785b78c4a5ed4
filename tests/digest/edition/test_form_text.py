"""A file's text comes back out of a form as it went in."""

import base64
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.edition.form_text import packed, unpacked, with_ends_of
from tests.standins.chance import examples


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
@settings(max_examples=examples(50))
def test_it_is_the_same_to_the_byte_and_no_browser_changes_it(text: str) -> None:
    field = packed(text)
    assert not set(field) & set("\r\n+/ &<>\"'")
    assert unpacked(field) == text


@pytest.mark.parametrize(
    "value",
    ["", "x", "ä", "eJw", "====", packed("text")[:-6], base64.b64encode(zlib.compress(bytes(3_000_000))).decode()],
)
def test_what_is_no_such_text_is_none(value: str) -> None:
    assert unpacked(value) is None


def test_lines_of_a_field_end_as_those_of_the_file() -> None:
    assert with_ends_of("a\r\nb\r\n", "x\ny") == "a\nb\n"
    assert with_ends_of("a\nb\r\n", "x\r\ny") == "a\r\nb\r\n"
    assert with_ends_of("a\r\nb", "") == "a\nb"
