"""The road for the letters that forms cause, as a Protocol: this package decides that one goes out, the digest writes and sends it."""

from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection

from subscribers.caps import Kind


class Post(Protocol):
    """Writes a letter, and puts it in line."""

    def write(self, kind: Kind, language: str, token: str, *, discreet: bool = False) -> Any:
        """Write the letter of a `kind` whose link carries `token`, for nobody yet."""
        ...

    def put(self, connection: Connection, kind: Kind, address: str, letter: Any, now: datetime) -> None:
        """Put what `write` gave in line for `address`, inside the caller's transaction."""
        ...
