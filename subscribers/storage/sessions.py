"""How a reader comes to their own data: a mailed link opens it once within 20 minutes, for a session of 30.

Only hashes of tokens are stored. Looking at the link opens nothing (scanners look); pressing its button uses it up. For
a week after, whoever holds it can have a new one mailed to the reader; it opens nothing any more.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from subscribers.policy.model import Status
from subscribers.storage.store import Store
from subscribers.storage.tables import session, subscriber
from subscribers.storage.timestamps import timestamp

LINK_VALID = timedelta(minutes=20)
SESSION_VALID = timedelta(minutes=30)
RENEWABLE = timedelta(days=7)
"""How long after its end a link can be exchanged for a new one."""
_LINK, _USED_LINK, _SESSION = "link", "used", "session"
_LINKS = (_LINK, _USED_LINK)


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
        connection.execute(update(session).where(session.c.token_hash == _hash(token)).values(kind=_USED_LINK))
        secret = secrets.token_urlsafe(24)
        _insert(connection, _SESSION, number, secret, now + SESSION_VALID)
        return secret


def reader_of_link(store: Store, token: str) -> int | None:
    """Return the number of the reader whom a link was for, also when it is used up or too old; None for others."""
    links = select(session.c.subscriber).join(subscriber, subscriber.c.number == session.c.subscriber)
    mine = (session.c.token_hash == _hash(token), session.c.kind.in_(_LINKS))
    with store.reading.connect() as connection:
        return connection.scalar(links.where(*mine, subscriber.c.status != Status.ERASED.value))


def is_over(now: datetime) -> ColumnElement[bool]:
    """Return the condition under which a row is of no use any more: it has ended, a link a week ago."""
    ended, long_ended = (session.c.expires_at <= timestamp(at) for at in (now, now - RENEWABLE))
    return ended & session.c.kind.not_in(_LINKS) | long_ended


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
