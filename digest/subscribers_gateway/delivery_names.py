"""The names of deliveries for the world outside, made with the readers' keys."""

import base64
import hmac
from collections.abc import Sequence
from datetime import date

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from subscribers.policy.keyring import Keyring
from subscribers.policy.many_base64 import texts
from subscribers.storage.mailboxes import MOST_MOVES

_BLOCK = 16
_LENGTH = 22


class DeliveryNames:
    """The names of deliveries for the world outside: 22 characters that reveal nothing without the key.

    One AES block of how often the reader had moved (one byte), the edition's day (three), the reader's number and four
    zero bytes, which must come back when a name is read: an ESP's event names a delivery and the mailbox it went to,
    and nobody can make up a name. The same delivery has the same name after a restart.
    """

    def __init__(self, keyring: Keyring) -> None:
        key = hmac.digest(keyring.index, b"delivery names", "sha256")[:_BLOCK]
        # Blocks never repeat (edition and reader are unique) and are read one by one, which is what ECB is for.
        self._cipher = Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305

    def encode(self, edition_id: str, readers: Sequence[int], moves: Sequence[int] | None = None) -> list[str]:
        """Return the names of the deliveries of one edition to `readers`, in their order.

        `moves` says how often each has changed the address, 255 at most; None that nobody has.
        """
        day = date.fromisoformat(edition_id).toordinal().to_bytes(3, "big")
        end = bytes(4)
        if moves is not None and any(moves):
            heads = [bytes([moved]) + day for moved in range(MOST_MOVES + 1)]
            parts = [heads[times] + one.to_bytes(8, "big") + end for one, times in zip(readers, moves, strict=True)]
        else:
            head = bytes(1) + day
            parts = [head + one.to_bytes(8, "big") + end for one in readers]
        sealed = self._cipher.encryptor().update(b"".join(parts))
        return texts([sealed[start : start + _BLOCK] for start in range(0, len(sealed), _BLOCK)], _LENGTH)

    def decode(self, name: str) -> tuple[str, int] | None:
        """Return edition and reader of a delivery's name; None for anything that was not written here."""
        block = self._open(name)
        return (_day(block).isoformat(), int.from_bytes(block[4:12], "big")) if block else None

    def moves(self, name: str) -> int:
        """Return how often the reader of a delivery had moved when it was handed over; 0 for what is no name."""
        block = self._open(name)
        return block[0] if block else 0

    def _open(self, name: str) -> bytes | None:
        """Return the block that a name stands for; None for anything that was not written here."""
        try:
            sealed = base64.b64decode(f"{name}==", altchars=b"-_", validate=True)
        except ValueError:
            return None
        # base64 has spare bits at its end: several texts decode to one name, and only the one we write is ours.
        if len(sealed) != _BLOCK or base64.urlsafe_b64encode(sealed)[:_LENGTH].decode() != name:
            return None
        block = self._cipher.decryptor().update(sealed)
        day = int.from_bytes(block[1:4], "big")
        if block[12:] != bytes(4) or not date.min.toordinal() <= day <= date.max.toordinal():
            return None
        return block


def _day(block: bytes) -> date:
    return date.fromordinal(int.from_bytes(block[1:4], "big"))
