"""Header values: read back as they were meant by the standard library, within the limits of a line, one header each."""

from email import message_from_bytes
from email.headerregistry import Address
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.mime.headers import LINE_LIMIT, phrase, unstructured

printable = st.text(st.characters(exclude_categories=("C", "Z")) | st.just(" "), min_size=1, max_size=200).map(
    lambda text: " ".join(text.split())
)


def read_back(header: str) -> tuple[list[str], str]:
    message = message_from_bytes(f"Subject: {header}\r\n\r\n".encode(), policy=default)
    return message.keys(), str(message["Subject"])


@given(printable)
def test_any_text_is_read_back_as_one_header_in_short_lines(text: str) -> None:
    header = unstructured(text)
    assert read_back(header) == (["Subject"], text)
    assert header.isascii()
    if header != text:
        assert max(len(line) for line in header.split("\r\n ")) <= 75, "the limit of an encoded word (RFC 2047, 2)"


def test_harmless_ascii_stays_readable_up_to_a_line() -> None:
    longest = "x" * (LINE_LIMIT - 101)
    assert unstructured(longest) == longest
    assert unstructured(longest + "x").startswith("=?utf-8?b?")
    assert unstructured("Vote: 5% of = 3?") == "Vote: 5% of = 3?"


@pytest.mark.parametrize(
    "text", ["x\r\nBcc: all@example.org", "x\x00y", "x\ny", "x\u2028y", "=?utf-8?q?x=0D=0ABcc:_all?="]
)
def test_nothing_ends_a_line_or_is_decoded_by_somebody_else(text: str) -> None:
    header = unstructured(text)
    assert header.isascii()
    assert header.replace("\r\n ", "").isprintable()
    keys, value = read_back(header)
    assert keys == ["Subject"]
    assert value == "".join(sign if sign.isprintable() else " " for sign in text)


@pytest.mark.parametrize(
    "text",
    [
        "Family day 👨‍👩‍👧 in Riga",
        "مردم می‌خواهند",
        "שלום\u200f!",
        "\u2067مردم\u2069 in Riga",
        "Rund\u00adfunk",
        "zero\u200bwidth",
        "豈 e\u0301",
    ],
)
def test_what_shapes_words_is_read_back_unchanged(text: str) -> None:
    assert read_back(unstructured(text)) == (["Subject"], text)
    assert read_back(phrase(text)) == (["Subject"], text)


def test_a_name_cannot_begin_a_header_either() -> None:
    assert phrase("a,\r\nBcc: all@example.org") == '"a,  Bcc: all@example.org"'
    assert phrase("La\u00a0Lanterne") == "La Lanterne"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("The Lantern", "The Lantern"),
        ("The Lantern, Inc.", '"The Lantern, Inc."'),
        ('The "Lantern"', '"The \\"Lantern\\""'),
        ("A\\B", '"A\\\\B"'),
        ("Фонарь", "=?utf-8?b?0KTQvtC90LDRgNGM?="),
        ("=?utf-8?b?eA==?=", "=?utf-8?b?PT91dGYtOD9iP2VBPT0/PQ==?="),
    ],
)
def test_a_name_is_written_plainly_quoted_or_encoded_and_read_back(name: str, written: str) -> None:
    assert phrase(name) == written
    message = message_from_bytes(f"From: {written} <friday@lantern.example>\r\n\r\n".encode(), policy=default)
    (address,) = message["From"].addresses
    assert address == Address(name, "friday", "lantern.example")


@pytest.mark.parametrize("sign", list('()<>@,;:.[]"\\'))
def test_each_sign_that_has_a_meaning_in_an_address_is_quoted(sign: str) -> None:
    assert phrase(f"a{sign}b").startswith('"a')
