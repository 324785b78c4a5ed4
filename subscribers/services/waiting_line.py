"""Writing the mails of those who wait in line, as soon as the breaker lets some through.

Called by the schedule (`digest.app.schedule`). What a mail says is decided now: whoever confirmed meanwhile gets the
link to the preferences, whoever was suppressed gets nothing.
"""

import secrets
from datetime import datetime

from sqlalchemy import Connection

from subscribers.errors import KeysUnusable
from subscribers.policy.caps import HOUR, MailKind, domain_is_full, is_busy, slots_for_the_line
from subscribers.policy.mailboxes import fingerprints
from subscribers.policy.tokens import RANDOM_BYTES
from subscribers.ports import ReaderMail
from subscribers.services.form_decision import Demand, SignupOutcome, gets_letters, refusal
from subscribers.services.preferences import is_discreet
from subscribers.storage import sessions, waiting_line
from subscribers.storage.pending_requests import PendingRequest
from subscribers.storage.signup_log import FormMail, count_mails, count_outcome, enqueue_counted, mails_to_domain
from subscribers.storage.store import Store
from subscribers.storage.suppression_list import record_asked

_AT_ONCE = 50


def write_waiting(store: Store, mail: ReaderMail, now: datetime, letters_per_hour: int) -> int:
    """Write the mails whose turn has come, as many as may go now; return how many requests left the line."""
    gone = 0
    while left := _write_some(store, mail, now, letters_per_hour):
        gone += left
    return gone


def asks_for_proof(store: Store, now: datetime, letters_per_hour: int) -> bool:
    """Return whether forms come in so fast that browsers should be asked for a small computation."""
    with store.reading.connect() as connection:
        return is_busy(count_mails(connection, now - HOUR), letters_per_hour)


def _write_some(store: Store, mail: ReaderMail, now: datetime, letters_per_hour: int) -> int:
    with store.reading.connect() as connection:  # nearly always there is nobody, and then nobody is held up
        if not waiting_line.waits(connection, None, now):
            return 0
    with store.engine.begin() as connection:
        slots = slots_for_the_line(count_mails(connection, now - HOUR), letters_per_hour)
        found = waiting_line.next_in_line(connection, min(slots, _AT_ONCE), now)
        return sum(_write_one(store, connection, mail, request, now) for request in found)


def _write_one(store: Store, connection: Connection, mail: ReaderMail, request: PendingRequest, now: datetime) -> bool:
    """Write one mail, or drop its request where nothing may be written any more; return whether it left the line."""
    try:
        address = store.cipher.decrypt(request.address, request.public_id)
    except KeysUnusable:
        waiting_line.drop(connection, request)
        return True
    found_by = fingerprints(store.keyring, address)
    if domain_is_full(mails_to_domain(connection, found_by, now), now):
        # filled up by those just before it, or known by another domain since the program was updated: it stays in line
        waiting_line.record_domain(connection, request, found_by.domain)
        return False
    reader = _reader(store, connection, request)
    kind = MailKind.KNOWN if reader else MailKind.CONFIRM
    demand = Demand(found_by, MailKind.MOVE if request.moves is not None else kind, now)
    if refusal(store, connection, demand, mail.lost):
        waiting_line.drop(connection, request)
        return True
    token = secrets.token_urlsafe(RANDOM_BYTES)
    discreet = is_discreet(connection, request.moves or reader)
    enqueue = mail.write(demand.kind, request.language, token, discreet=discreet)
    if demand.kind is MailKind.KNOWN and reader:
        waiting_line.drop(connection, request)
        sessions.grant_link(connection, reader, token, now)
    else:
        waiting_line.leave_line(connection, request, token)
    enqueue_counted(connection, enqueue, FormMail(address, found_by, demand.kind, waited=True), now)
    record_asked(connection, request.address_index, now)
    count_outcome(connection, SignupOutcome.WRITTEN, now)
    return True


def _reader(store: Store, connection: Connection, request: PendingRequest) -> int | None:
    """Return the number of the confirmed reader who has the address and gets letters there; None when there is none."""
    known = store.find_by_index(connection, request.address_index)
    return known[0] if known and gets_letters(connection, known, request.address_index) else None
