"""The tokens in readers' links: they name a reader without showing who it is, and cannot be made up. Pure.

Layout, 29 bytes in 39 characters of base64url (RFC 4648, 5): key number (1), public id (12), HMAC-SHA256 over purpose,
key number and id, cut to 128 bits (16). After a move, how often the reader has moved stands behind the id under the
HMAC: it tells a letter to the present mailbox from those to former ones, and no byte more is sent. A token for one
purpose is worthless for another. Tokens of letters never expire: a reader must be able to leave from a letter of last
year.
"""

import base64
import hmac
import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

from subscribers.policy.keyring import Keyring
from subscribers.policy.many_base64 import texts
from subscribers.policy.many_hmacs import hmacs
from subscribers.policy.model import PUBLIC_ID_BYTES

LENGTH = 39
RANDOM_BYTES, RANDOM_LENGTH = 24, 32
"""Of the tokens that are drawn, not made (confirmations, links to the preferences): bytes, and characters."""
_SEAL_BYTES = 16
_MAILBOXES = (b"", *(bytes([moved]) for moved in range(1, 256)))
"""What stands behind the id under the HMAC after so many moves."""


class Purpose(StrEnum):
    """What a token is good for."""

    LETTER = "letter"  # in every letter: leave, pause, be reminded later, ask for the link to one's preferences


def unglued(text: str, length: int = LENGTH) -> str:
    """Return the token of `length` characters in the last part of a link, without what mail programs glued onto it.

    They take the full stop, the bracket or the quotation mark behind (or before) a link for a part of it, and encode
    it. A text without a token, or whose token goes on with a letter or digit, comes back as it is and opens nothing.
    """
    found = re.fullmatch(rf"[^\w-]*([\w-]{{{length}}})[-_]*([^\w-].*)?", text, re.ASCII | re.DOTALL)
    return found[1] if found else text


def make(keyring: Keyring, purpose: Purpose, public_id: bytes) -> str:
    """Return the token of `public_id` for `purpose` with the current key."""
    return make_all(keyring, purpose, [public_id])[0]


def make_all(
    keyring: Keyring, purpose: Purpose, public_ids: Iterable[bytes], moves: Sequence[int] | None = None
) -> list[str]:
    """Return the tokens of many readers, in their order; `moves` says how often each has moved, None that none has.

    A send makes one for each, so everything that stays the same stands before the loop.
    """
    current = keyring.current  # once: it may change meanwhile
    number = bytes([current])
    ids = list(public_ids)
    named = ids
    if moves is not None and any(moves):
        named = [public_id + _MAILBOXES[moved] for public_id, moved in zip(ids, moves, strict=True)]
    seals = hmacs(keyring.generations[current].tokens, _prefix(purpose, current), named)
    tokens = [number + public_id + seal[:_SEAL_BYTES] for public_id, seal in zip(ids, seals, strict=True)]
    return texts(tokens, LENGTH)


def read_token(keyring: Keyring, purpose: Purpose, token: str) -> bytes | None:
    """Return the public id a token names, or None for anything that is not exactly a token made here for `purpose`."""
    found = read_mailbox(keyring, purpose, token)
    return found[0] if found else None


def read_mailbox(keyring: Keyring, purpose: Purpose, token: str) -> tuple[bytes, int] | None:
    """Do as `read_token`, and return also how often the reader had moved when the token was made."""
    if len(token) != LENGTH or not token.isascii():
        return None
    try:
        raw = base64.b64decode(token + "=", altchars=b"-_", validate=True)
    except ValueError:
        return None
    number, public_id, seal = raw[0], raw[1 : 1 + PUBLIC_ID_BYTES], raw[1 + PUBLIC_ID_BYTES :]
    if number not in keyring.generations:
        return None
    # base64 has spare bits at its end: several texts decode to one token, and only the one we write is ours.
    if base64.urlsafe_b64encode(raw)[:LENGTH].decode() != token:
        return None
    key, named = keyring.generations[number].tokens, _prefix(purpose, number) + public_id
    for moves, mailbox in enumerate(_MAILBOXES):
        if hmac.compare_digest(seal, hmac.digest(key, named + mailbox, "sha256")[:_SEAL_BYTES]):
            return public_id, moves
    return None


def _prefix(purpose: Purpose, number: int) -> bytes:
    return purpose.encode() + b"\x00" + bytes([number])
