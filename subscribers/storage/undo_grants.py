"""Grants to take an unsubscribing back: each for one withdrawal, for minutes, once; ended by whatever else happens.

They stand beside links and sessions, as a hash of a value that only the page holds which told of the withdrawal.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from subscribers.storage.tables import session
from subscribers.storage.timestamps import timestamp

UNDO_WITHIN = timedelta(minutes=10)
_UNDO, _UNDONE = "undo", "undone"
_KINDS = (_UNDO, _UNDONE)


def grant_undo(connection: Connection, number: int, value: str, withdrawn_at: datetime) -> None:
    """Store that whoever holds `value` may take back what a subscriber withdraws at this instant."""
    row = {"token_hash": _hash(value), "kind": _UNDO, "subscriber": number}
    connection.execute(insert(session).values(row | {"expires_at": timestamp(withdrawn_at + UNDO_WITHIN)}))


def find_grant(connection: Connection, number: int, value: str, now: datetime) -> tuple[str, bool] | None:
    """Return when the withdrawal of a grant was, as tables keep it, and whether it was used; None: no grant."""
    mine = (session.c.token_hash == _hash(value), session.c.subscriber == number, session.c.kind.in_(_KINDS))
    living = select(session.c.kind, session.c.expires_at).where(*mine, session.c.expires_at > timestamp(now))
    found = connection.execute(living).first()
    if found is None:
        return None
    return timestamp(datetime.fromisoformat(found.expires_at) - UNDO_WITHIN), found.kind == _UNDONE


def mark_undone(connection: Connection, value: str) -> None:
    """Mark a grant as used; until it ends, the same button is answered alike."""
    connection.execute(update(session).where(session.c.token_hash == _hash(value)).values(kind=_UNDONE))


def end_grants(connection: Connection, numbers: Iterable[int]) -> None:
    """End all grants of subscribers: they withdrew once more."""
    connection.execute(delete(session).where(session.c.subscriber.in_(list(numbers)), session.c.kind.in_(_KINDS)))


def end_all_grants(connection: Connection) -> None:
    """End the grants of everybody: a restored database does not know what happened since."""
    connection.execute(delete(session).where(session.c.kind.in_(_KINDS)))


def _hash(value: str) -> bytes:
    return hashlib.sha256(value.encode()).digest()
