"""The login link: a reader asks for it, and it is mailed to the address on the list, to no other."""

import secrets
from datetime import datetime

from sqlalchemy import select

from subscribers.policy.caps import MailKind, may_write
from subscribers.ports import ReaderMail
from subscribers.services.preferences import is_discreet
from subscribers.storage import sessions
from subscribers.storage.signup_log import count_outcome, earlier_mails, enqueue_counted
from subscribers.storage.store import Store
from subscribers.storage.suppression_list import reason_for
from subscribers.storage.tables import subscriber

_TOKEN_BYTES = 24


def ask_for_link(store: Store, mail: ReaderMail, number: int, now: datetime) -> bool:
    """Mail a reader the link that opens their preferences; return whether one is on its way.

    None is when it was asked for too often, or when the address is erased, does not open or is suppressed; also by
    `left`, which a reader has who moved away from it and whom a restored backup put back.
    """
    with store.reading.connect() as connection:
        columns = select(subscriber.c.language, subscriber.c.address_index)
        person = connection.execute(columns.where(subscriber.c.number == number)).one()
        discreet = is_discreet(connection, number)
    address = store.addresses([number]).get(number)
    if address is None:
        return False
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    enqueue = mail.write(MailKind.PREFERENCES, person.language, token, discreet=discreet)
    with store.engine.begin() as connection:
        earlier = earlier_mails(connection, person.address_index, now)
        suppressed = reason_for(connection, person.address_index) is not None
        allowed = may_write(MailKind.PREFERENCES, earlier, now) and not suppressed
        if allowed:
            sessions.grant_link(connection, number, token, now)
            enqueue_counted(connection, enqueue, person.address_index, MailKind.PREFERENCES, address, now)
        count_outcome(connection, "link" if allowed else "link capped", now)
    return allowed
