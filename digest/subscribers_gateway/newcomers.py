"""Newcomers as the digest sees them; see `digest.ports.welcomes.Newcomers`."""

from collections.abc import Set as AbstractSet
from datetime import datetime

from sqlalchemy import Connection

from digest.delivery.welcome import Newcomer
from digest.letter.language import variant_language
from subscribers.storage.newcomers import forget_newcomers, newcomers, take_newcomer
from subscribers.storage.store import Store


class GatewayNewcomers:
    """Those who have just confirmed."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def waiting(self) -> list[Newcomer]:
        """List those whom nobody has welcomed, whoever waited longest first, a part at a time."""
        return [Newcomer(number, confirmed_at) for number, confirmed_at in newcomers(self._store)]

    def forget(self, until: datetime) -> None:
        """Forget those who confirmed until an instant."""
        forget_newcomers(self._store, until)

    def take(self, connection: Connection, reader: int, confirmed_at: datetime) -> bool:
        """Take one off, inside the caller's transaction; return False when somebody else has, or they came anew."""
        return take_newcomer(connection, reader, confirmed_at)

    def language(self, reader: int, languages: AbstractSet[str], default: str) -> str:
        """Return in which of `languages` a reader wants letters, `default` where in none of them."""
        return variant_language(self._store.get(reader)[0].language, languages, default)
