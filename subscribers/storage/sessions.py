"""How a reader comes to their own data: a mailed link opens it once within 20 minutes, for a session of 30.

Only hashes of tokens are stored. Looking at the link opens nothing (scanners look); pressing its button uses it up.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from subscribers.policy.model import Status
from subscribers.storage.store import Store
from subscribers.storage.tables import session, subscriber
from subscribers.storage.timestamps import timestamp

LINK_VALID = timedelta(minutes=20)
SESSION_VALID = timedelta(minutes=30)
_LINK, _SESSION = "link", "session"


def grant_link(connection: Connection, number: int, token: str, now: datetime) -> None:
    """Store a login link whose mailed `token` opens a subscriber's data once, inside the caller's transaction."""
    _insert(connection, _LINK, number, token, now + LINK_VALID)


def language_of_link(store: Store, token: str, now: datetime) -> str | None:
    """Return the language of the reader whom a link is for, None when it is unknown, used or too old."""
    with store.reading.connect() as connection:
        number = _find(connection, _LINK, token, now)
        if number is None:
            return None
        return connection.scalar(select(subscriber.c.language).where(subscriber.c.number == number)) or ""


def open_session(store: Store, token: str, now: datetime) -> str | None:
    """Use up a login link and return the secret of a new session; None when the link is unknown, used or too old."""
    with store.engine.begin() as connection:
        number = _find(connection, _LINK, token, now)
        if number is None:
            return None
        connection.execute(delete(session).where(session.c.token_hash == _hash(token)))
        secret = secrets.token_urlsafe(24)
        _insert(connection, _SESSION, number, secret, now + SESSION_VALID)
        return secret


def find_reader(store: Store, secret: str, now: datetime) -> int | None:
    """Return the number of the reader whose session this is, None when it has ended."""
    with store.reading.connect() as connection:
        return _find(connection, _SESSION, secret, now)


def close_session(store: Store, secret: str) -> None:
    """End a session; one that has ended stays so."""
    with store.engine.begin() as connection:
        connection.execute(delete(session).where(session.c.token_hash == _hash(secret)))


def close_all(connection: Connection, number: int) -> None:
    """End all sessions of a subscriber and the links that would open one, inside the caller's transaction."""
    connection.execute(delete(session).where(session.c.subscriber == number))


def _find(connection: Connection, kind: str, token: str, now: datetime) -> int | None:
    """Return the number of the reader whose living link or session this is; erased readers have none."""
    valid = (session.c.token_hash == _hash(token), session.c.kind == kind, session.c.expires_at > timestamp(now))
    alive = select(session.c.subscriber).join(subscriber, subscriber.c.number == session.c.subscriber)
    return connection.scalar(alive.where(*valid, subscriber.c.status != Status.ERASED.value))


def _insert(connection: Connection, kind: str, number: int, token: str, expires_at: datetime) -> None:
    row = {"token_hash": _hash(token), "kind": kind, "subscriber": number, "expires_at": timestamp(expires_at)}
    connection.execute(insert(session).values(row))


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
