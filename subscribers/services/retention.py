"""Retention: what is forgotten by itself, and when.

Requests that nobody confirmed go after seven days, links and sessions when they end, counts of letters after thirty
days, and the address of somebody who left after the time the newsroom has set. What stays of the last is a number, the
consent log, and a keyed fingerprint.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, Select, delete, exists, func, select

from subscribers.policy.caps import REMEMBERED
from subscribers.policy.model import Event, Status
from subscribers.services.erase import erase
from subscribers.storage.store import Store
from subscribers.storage.tables import consent_record, form_mail, pending_request, session, spent_challenge, subscriber
from subscribers.storage.timestamps import timestamp

UNCONFIRMED = timedelta(days=7)
SOURCE = "left, and the time to keep the address is over"
_AT_ONCE = 500


def apply_retention(store: Store, keep_left: timedelta, now: datetime) -> int:
    """Forget what is due; `keep_left` is how long addresses of those who left are kept.

    Returns how many readers were erased.
    """
    due = (
        pending_request.c.asked_at <= timestamp(now - UNCONFIRMED),
        session.c.expires_at <= timestamp(now),
        form_mail.c.at <= timestamp(now - REMEMBERED),
        spent_challenge.c.expires_at <= timestamp(now),
    )
    with store.reading.connect() as connection:
        anything = any(connection.scalar(select(exists().where(old))) for old in due)
        left = list(connection.scalars(_left_before(timestamp(now - keep_left)).limit(_AT_ONCE)))
    if anything:
        with store.engine.begin() as connection:
            _delete(connection, due)
    for number in left:
        erase(store, number, SOURCE, now)
    return len(left)


def _delete(connection: Connection, due: tuple[object, ...]) -> None:
    for table, old in zip((pending_request, session, form_mail, spent_challenge), due, strict=True):
        connection.execute(delete(table).where(old))  # type: ignore[arg-type]


def _left_before(instant: str) -> Select[tuple[int]]:
    """Select those who are off the list, and whose last leaving was before `instant`."""
    last = (
        select(func.max(consent_record.c.at))
        .where(consent_record.c.subscriber == subscriber.c.number, consent_record.c.event == Event.UNSUBSCRIBE.value)
        .scalar_subquery()
    )
    return (
        select(subscriber.c.number)
        .where(subscriber.c.status == Status.UNSUBSCRIBED.value, last < instant)
        .order_by(subscriber.c.number)
    )
