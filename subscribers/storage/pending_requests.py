"""Requests that wait for their confirmation: to sign up, or to move to another address.

A request is no consent, so it is no line of the consent log. It holds an address, encrypted like those of subscribers,
for seven days at most (`services/retention.py`); of its token only a hash is stored.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Row, exists, func, insert, select, update

from subscribers.policy.mailboxes import fingerprints
from subscribers.policy.model import PUBLIC_ID_BYTES, SuppressionReason
from subscribers.storage.store import Store
from subscribers.storage.tables import pending_request, suppression
from subscribers.storage.timestamps import timestamp

CONFIRM_WITHIN = timedelta(hours=72)
"""How long the link of a confirmation mail works."""
_DEAD = 2
"""The value of `used` of a request whose link no longer works; the row stays, because moves are counted."""


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A request to store: the normalised address, how it came, the wording agreed to.

    `moves` is the number of the subscriber who moves to this address, None for a sign-up.
    """

    address: str
    language: str
    source: str
    wording: str
    moves: int | None = None


@dataclass(frozen=True, slots=True)
class PendingRequest:
    """A stored request whose link still works; `used` once it, or another one of the same address, was confirmed."""

    number: int
    public_id: bytes
    address: bytes
    address_index: bytes
    language: str
    source: str
    wording: str
    asked_at: datetime
    moves: int | None
    used: bool


def sealed(store: Store, new: NewRequest, token: str, now: datetime) -> dict[str, str | bytes | int | None]:
    """Return the row of a new request, its address encrypted and its token hashed; nothing is written."""
    public_id = secrets.token_bytes(PUBLIC_ID_BYTES)
    found_by = fingerprints(store.keyring, new.address)
    return {
        "token_hash": _hash(token),
        "public_id": public_id,
        "address": store.cipher.encrypt(new.address, public_id),
        "address_index": found_by.address,
        "mailbox_index": found_by.mailbox,
        "domain_index": found_by.domain,
        "language": new.language,
        "source": new.source,
        "wording": new.wording,
        "asked_at": timestamp(now),
        "moves": new.moves,
    }


def add(connection: Connection, row: dict[str, str | bytes | int | None]) -> None:
    """Store what `sealed` returned."""
    connection.execute(insert(pending_request).values(row))


def find(connection: Connection, token: str, now: datetime) -> PendingRequest | None:
    """Find the request that a token belongs to, for as long as its link works: not at the very end of the 72 hours.

    Nor once the address was left after it was asked for, as the journal may say of a link that a restored backup takes
    for unused.
    """
    return _find(connection, token, pending_request.c.asked_at > timestamp(now - CONFIRM_WITHIN))


def find_old(connection: Connection, token: str) -> PendingRequest | None:
    """Do as `find` for a link that is too old, too, for as long as its request is kept."""
    return _find(connection, token)


def _find(connection: Connection, token: str, *young_enough: ColumnElement[bool]) -> PendingRequest | None:
    left = exists().where(
        suppression.c.address_index == pending_request.c.address_index,
        suppression.c.reason == SuppressionReason.LEFT.value,
        suppression.c.at > pending_request.c.asked_at,
    )
    alive = (*young_enough, pending_request.c.used != _DEAD, (pending_request.c.used == 1) | ~left)
    row = connection.execute(
        select(pending_request).where(pending_request.c.token_hash == _hash(token), *alive)
    ).first()
    return read_row(row) if row else None


def read_row(row: Row[tuple[object, ...]]) -> PendingRequest:
    """Return what a row of the table holds."""
    return PendingRequest(
        number=row.number,
        public_id=bytes(row.public_id),
        address=bytes(row.address),
        address_index=bytes(row.address_index),
        language=row.language,
        source=row.source,
        wording=row.wording,
        asked_at=datetime.fromisoformat(row.asked_at),
        moves=row.moves,
        used=bool(row.used),
    )


def mark_used(connection: Connection, request: PendingRequest) -> None:
    """Mark a confirmed request as used, and with it every other one of its address: an older link confirms nothing."""
    alike = (pending_request.c.address_index == request.address_index) | (pending_request.c.number == request.number)
    connection.execute(update(pending_request).where(alike).values(used=1, network=None))


def end_of_mailbox(connection: Connection, number: int, address_index: bytes, but: PendingRequest) -> None:
    """Let the links die that a subscriber asked for, or that went to an address, `but` for one request.

    They come from a mailbox that is no longer the reader's.
    """
    theirs = (pending_request.c.moves == number) | (pending_request.c.address_index == address_index)
    others = (theirs, pending_request.c.number != but.number)
    connection.execute(update(pending_request).where(*others).values(used=_DEAD, network=None))


def count_moves(connection: Connection, number: int, since: datetime) -> int:
    """Count the addresses that a subscriber wanted to move to after `since`."""
    asked = (pending_request.c.moves == number, pending_request.c.asked_at > timestamp(since))
    return connection.scalar(select(func.count()).select_from(pending_request).where(*asked)) or 0


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
