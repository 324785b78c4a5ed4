"""The only door from the digest to its subscribers: who may get a letter, asked at the freeze and again for each batch."""

import hmac
from collections.abc import Mapping, Sequence

from digest.delivery.model import Recipient
from digest.ports import Candidates
from digest.rendering.language import variant_language
from digest.rendering.view import Variant
from subscribers import roster
from subscribers.keyring import Keyring
from subscribers.store import Store
from subscribers.tokens import Purpose, make

_DELIVERY_BYTES = 12


class SubscribersRoster:
    """Answers the digest's questions out of the subscribers' store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def candidates(self, languages: frozenset[str], default: str) -> Candidates:
        """Describe everybody who could be written to; a reader's language chooses the variant."""
        asked = roster.languages(self._store)
        variants = {tag: str(Variant(variant_language(tag, languages, default))) for tag in asked}
        return roster.candidates(variants, str(Variant(default)))

    def consenting(self, edition_id: str, readers: Sequence[int]) -> tuple[list[Recipient], Mapping[int, str]]:
        """Ask consent and address of `readers` this instant, and make their tokens."""
        reachable, excluded = roster.consenting(self._store, readers)
        keyring = self._store.keyring
        return [
            Recipient(
                reader=reader.number,
                address=reader.address,
                delivery=delivery_id(keyring, edition_id, reader.public_id),
                unsubscribe=make(keyring, Purpose.UNSUBSCRIBE, reader.public_id),
                preferences=make(keyring, Purpose.PREFERENCES, reader.public_id),
                remind_later=make(keyring, Purpose.REMIND_LATER, reader.public_id),
            )
            for reader in reachable
        ], excluded


def delivery_id(keyring: Keyring, edition_id: str, public_id: bytes) -> str:
    """Name one delivery for the world outside: 24 hexadecimal digits that tell nothing without the key.

    The same delivery has the same name after a restart; a reader has another one in every edition.
    """
    message = b"delivery\x00" + edition_id.encode() + b"\x00" + public_id
    return hmac.digest(keyring.index, message, "sha256")[:_DELIVERY_BYTES].hex()
