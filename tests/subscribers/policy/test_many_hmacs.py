"""HMACs of many texts are those of the standard library."""

import hmac

import pytest

from subscribers.policy.many_hmacs import hmacs

TEXTS = [b"", b"a", b"reader" * 40, bytes(range(256))]


@pytest.mark.parametrize("key", [b"", b"k", bytes(range(63)), bytes(64), b"long" * 16 + b"er", b"\xff" * 200])
@pytest.mark.parametrize("prefix", [b"", b"letter\x00\x01", b"p" * 64, b"p" * 130])
def test_they_are_those_of_the_standard_library_for_every_length_of_key_and_prefix(key: bytes, prefix: bytes) -> None:
    assert hmacs(key, prefix, TEXTS) == [hmac.digest(key, prefix + text, "sha256") for text in TEXTS]


def test_no_texts_have_no_hmacs() -> None:
    assert hmacs(b"key", b"prefix", []) == []
