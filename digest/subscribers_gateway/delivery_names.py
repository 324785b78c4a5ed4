"""The names of deliveries for the world outside, made with the readers' keys."""

import base64
import hmac
import sys
from array import array
from collections.abc import Sequence
from datetime import date

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from digest.calendar.edition_id import MOST_CORRECTIONS, EditionId, read_edition_id
from digest.delivery.welcome import WORDS
from subscribers.policy.keyring import Keyring
from subscribers.policy.many_base64 import texts
from subscribers.storage.mailboxes import MOST_MOVES

_BLOCK = 16
_LENGTH = 22
_FOUR_BYTES = "I"
_SPECIAL = 16
_WORDS = 4
"""A block is four words of four bytes: moves and day, the fingerprint's begin, the reader's number, which letter."""
_INDEX_BYTES = 16
_WORDS_OF_THANKS = EditionId(date.min)
"""Stands where an edition does in the name of words of thanks: none is of that day."""


class DeliveryNames:
    """The names of deliveries for the world outside: 22 characters that reveal nothing without the key.

    One AES block of how often the reader had moved (one byte), the edition's day (three), the first bytes of the
    address's fingerprint (four), the reader's number (four) and which of that day's letters it is (four): 0 for its
    own, 16 for the special one, and the number of a correction, 9 at most, more. So an ESP's event names a delivery and
    the mailbox it went to, and nobody can make up a name. The same delivery has the same name after a restart. A
    restored backup gives numbers anew: the fingerprint tells whose it was. Names of earlier versions have zeros in its
    place.
    """

    def __init__(self, keyring: Keyring) -> None:
        key = hmac.digest(keyring.index, b"delivery names", "sha256")[:_BLOCK]
        # Blocks never repeat (edition and reader are unique) and are read one by one, which is what ECB is for.
        self._cipher = Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305

    def encode(
        self,
        edition_id: str,
        readers: Sequence[int],
        moves: Sequence[int] | None = None,
        address_indexes: Sequence[bytes] | None = None,
    ) -> list[str]:
        """Return the names of the deliveries of one edition to `readers`, in their order.

        `moves` says how often each has changed the address, 255 at most; None that nobody has. `address_indexes` are
        the fingerprints of their addresses; without them a name is as those of earlier versions.
        """
        edition = _WORDS_OF_THANKS if edition_id == WORDS else read_edition_id(edition_id)
        if edition is None:
            raise ValueError(f"{edition_id!r} is no edition")
        day = edition.day.toordinal().to_bytes(3, "big")
        if moves is not None and any(moves):
            numbered = [bytes([moved]) + day for moved in range(MOST_MOVES + 1)]
            heads = b"".join([numbered[times] for times in moves])
        else:
            heads = (bytes(1) + day) * len(readers)
        numbers = array(_FOUR_BYTES, readers)
        if sys.byteorder == "little":
            numbers.byteswap()
        # a column at a time: a send makes a name for every reader
        blocks = array(_FOUR_BYTES, bytes(_BLOCK * len(readers)))
        blocks[0::_WORDS] = array(_FOUR_BYTES, heads)
        if address_indexes is not None:
            blocks[1::_WORDS] = _begins(address_indexes)
        blocks[2::_WORDS] = numbers
        if not edition.is_of_the_plan:
            last = (edition.correction + _SPECIAL * edition.is_special).to_bytes(4, "big")
            blocks[3::_WORDS] = array(_FOUR_BYTES, last * len(readers))
        sealed = self._cipher.encryptor().update(blocks.tobytes())
        return texts([sealed[start : start + _BLOCK] for start in range(0, len(sealed), _BLOCK)], _LENGTH)

    def decode(self, name: str) -> tuple[str, int] | None:
        """Return edition (or `WORDS`) and reader of a delivery's name; None for anything that was not written here."""
        block = self._open(name)
        if block is None:
            return None
        edition = _edition(block)
        return WORDS if edition == _WORDS_OF_THANKS else str(edition), int.from_bytes(block[8:12], "big")

    def moves(self, name: str) -> int:
        """Return how often the reader of a delivery had moved when it was handed over; 0 for what is no name."""
        block = self._open(name)
        return block[0] if block else 0

    def is_of(self, name: str, address_index: bytes | None) -> bool:
        """Return whether a delivery may have gone to the address with a fingerprint; None: it is no longer known."""
        block = self._open(name)
        return block is not None and (address_index is None or block[4:8] in (bytes(4), bytes(address_index[:4])))

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
        day, which = int.from_bytes(block[1:4], "big"), int.from_bytes(block[12:], "big")
        is_ours = which // _SPECIAL <= 1 and which % _SPECIAL <= MOST_CORRECTIONS
        return block if is_ours and date.min.toordinal() <= day <= date.max.toordinal() else None


def _edition(block: bytes) -> EditionId:
    special, correction = divmod(int.from_bytes(block[12:], "big"), _SPECIAL)
    return EditionId(date.fromordinal(int.from_bytes(block[1:4], "big")), correction, bool(special))


def _begins(address_indexes: Sequence[bytes]) -> "array[int]":
    """Return the first four bytes of fingerprints, as they are; zeros where one was damaged."""
    joined = b"".join(address_indexes)
    if len(joined) != _INDEX_BYTES * len(address_indexes):
        joined = b"".join([one if len(one) == _INDEX_BYTES else bytes(_INDEX_BYTES) for one in address_indexes])
    return array(_FOUR_BYTES, joined)[0::_WORDS]
