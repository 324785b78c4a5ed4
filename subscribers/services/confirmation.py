"""Sign-up, second half: the owner of an address confirms a request; only now there is consent, and it is recorded.

Request and confirmation go into the consent log together. A change of address is confirmed in the same way.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, select, update

from subscribers.policy.mailboxes import mailbox_index
from subscribers.policy.model import ConsentRecord, Event, Status, SuppressionReason
from subscribers.storage import consent_log, pending_requests, sessions
from subscribers.storage.consent_heads import record_consent_head
from subscribers.storage.mailboxes import leave_mailbox, moved_words, was_left
from subscribers.storage.newcomers import add_newcomer
from subscribers.storage.pending_requests import PendingRequest
from subscribers.storage.safety_lines import suppress_words
from subscribers.storage.store import Store
from subscribers.storage.suppression_list import lift_by_confirmation, lift_left, suppress_address
from subscribers.storage.tables import NewSubscriber, subscriber
from subscribers.storage.timestamps import timestamp

SOURCE = "the link in the confirmation letter"
MOVED = "the reader moved to another address"


class Confirmed(StrEnum):
    """What a confirmation did."""

    SIGNED_UP = "signed_up"
    MOVED = "moved"


def find_pending(store: Store, token: str, now: datetime) -> tuple[str, bool] | None:
    """Return the language of a request that can still be confirmed, and whether it is a change of address.

    None for any other token.
    """
    with store.reading.connect() as connection:
        found = pending_requests.find(connection, token, now)
    return (found.language, found.moves is not None) if found else None


def confirm(store: Store, token: str, now: datetime) -> tuple[str, Confirmed] | None:
    """Confirm the request of a token; return the reader's language and what it was, None for one unknown or too old.

    Confirming twice changes nothing, not even for somebody who left in between.
    """
    with store.engine.begin() as connection:
        found = pending_requests.find(connection, token, now)
        if found is None:
            return None
        if not found.used:
            if found.moves is None:
                _confirm_signup(store, connection, found, now)
            else:
                _confirm_move(store, connection, found, found.moves, now)
            pending_requests.mark_used(connection, found)
    if not found.used:
        record_consent_head(store, now)
    return found.language, Confirmed.SIGNED_UP if found.moves is None else Confirmed.MOVED


def _confirm_signup(store: Store, connection: Connection, request: PendingRequest, now: datetime) -> None:
    """Record request and confirmation, for a new subscriber or for one who comes back."""
    known = store.find_by_index(connection, request.address_index)
    asked = ConsentRecord(Event.REQUEST, request.asked_at, request.source, request.wording)
    agreed = ConsentRecord(Event.CONFIRM, now, SOURCE, request.wording, now)
    if known is None:
        address = store.cipher.decrypt(request.address, request.public_id)
        row: NewSubscriber = {
            "public_id": request.public_id,
            "address": request.address,
            "address_index": request.address_index,
            "mailbox_index": mailbox_index(store.keyring, address),
            "status": Status.REQUESTED,
            "language": request.language,
            "created_at": timestamp(now),
        }
        number = store.add(connection, row)
        consent_log.append(connection, store.keyring, [(request.public_id, asked)])
    else:
        number = known[0]
        store.apply_event_in(connection, Event.REQUEST, number, asked)
        back = update(subscriber).where(subscriber.c.number == number, subscriber.c.status != Status.CONFIRMED.value)
        connection.execute(back.values(language=request.language, paused_until=None))
    lifted = lift_by_confirmation(connection, request.address_index)
    was_reader = known is not None and known[1] is Status.CONFIRMED
    if (lifted or not was_reader) and not was_left(connection, request.address_index):
        add_newcomer(connection, number, now)
    if lifted and was_reader:  # no step of the table, and yet a new consent
        public_id = bytes.fromhex(store.get(number)[0].id)
        consent_log.append(connection, store.keyring, [(public_id, asked), (public_id, agreed)])
    else:
        store.apply_event_in(connection, Event.CONFIRM, number, agreed)


def _confirm_move(store: Store, connection: Connection, request: PendingRequest, number: int, now: datetime) -> None:
    """Write the confirmed address to the subscriber `number`; whoever had it before is erased: both are one reader.

    What was mailed to the former mailbox opens and moves nothing any more, and nothing brings that address back but
    its owner's own sign-up: no import, and no restored backup, which does not know of the move.
    """
    person = connection.execute(
        select(subscriber.c.public_id, subscriber.c.status, subscriber.c.address_index).where(
            subscriber.c.number == number
        )
    ).first()
    if person is None or person.status != Status.CONFIRMED.value:
        return
    address = store.cipher.decrypt(request.address, request.public_id)
    other = store.find_by_index(connection, request.address_index)
    if other is not None and other[0] != number:
        moved_here = ConsentRecord(Event.ERASE, now, "another subscriber moved to this address", "")
        store.apply_event_in(connection, Event.ERASE, other[0], moved_here)
    lift_left(connection, request.address_index)
    values = {
        "address": store.cipher.encrypt(address, person.public_id),
        "address_index": request.address_index,
        "mailbox_index": mailbox_index(store.keyring, address),
    }
    connection.execute(update(subscriber).where(subscriber.c.number == number).values(values))
    moved = ConsentRecord(Event.MOVE, now, "confirmed at the new address", "")
    store.apply_event_in(connection, Event.MOVE, number, moved)
    former = bytes(person.address_index)
    if former != request.address_index:
        sessions.close_all(connection, number)
        pending_requests.end_of_mailbox(connection, number, former, request)
        moves = leave_mailbox(connection, number, former, now)
        lines = [moved_words(person.public_id, moves)]
        if suppress_address(connection, former, SuppressionReason.LEFT, MOVED, now):
            lines.append(suppress_words(former, SuppressionReason.LEFT))
        for line in store.journal.append_all([(timestamp(now), *words) for words in lines]):
            store.journal.record_applied(connection, line)
