"""Grants to take something back, a leaving or a pause: each for one act, for minutes; ended by whatever else happens.

They stand beside links and sessions, as a hash of a value that only the page holds which told of the act.
"""

import hashlib
import secrets
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlalchemy.exc import OperationalError

from subscribers.policy.tokens import RANDOM_BYTES
from subscribers.storage.tables import session
from subscribers.storage.timestamps import timestamp

UNDO_WITHIN = timedelta(minutes=10)


class Grant(StrEnum):
    """What may be taken back, and what was; as tables keep it."""

    UNDO = "undo"  # a leaving
    UNDONE = "undone"
    RESUME = "resume"  # a pause
    RESUMED = "resumed"

    @property
    def used(self) -> "Grant":
        """Return what the grant is when it was used."""
        return {Grant.UNDO: Grant.UNDONE, Grant.RESUME: Grant.RESUMED}[self]


_KINDS = tuple(Grant)


def offer_grant(soon: Engine, kind: Grant, number: int, now: datetime) -> str | None:
    """Return a value by which what a subscriber does at this instant may be taken back.

    Nobody waits for it: while others hold the database there is none.
    """
    value = secrets.token_urlsafe(RANDOM_BYTES)
    row = {"token_hash": _hash(value), "kind": kind, "subscriber": number}
    with suppress(OperationalError), soon.begin() as connection:
        connection.execute(insert(session).values(row | {"expires_at": timestamp(now + UNDO_WITHIN)}))
        return value
    return None


def find_grant(
    connection: Connection, kind: Grant, number: int, value: str, now: datetime
) -> tuple[datetime, bool] | None:
    """Return when what a grant takes back was done, and whether it was used; None: no grant."""
    kinds = session.c.kind.in_((kind, kind.used))
    mine = (session.c.token_hash == _hash(value), session.c.subscriber == number, kinds)
    living = select(session.c.kind, session.c.expires_at).where(*mine, session.c.expires_at > timestamp(now))
    found = connection.execute(living).first()
    if found is None:
        return None
    return datetime.fromisoformat(found.expires_at) - UNDO_WITHIN, found.kind == kind.used


def mark_used(connection: Connection, kind: Grant, value: str) -> None:
    """Mark a grant as used; until it ends, the same button is answered alike."""
    connection.execute(update(session).where(session.c.token_hash == _hash(value)).values(kind=kind.used))


def end_grants(connection: Connection, numbers: Iterable[int]) -> None:
    """End all grants of subscribers: they withdrew once more."""
    connection.execute(delete(session).where(session.c.subscriber.in_(list(numbers)), session.c.kind.in_(_KINDS)))


def end_all_grants(connection: Connection) -> None:
    """End the grants of everybody: a restored database does not know what happened since."""
    connection.execute(delete(session).where(session.c.kind.in_(_KINDS)))


def _hash(value: str) -> bytes:
    return hashlib.sha256(value.encode()).digest()
