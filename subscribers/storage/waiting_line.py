"""The line in which requests wait while the breaker or a domain's limit holds their mails back.

A request in line is a pending request that names the network it came from, by an opaque name that nobody can turn back
(`web/throttle.py`); the name goes when its mail is written. Networks take turns: one that sends thousands waits for
itself.
"""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, or_, select, text, update

from subscribers.storage.pending_requests import PendingRequest, read_row
from subscribers.storage.signup_log import full_domains
from subscribers.storage.tables import pending_request
from subscribers.storage.timestamps import timestamp

WAITS_AT_MOST = timedelta(hours=48)
"""A mail that comes later than that would not be understood, and its link works for 72 hours from the request."""
_IN_LINE = text("network IS NOT NULL")
"""As the index has it, or it would not be used."""


def waits(connection: Connection, mailbox: bytes | None, now: datetime) -> bool:
    """Return whether a request of a mailbox waits in line, or with None of anybody."""
    alive = select(pending_request.c.number).where(
        _IN_LINE, pending_request.c.asked_at > timestamp(now - WAITS_AT_MOST)
    )
    whose = alive if mailbox is None else alive.where(pending_request.c.mailbox_index == mailbox)
    return connection.scalar(whose.limit(1)) is not None


def domain_waits(connection: Connection, domain: bytes | None, now: datetime) -> bool:
    """Return whether a request of a domain waits in line; nobody's does where it is a well-known provider's (None)."""
    alive = (_IN_LINE, pending_request.c.asked_at > timestamp(now - WAITS_AT_MOST))
    whose = select(pending_request.c.number).where(*alive, pending_request.c.domain_index == (domain or b""))
    return connection.scalar(whose.limit(1)) is not None


def record_domain(connection: Connection, request: PendingRequest, domain: bytes | None) -> None:
    """Record which domain a request in line is of."""
    this = pending_request.c.number == request.number
    connection.execute(update(pending_request).where(this).values(domain_index=domain))


def shorten(connection: Connection, most: int) -> None:
    """Take the last request out of a line of more than `most`: of the network that has most in it."""
    in_line = select(func.count()).select_from(pending_request).where(_IN_LINE)
    if (connection.scalar(in_line) or 0) > most:
        largest = select(pending_request.c.network).where(_IN_LINE).group_by(pending_request.c.network)
        most_of_all = largest.order_by(func.count().desc()).limit(1).scalar_subquery()
        last = select(func.max(pending_request.c.number)).where(pending_request.c.network == most_of_all)
        connection.execute(delete(pending_request).where(pending_request.c.number == last.scalar_subquery()))


def next_in_line(connection: Connection, most: int, now: datetime) -> list[PendingRequest]:
    """List those whose turn it is: the first of each network, then the second of each, but of no full domain."""
    turn = func.row_number().over(partition_by=pending_request.c.network, order_by=pending_request.c.number)
    rows = (
        select(pending_request)
        .where(_IN_LINE, pending_request.c.asked_at > timestamp(now - WAITS_AT_MOST))
        .where(or_(pending_request.c.domain_index.is_(None), pending_request.c.domain_index.not_in(full_domains(now))))
        .order_by(turn, pending_request.c.number)
        .limit(most)
    )
    return [read_row(row) for row in connection.execute(rows)]


def leave_line(connection: Connection, request: PendingRequest, token: str) -> None:
    """Take a request out of the line, now that a mail is written whose `token` confirms it."""
    left = {"network": None, "token_hash": hashlib.sha256(token.encode()).digest()}
    connection.execute(update(pending_request).where(pending_request.c.number == request.number).values(left))


def drop(connection: Connection, request: PendingRequest) -> None:
    """Delete a request that leads to nothing any more."""
    connection.execute(delete(pending_request).where(pending_request.c.number == request.number))
