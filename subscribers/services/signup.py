"""Sign-up, first half: a request, and a mail to the address. Nobody gets the digest before it is confirmed.

A request is no consent, so it is no line of the consent log (`storage/pending_requests.py`). Whatever is asked, the
caller learns nothing about the address, neither from what comes back nor from the time it takes: the same mail is
written and the same row is counted whether it goes out or not.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from subscribers.policy.addresses import BadAddress, is_disposable, normalise
from subscribers.policy.caps import DAY, LINE_HOURS, MOVES_A_DAY, MailKind
from subscribers.policy.mailboxes import fingerprints
from subscribers.policy.model import Status
from subscribers.policy.tokens import RANDOM_BYTES
from subscribers.ports import ReaderMail
from subscribers.services.form_decision import Demand, SignupOutcome, decide, gets_letters
from subscribers.services.preferences import is_discreet
from subscribers.storage import pending_requests, sessions, waiting_line
from subscribers.storage.pending_requests import NewRequest
from subscribers.storage.signup_log import FormMail, count_outcome, enqueue_counted
from subscribers.storage.store import Store
from subscribers.storage.suppression_list import record_asked
from subscribers.storage.tables import subscriber

DISPOSABLE = "at a throwaway mailbox"
"""Counted beside the outcome, so that the newsroom can see an attack.

Such a mailbox is as good as any other, and may be a safer one.
"""
_NOWHERE = "nobody@letter.invalid"
_MAILED = frozenset({SignupOutcome.WRITTEN, SignupOutcome.KNOWN})


@dataclass(frozen=True, slots=True)
class SignupRequest:
    """A filled-in form.

    The address as typed, the language wanted, by which way it came, the id of the wording agreed to; the opaque name of
    the network it came from, and which one of that network in this hour it is.
    """

    address: str
    language: str
    source: str
    wording: str
    network: bytes = b""
    of_network: int = 1


def request(
    store: Store, mail: ReaderMail, signup: SignupRequest, now: datetime, letters_per_hour: int
) -> SignupOutcome:
    """Handle a request to sign up, and enqueue a mail to the address where that is due.

    Asking twice is no second subscriber. `letters_per_hour` is the breaker's limit for all addresses together.
    """
    try:
        address, usable = normalise(signup.address), True
    except BadAddress:
        address, usable = _NOWHERE, False
    found_by = fingerprints(store.keyring, address)
    with store.reading.connect() as connection:
        known = store.find_by_index(connection, found_by.address)
        discreet = is_discreet(connection, known[0] if known else None)
        reader = known[0] if known is not None and gets_letters(connection, known, found_by.address) else None
    token = secrets.token_urlsafe(RANDOM_BYTES)
    kind = MailKind.KNOWN if reader else MailKind.CONFIRM
    enqueue = mail.write(kind, signup.language, token, discreet=discreet)
    new = NewRequest(address, signup.language, signup.source, signup.wording)
    row = pending_requests.sealed(store, new, token, now)
    demand = Demand(found_by, kind, now, signup.of_network)
    with store.engine.begin() as connection:
        outcome, counted = decide(store, connection, demand, mail.lost, letters_per_hour)
        if not usable:
            outcome = counted = SignupOutcome.NO_ADDRESS
        waits = outcome is SignupOutcome.PAUSED
        with _kept_if(connection, outcome in {*_MAILED, SignupOutcome.PAUSED}):
            if reader and not waits:
                sessions.grant_link(connection, reader, token, now)
            else:
                pending_requests.add(connection, row | {"network": signup.network if waits else None})
            waiting_line.shorten(connection, LINE_HOURS * letters_per_hour)
        with _kept_if(connection, outcome in _MAILED):
            enqueue_counted(connection, enqueue, FormMail(address, found_by, kind), now)
            record_asked(connection, found_by.address, now)
        count_outcome(connection, counted, now)
        if is_disposable(address):
            count_outcome(connection, DISPOSABLE, now)
    return outcome


def request_move(
    store: Store, mail: ReaderMail, number: int, address: str, now: datetime, letters_per_hour: int
) -> SignupOutcome:
    """Handle a reader's request to get the letter at another address; it counts once it is confirmed there.

    Raises `BadAddress`.
    """
    normal = normalise(address)
    found_by = fingerprints(store.keyring, normal)
    person, _ = store.get(number)
    with store.reading.connect() as connection:
        discreet = is_discreet(connection, number)
    token = secrets.token_urlsafe(RANDOM_BYTES)
    enqueue = mail.write(MailKind.MOVE, person.language, token, discreet=discreet)
    new = NewRequest(normal, person.language, "the reader's preferences", "", moves=number)
    row = pending_requests.sealed(store, new, token, now)
    demand = Demand(found_by, MailKind.MOVE, now)
    with store.engine.begin() as connection:
        outcome, counted = decide(store, connection, demand, mail.lost, letters_per_hour)
        if pending_requests.count_moves(connection, number, now - DAY) >= MOVES_A_DAY or not _is_here(
            connection, number
        ):
            outcome = counted = SignupOutcome.CAPPED
        waits = outcome is SignupOutcome.PAUSED
        with _kept_if(connection, outcome in {SignupOutcome.WRITTEN, SignupOutcome.PAUSED}):
            own_turn = b"reader" + number.to_bytes(8, "big")  # in line, every reader is a network of their own
            pending_requests.add(connection, row | {"network": own_turn if waits else None})
        with _kept_if(connection, outcome is SignupOutcome.WRITTEN):
            enqueue_counted(connection, enqueue, FormMail(normal, found_by, MailKind.MOVE), now)
        count_outcome(connection, counted, now)
    return outcome


def _is_here(connection: Connection, number: int) -> bool:
    """Return whether a reader is still on the list: somebody erased a moment ago causes nothing more."""
    status = connection.scalar(select(subscriber.c.status).where(subscriber.c.number == number))
    return status is not None and status != Status.ERASED.value


@contextmanager
def _kept_if(connection: Connection, wanted: bool) -> Iterator[None]:
    """Keep the work of the `with` block if it is wanted, else undo it: the time it takes is the same either way."""
    attempt = connection.begin_nested()
    yield
    if wanted:
        attempt.commit()
    else:
        attempt.rollback()
