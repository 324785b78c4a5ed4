"""Undo: a reader takes back, within minutes, that they left (docs/decisions/0021).

Not the link of a letter does it, which never expires and many may hold, but a value that stands only on the page which
told of this very withdrawal. It is no new consent: the one before counts again, as if nothing had been pressed. So
whatever else happened ends it: another withdrawal, erasing, a suppression, the time, a restored backup. No line of
the journal tells of it: after a restore the withdrawal counts.
"""

from datetime import datetime

from sqlalchemy import Connection, select

from subscribers.policy.model import ConsentRecord, Event, Status
from subscribers.storage.consent_heads import record_consent_head
from subscribers.storage.identity import find_identity
from subscribers.storage.store import Store
from subscribers.storage.suppression_list import reason_for
from subscribers.storage.tables import consent_record
from subscribers.storage.timestamps import timestamp
from subscribers.storage.undo_grants import Grant, find_grant, mark_used, offer_grant

SOURCE = "the page that told of it"


def offer_undo(store: Store, number: int, status: Status, now: datetime) -> str | None:
    """Return a value by which a reader who is about to leave may take it back; None for who gets no letters anyway.

    Before they leave, because leaving once more ends it.
    """
    if status is not Status.CONFIRMED:
        return None
    return offer_grant(store.soon, Grant.UNDO, number, now)


def undo_unsubscribe(store: Store, number: int, value: str, wording: str, now: datetime) -> bool:
    """Take a withdrawal back; return whether it is, also when it was by the same button before.

    `wording` is the id of the words beside the button.
    """
    with store.engine.begin() as connection:
        grant = find_grant(connection, Grant.UNDO, number, value, now)
        if grant is None:
            return False
        withdrawn_at, was_used = grant
        status, last = _stands(connection, number)
        if was_used:
            return (status, last[0]) == (Status.CONFIRMED, Event.UNDO)
        if (status, *last) != (Status.UNSUBSCRIBED, Event.UNSUBSCRIBE, timestamp(withdrawn_at)):
            return False
        if reason_for(connection, find_identity(connection, number).address_index or b"") is not None:
            return False
        store.apply_event_in(connection, Event.UNDO, number, ConsentRecord(Event.UNDO, now, SOURCE, wording))
        mark_used(connection, Grant.UNDO, value)
    record_consent_head(store, now)
    return True


def _stands(connection: Connection, number: int) -> tuple[Status, tuple[Event, str]]:
    """Return a subscriber's status, and what was recorded of them last, and when."""
    status = Status(find_identity(connection, number).status)
    own = select(consent_record.c.event, consent_record.c.at).where(consent_record.c.subscriber == number)
    last = connection.execute(own.order_by(consent_record.c.number.desc()).limit(1)).one()
    return status, (Event(last.event), last.at)
