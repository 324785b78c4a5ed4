"""Tokens name a reader and nothing else, and nobody can make one up."""

import base64
import hmac
import secrets
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.policy.keyring import Generation, Keyring
from subscribers.policy.tokens import (
    LENGTH,
    RANDOM_BYTES,
    RANDOM_LENGTH,
    Purpose,
    make,
    make_all,
    read_mailbox,
    read_token,
    unglued,
)

KEYRING = Keyring(b"i" * 32, 1, {1: Generation(b"a" * 64, b"t" * 32)})
ROTATED = Keyring(b"i" * 32, 2, {**KEYRING.generations, 2: Generation(b"b" * 64, b"u" * 32)})
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@given(st.binary(min_size=12, max_size=12))
def test_a_token_reads_back_for_its_own_purpose_alone(reader: bytes) -> None:
    token = make(KEYRING, Purpose.LETTER, reader)
    assert len(token) == LENGTH
    assert set(token) <= set(ALPHABET)
    assert read_token(KEYRING, Purpose.LETTER, token) == reader
    assert read_token(KEYRING, cast("Purpose", "another"), token) is None
    assert read_token(ROTATED, Purpose.LETTER, token) == reader


@given(st.lists(st.tuples(st.binary(min_size=12, max_size=12), st.integers(0, 255)), max_size=4))
def test_a_token_tells_the_mailbox_it_was_mailed_to(readers: list[tuple[bytes, int]]) -> None:
    tokens = make_all(KEYRING, Purpose.LETTER, [reader for reader, _ in readers], [moves for _, moves in readers])
    assert [read_token(KEYRING, Purpose.LETTER, token) for token in tokens] == [reader for reader, _ in readers]
    assert [read_mailbox(KEYRING, Purpose.LETTER, token) for token in tokens] == readers
    assert {len(token) for token in tokens} <= {LENGTH}
    assert read_mailbox(KEYRING, Purpose.LETTER, "x" * LENGTH) is None


def test_a_token_of_last_year_opens_because_its_layout_never_changes() -> None:
    """Said once more than the code says it: letters with such tokens lie in mailboxes for good."""
    seal = hmac.digest(b"t" * 32, b"letter\x00\x01" + b"r" * 12, "sha256")[:16]
    token = base64.urlsafe_b64encode(b"\x01" + b"r" * 12 + seal).decode().rstrip("=")
    assert make(KEYRING, Purpose.LETTER, b"r" * 12) == token
    assert read_token(ROTATED, Purpose.LETTER, token) == b"r" * 12


@pytest.mark.slow
def test_no_changed_token_is_taken() -> None:
    token = make(KEYRING, Purpose.LETTER, b"r" * 12)
    for place in range(LENGTH):
        for character in ALPHABET:
            changed = token[:place] + character + token[place + 1 :]
            assert (read_token(KEYRING, Purpose.LETTER, changed) is not None) == (changed == token)


@pytest.mark.parametrize(
    "token", ["", "x" * 39, "x" * 38, "я" * 39, "=" * 39, " " * 39, "../../../../../../../../../../etc/passwd"]
)
def test_nonsense_is_nobody(token: str) -> None:
    assert read_token(KEYRING, Purpose.LETTER, token) is None


def test_the_number_of_the_key_is_sealed_too_even_where_two_generations_had_one_key() -> None:
    twins = Keyring(b"i" * 32, 1, {1: KEYRING.generations[1], 2: KEYRING.generations[1]})
    raw = base64.urlsafe_b64decode(make(twins, Purpose.LETTER, b"r" * 12) + "=")
    renumbered = base64.urlsafe_b64encode(bytes([2]) + raw[1:])[:LENGTH].decode()
    assert read_token(twins, Purpose.LETTER, renumbered) is None


GLUED = [
    *".,;:!?)]}>\"'»”’…*~|\\ \n",
    "%3E",
    "&gt;",
    "&quot;.",
    "=",
    "=3D",
    ".)",
    "-",
    "_",
    ">.",
    "\u200b",
    '" target="_blank',
    "%20x",
]


@pytest.mark.parametrize("glued", GLUED)
def test_what_a_mail_program_glued_onto_a_link_is_taken_off(glued: str) -> None:
    for token in (make(KEYRING, Purpose.LETTER, b"r" * 12), "_" * LENGTH, "-" * LENGTH):
        assert unglued(token + glued) == token
    assert unglued("x" * RANDOM_LENGTH + glued, RANDOM_LENGTH) == "x" * RANDOM_LENGTH


@pytest.mark.parametrize("before", ["<", "(", '"', "«", " "])
def test_so_is_what_stands_before_it(before: str) -> None:
    assert unglued(before + "x" * LENGTH + ">") == "x" * LENGTH


@pytest.mark.parametrize("text", ["", "x" * 38, "x" * 40, "x" * 39 + "y.", "x" * 38 + ".x", "." * 60, "x" * 39 + "-y"])
def test_a_token_with_too_much_or_too_little_stays_what_it_is(text: str) -> None:
    assert unglued(text) == text


def test_drawn_tokens_have_the_length_that_is_said() -> None:
    assert len(secrets.token_urlsafe(RANDOM_BYTES)) == RANDOM_LENGTH
