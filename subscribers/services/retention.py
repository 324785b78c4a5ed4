"""Retention: what is deleted by itself, and when (GDPR art. 5(1)(e)).

Requests that nobody confirmed, and newcomers whom nobody welcomed, go after seven days, links seven days after their
end, sessions and solved challenges at their end, counts of mails and fingerprints of former mailboxes after thirty,
when no event about them can come any more, and the address of somebody who left after the time the newsroom has set.
What stays of the last is a number, the consent log, and a keyed fingerprint.
"""

from datetime import datetime, timedelta

from sqlalchemy import Select, delete, exists, func, select

from subscribers.policy.caps import REMEMBERED
from subscribers.policy.model import Event, Status
from subscribers.services.erase import erase
from subscribers.storage.newcomers import KEPT
from subscribers.storage.sessions import is_over
from subscribers.storage.store import Store
from subscribers.storage.tables import (
    consent_record,
    form_mail,
    former_mailbox,
    newcomer,
    pending_request,
    session,
    spent_challenge,
    subscriber,
)
from subscribers.storage.timestamps import timestamp

UNCONFIRMED = timedelta(days=7)
SOURCE = "left, and the time to keep the address is over"
_AT_ONCE = 500


def apply_retention(store: Store, keep_left: timedelta, now: datetime) -> int:
    """Delete what is due; return how many readers were erased.

    `keep_left` is how long addresses of those who left are kept. Nothing is written where nothing is due.
    """
    due = {
        pending_request: pending_request.c.asked_at <= timestamp(now - UNCONFIRMED),
        session: is_over(now),
        form_mail: form_mail.c.at <= timestamp(now - REMEMBERED),
        former_mailbox: former_mailbox.c.moved_at <= timestamp(now - REMEMBERED),
        newcomer: newcomer.c.confirmed_at <= timestamp(now - KEPT),
        spent_challenge: spent_challenge.c.expires_at <= timestamp(now),
    }
    with store.reading.connect() as connection:
        anything = any(connection.scalar(select(exists().where(old))) for old in due.values())
        left = list(connection.scalars(_left_before(timestamp(now - keep_left)).limit(_AT_ONCE)))
    if anything:
        with store.engine.begin() as connection:
            for table, old in due.items():
                connection.execute(delete(table).where(old))
    for number in left:
        erase(store, number, SOURCE, now)
    return len(left)


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
