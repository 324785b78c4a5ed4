"""Entering.

A reader asks for the link to their own preferences, and it is mailed to the address on the list, to no other.
"""

import secrets
from datetime import datetime

from sqlalchemy import select

from subscribers.policy.caps import MailKind, may_write
from subscribers.policy.preferences import read_preferences
from subscribers.ports import ReaderMail
from subscribers.storage import sessions
from subscribers.storage.signup_log import count_outcome, earlier_mails, enqueue_counted
from subscribers.storage.store import Store
from subscribers.storage.tables import subscriber


def ask_for_link(store: Store, mail: ReaderMail, number: int, now: datetime) -> bool:
    """Mail a reader the link that opens their preferences; return whether one is on its way.

    None is when it was asked for too often, or when the address is erased or suppressed.
    """
    with store.reading.connect() as connection:
        person = connection.execute(select(subscriber).where(subscriber.c.number == number)).one()
    if person.address is None:
        return False
    token = secrets.token_urlsafe(24)
    enqueue = mail.write(
        MailKind.PREFERENCES, person.language, token, discreet=read_preferences(person.preferences).discreet
    )
    address = store.cipher.decrypt(person.address, person.public_id)
    with store.engine.begin() as connection:
        earlier = earlier_mails(connection, person.address_index, now)
        allowed = may_write(MailKind.PREFERENCES, earlier, now) and not store.is_barred(
            connection, person.address_index
        )
        if allowed:
            sessions.grant_link(connection, number, token, now)
            enqueue_counted(connection, enqueue, person.address_index, MailKind.PREFERENCES, address, now)
        count_outcome(connection, "link" if allowed else "link capped", now)
    return allowed
