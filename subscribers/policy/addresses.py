"""Addresses: which ones are valid, how they are found again, how they are stored. Pure.

A stored address is `key number (1 byte) + AES-256-SIV ciphertext`, padded so that its length tells nothing, and bound
to its subscriber's public id, so that a ciphertext moved to another row opens nothing. It is found by an HMAC of its
canonical form: an unkeyed hash would be guessed (measured: two million guesses a second).
"""

import hmac
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from email_validator import EmailNotValidError, ValidatedEmail, validate_email

from subscribers.errors import AddressUnreadable
from subscribers.policy.characters import visible
from subscribers.policy.keyring import Keyring

_INDEX_BYTES = 16
_PADDED_TO = 64
"""Texts are encrypted as a multiple of so many bytes, filled up with zeros, which no text holds."""
_BETWEEN = b"\n"
"""No address holds this character, so that many stand in one text with it between them."""
_PLAIN_LOCAL = re.compile(r"(?=.{1,64}$)[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*")
"""Local parts (64 bytes at most) that every rule allows and none rewrites, so that only the domain is left to check."""
_CERTAINLY_SHORT = 100
"""Characters that an address may have whose domain is checked by itself: beyond, the limit for the whole may count."""
_FORBIDDEN = frozenset('<>,;"()[]\\ ')


class BadAddress(ValueError):
    """An address that is not valid; the message says why and does not repeat it."""


def normalise(text: str) -> str:
    """Return the form of an address that letters are sent to: ASCII, the domain in lower case.

    Raises `BadAddress` for what is no address, for quoted or display-name forms (smtplib sends `<a@b>@example.org` to
    a@b), and for local parts beyond ASCII, which the ESPs do not carry.
    """
    stripped = visible(text)
    if _FORBIDDEN & set(stripped):
        raise BadAddress("it has spaces, quotes, brackets or commas in it")
    local, _, domain = stripped.rpartition("@")
    try:
        if _PLAIN_LOCAL.fullmatch(local) and len(stripped) <= _CERTAINLY_SHORT:
            return f"{local}@{_ascii_domain(domain)}"
        found = _validated(stripped)
    except EmailNotValidError:
        raise BadAddress("it is no e-mail address") from None
    return f"{found.local_part}@{found.ascii_domain.lower()}"


def _validated(address: str) -> ValidatedEmail:
    return validate_email(
        address, check_deliverability=False, allow_smtputf8=False, allow_quoted_local=False, strict=True
    )


@lru_cache(4_096)
def _ascii_domain(domain: str) -> str:
    """Return a domain in ASCII and lower case, remembered: a list has few of them, and to check one takes long."""
    return _validated(f"a@{domain}").ascii_domain.lower()


def index(keyring: Keyring, address: str) -> bytes:
    """Return the 16 bytes a normalised address is found by; letter case of the local part makes no difference."""
    return hmac.digest(keyring.index, address.casefold().encode(), "sha256")[:_INDEX_BYTES]


def is_disposable(address: str) -> bool:
    """Return whether a normalised address lies at a provider of throwaway mailboxes, as far as the public list goes."""
    from disposable_email_domains import blocklist

    domain = address.rpartition("@")[2]
    while domain and domain not in blocklist:
        domain = domain.partition(".")[2]
    return bool(domain)


class _Ciphers(dict[int, AESSIV]):
    """A cipher per generation, made when it is first needed; a generation without a key is a `KeyError`."""

    def __init__(self, keyring: Keyring) -> None:
        super().__init__()
        self._keyring = keyring

    def __missing__(self, number: int) -> AESSIV:
        key = self._keyring.generations[number].addresses
        if not key:
            raise KeyError(number)
        self[number] = AESSIV(key)
        return self[number]


class Cipher:
    """Encrypts and decrypts addresses with the keys of one keyring."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring
        self._ciphers = _Ciphers(keyring)

    def encrypt(self, address: str, public_id: bytes) -> bytes:
        """Return `address` encrypted for the subscriber `public_id`, under the key that is current at this instant."""
        current, text = self._keyring.current, address.encode()
        padded = text + bytes(-len(text) % _PADDED_TO)
        return bytes([current]) + self._ciphers[current].encrypt(padded, [public_id])

    def decrypt(self, stored: bytes, public_id: bytes) -> str:
        """Return what `encrypt` was given; raises `AddressUnreadable` when it is damaged or the keys are others."""
        return self.decrypt_all([(stored, public_id)])[0]

    def decrypt_all(self, pairs: Iterable[tuple[bytes, bytes]]) -> list[str]:
        """Return many addresses in the clear, from pairs of (stored address, public id).

        Raises `AddressUnreadable` when one of them does not open; see `open_all`.
        """
        ciphers = self._ciphers
        try:
            padded = [ciphers[stored[0]].decrypt(stored[1:], [public_id]) for stored, public_id in pairs]
        except (InvalidTag, KeyError, IndexError, TypeError):
            raise AddressUnreadable(
                "a stored address does not open with these keys; restore the key file of this database, or let "
                "`digest doctor` say which it is"
            ) from None
        found = _BETWEEN.join(padded).translate(None, b"\0").decode().split(_BETWEEN.decode())  # a call for all
        return found if len(found) == len(padded) else [text.rstrip(b"\0").decode() for text in padded]

    def open_all(self, pairs: Sequence[tuple[bytes, bytes]]) -> list[str | None]:
        """Return many addresses as `decrypt_all` does, with None for each that does not open."""
        try:
            return [*self.decrypt_all(pairs)]
        except AddressUnreadable:
            return [self._open(stored, public_id) for stored, public_id in pairs]

    def _open(self, stored: bytes, public_id: bytes) -> str | None:
        try:
            return self.decrypt(stored, public_id)
        except AddressUnreadable:
            return None
