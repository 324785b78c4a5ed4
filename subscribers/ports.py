"""The transactional mails that forms cause, as a protocol.

This package decides that a mail goes out; whoever uses it writes and sends it.
"""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection

from subscribers.policy.caps import MailKind

Enqueue = Callable[[Connection, str, datetime], str]
"""Puts one written mail into the queue for an address, inside the caller's transaction, at the given instant.

Returns the opaque name that events about the mail will carry, and by which its end can be asked for.
"""


class ReaderMail(Protocol):
    """Writes the mails that forms cause."""

    def write(self, kind: MailKind, language: str, token: str, *, discreet: bool = False) -> Enqueue:
        """Write the mail of a `kind` whose link carries `token`, for nobody yet; return what enqueues it."""
        ...

    def lost(self, connection: Connection, names: Sequence[str], /) -> AbstractSet[str]:
        """Return which of the mails with these names never arrived, or may not have: failed, or without an answer."""
        ...
