"""The login link: a reader asks for it, and it is mailed to the address on the list, to no other."""

import secrets
from datetime import datetime

from sqlalchemy import select

from subscribers.policy.caps import MailKind, may_write
from subscribers.policy.mailboxes import fingerprints
from subscribers.policy.tokens import RANDOM_BYTES
from subscribers.ports import ReaderMail
from subscribers.services.preferences import is_discreet
from subscribers.storage import sessions
from subscribers.storage.signup_log import FormMail, count_outcome, earlier_mails, enqueue_counted
from subscribers.storage.store import Store
from subscribers.storage.suppression_list import is_barred, reason_for
from subscribers.storage.tables import subscriber


def renew_link(store: Store, mail: ReaderMail, token: str, now: datetime) -> bool:
    """Mail a new link to the reader whom the link with `token` was for, as `ask_for_link`; to nobody for any other."""
    number = sessions.reader_of_link(store, token)
    return number is not None and ask_for_link(store, mail, number, now)


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
    token = secrets.token_urlsafe(RANDOM_BYTES)
    enqueue = mail.write(MailKind.PREFERENCES, person.language, token, discreet=discreet)
    found_by = fingerprints(store.keyring, address)
    with store.engine.begin() as connection:
        earlier = earlier_mails(connection, found_by, now, mail.lost)
        barred = is_barred(connection, found_by) or reason_for(connection, found_by.address) is not None
        allowed = may_write(MailKind.PREFERENCES, earlier, now) and not barred
        # moved or erased a moment ago: nothing more goes to that address
        here = store.find_by_index(connection, found_by.address)
        if allowed := allowed and here is not None and here[0] == number:
            sessions.grant_link(connection, number, token, now)
            enqueue_counted(connection, enqueue, FormMail(address, found_by, MailKind.PREFERENCES), now)
        count_outcome(connection, "link" if allowed else "link capped", now)
    return allowed
