"""Addresses: taken or refused, found again, unreadable without the keys."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from email_validator import EmailNotValidError, validate_email

from subscribers.errors import KeysUnusable
from subscribers.policy.addresses import BadAddress, Cipher, index, is_disposable, normalise
from subscribers.policy.keyring import Generation, Keyring

KEYRING = Keyring(b"i" * 32, 1, {1: Generation(b"a" * 64, b"t" * 32)})


def test_the_domain_is_lowered_and_made_ascii() -> None:
    assert normalise(" Anna.Adler@EXAMPLE.org ") == "Anna.Adler@example.org"
    assert normalise("anna@пример.рф") == "anna@xn--e1afmkfd.xn--p1ai"


@pytest.mark.parametrize(
    "text",
    ["", "anna", "anna@", "@example.org", "<a@b.example>@example.org", '"a b"@example.org', "a,b@example.org", "a@example.org;b@example.org",
     "Anna <a@example.org>", "анна@example.org", "a@example", "a@ex ample.org", "a@example.org\r\nBcc: x@example.org", "a@[127.0.0.1]", "a" * 65 + "@example.org"],
)  # fmt: skip
def test_what_is_not_taken_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(BadAddress) as refused:
        normalise(text)
    assert not text or text not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Anna <a@example.org>", "it has spaces, quotes, brackets or commas in it"),
        ("a,b@example.org", "it has spaces, quotes, brackets or commas in it"),
        ("anna", "it is no e-mail address"),
    ],
)
def test_a_refusal_says_why(text: str, words: str) -> None:
    with pytest.raises(BadAddress, match=f"^{words}$"):
        normalise(text)


def test_an_address_is_found_by_a_keyed_fingerprint_whatever_its_case() -> None:
    assert index(KEYRING, "Anna@example.org") == index(KEYRING, "anna@example.org")
    assert index(KEYRING, "anna@example.org") != index(replace(KEYRING, index=b"j" * 32), "anna@example.org")
    assert len(index(KEYRING, "anna@example.org")) == 16


def test_a_stored_address_opens_only_for_its_reader_and_with_its_keys() -> None:
    cipher = Cipher(KEYRING)
    stored = cipher.encrypt("anna@example.org", b"1" * 12)
    assert cipher.decrypt(stored, b"1" * 12) == "anna@example.org"
    assert b"anna" not in stored
    for broken, reader in ((stored, b"2" * 12), (stored[:-1] + b"x", b"1" * 12), (b"\x09" + stored[1:], b"1" * 12)):
        with pytest.raises(KeysUnusable, match=r"^a stored address does not open with these keys; restore") as refused:
            cipher.decrypt(broken, reader)
        assert "anna" not in str(refused.value)


def test_an_older_generation_still_opens_what_it_closed() -> None:
    stored = Cipher(KEYRING).encrypt("anna@example.org", b"1" * 12)
    newer = Keyring(b"i" * 32, 2, {**KEYRING.generations, 2: Generation(b"b" * 64, b"u" * 32)})
    assert Cipher(newer).decrypt(stored, b"1" * 12) == "anna@example.org"
    assert Cipher(newer).encrypt("anna@example.org", b"1" * 12)[0] == 2


@pytest.mark.parametrize(
    ("address", "throwaway"),
    [
        ("a@mailinator.com", True),
        ("a@sub.mailinator.com", True),
        ("a@mailinator.com.example", False),
        ("a@example.org", False),
        ("a@com", False),
    ],
)
def test_throwaway_mailboxes_are_known_by_their_domain_and_those_below_it(address: str, throwaway: bool) -> None:
    assert is_disposable(address) is throwaway


def test_marks_that_programs_put_around_an_address_are_no_part_of_it() -> None:
    assert normalise("\u202aanna\u200b@example.org\u202c\u200e ") == "anna@example.org"


def test_the_length_of_what_is_stored_tells_nothing_of_the_address() -> None:
    cipher = Cipher(KEYRING)
    lengths = {len(cipher.encrypt("a" * count + "@example.org", b"p" * 12)) for count in range(1, 50)}
    assert len(lengths) == 1
    for count in range(1, 64):
        address = "a" * count + "@example.org"
        assert cipher.decrypt(cipher.encrypt(address, b"p" * 12), b"p" * 12) == address


def test_what_was_stored_before_there_was_padding_still_opens() -> None:
    stored = b"\x01" + AESSIV(b"a" * 64).encrypt(b"anna@example.org", [b"p" * 12])
    assert Cipher(KEYRING).decrypt(stored, b"p" * 12) == "anna@example.org"


@pytest.mark.parametrize("texts", [[], [""], ["anna@example.org", "", "bob@example.org"], ["of two\nlines", "\n", "x"]])
def test_many_texts_open_as_each_alone_whatever_stands_in_them(texts: list[str]) -> None:
    cipher = Cipher(KEYRING)
    pairs = [(cipher.encrypt(text, bytes([place]) * 12), bytes([place]) * 12) for place, text in enumerate(texts)]
    assert cipher.decrypt_all(pairs) == texts


@pytest.mark.parametrize(
    "local",
    [
        "anna",
        "a.b",
        "a-b_c+d",
        "a.b.c.0",
        "a." * 32 + "a",
        "a" * 32,
        "a" * 65,
        "Info",
        "POSTMASTER",
        ".a",
        "a.",
        "a..b",
    ],
)
@pytest.mark.parametrize("domain", ["example.org", "EXAMPLE.org", "пример.рф", "a..org", "-a.org", "localhost", "d" * 64 + ".org"])  # fmt: skip
def test_an_address_whose_domain_is_remembered_is_taken_or_refused_as_if_it_came_alone(local: str, domain: str) -> None:
    def alone() -> str:
        try:
            found = validate_email(f"{local}@{domain}", check_deliverability=False, allow_smtputf8=False, strict=True)
        except EmailNotValidError:
            return "refused"
        return f"{found.local_part}@{found.ascii_domain.lower()}"

    for _ in range(2):
        try:
            taken = normalise(f"{local}@{domain}")
        except BadAddress:
            taken = "refused"
        assert taken == alone()
