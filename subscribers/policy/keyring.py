"""The keys that make a stolen database worthless, as values. Where they are kept is `key_file.py`.

`index` turns an address into a fingerprint to find it by (HMAC-SHA256), `addresses` encrypts it (AES-256-SIV, RFC
5297), `tokens` signs the links in letters. A keyring holds several numbered generations of the last two; the current
one writes, all of them read.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, repr=False)
class Generation:
    """One generation of keys: 64 bytes for addresses (none once they are destroyed), 32 for tokens."""

    addresses: bytes
    tokens: bytes


@dataclass(frozen=True, repr=False)
class Keyring:
    """All keys in use; `current` is the number (1 to 255) of the generation that writes.

    Ask for `current` whenever something is written, and once: the keys may be changed while a program runs.
    """

    index: bytes
    current: int
    generations: Mapping[int, Generation]
