"""The door to a reader's own data: a link mailed to their address opens it once within 20 minutes, for a session of 30.

Only hashes of tokens are kept. Looking at the link opens nothing (scanners look); pressing its button uses it up.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from subscribers.policy.model import Status
from subscribers.storage.consent_log import stamp
from subscribers.storage.store import Store
from subscribers.storage.tables import session, subscriber

LINK = timedelta(minutes=20)
SESSION = timedelta(minutes=30)
_LINK, _SESSION = "link", "session"


def grant(connection: Connection, number: int, token: str, now: datetime) -> None:
    """Let the mailed `token` open a subscriber's data, inside the caller's transaction."""
    _insert(connection, _LINK, number, token, now + LINK)


def language_of_link(store: Store, token: str, now: datetime) -> str | None:
    """Return the language of the reader whom a link is for, None when it opens nothing; changes nothing."""
    with store.reading.connect() as connection:
        number = _number(connection, _LINK, token, now)
        if number is None:
            return None
        return connection.scalar(select(subscriber.c.language).where(subscriber.c.number == number)) or ""


def open_session(store: Store, token: str, now: datetime) -> str | None:
    """Use a link up and give the secret of a new session; None when it opens nothing."""
    with store.engine.begin() as connection:
        number = _number(connection, _LINK, token, now)
        if number is None:
            return None
        connection.execute(delete(session).where(session.c.token_hash == _hash(token)))
        secret = secrets.token_urlsafe(24)
        _insert(connection, _SESSION, number, secret, now + SESSION)
        return secret


def reader_of(store: Store, secret: str, now: datetime) -> int | None:
    """Return the number of the reader whose session this is, None when it has ended."""
    with store.reading.connect() as connection:
        return _number(connection, _SESSION, secret, now)


def close_session(store: Store, secret: str) -> None:
    """End a session."""
    with store.engine.begin() as connection:
        connection.execute(delete(session).where(session.c.token_hash == _hash(secret)))


def _number(connection: Connection, kind: str, token: str, now: datetime) -> int | None:
    valid = (session.c.token_hash == _hash(token), session.c.kind == kind, session.c.expires_at > stamp(now))
    alive = select(session.c.subscriber).join(subscriber, subscriber.c.number == session.c.subscriber)
    return connection.scalar(alive.where(*valid, subscriber.c.status != Status.ERASED.value))


def _insert(connection: Connection, kind: str, number: int, token: str, expires_at: datetime) -> None:
    connection.execute(
        insert(session).values(token_hash=_hash(token), kind=kind, subscriber=number, expires_at=stamp(expires_at))
    )


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
