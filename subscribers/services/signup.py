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
from enum import StrEnum

from sqlalchemy import Connection

from subscribers.policy.addresses import BadAddress, index, is_disposable, normalise
from subscribers.policy.caps import DAY, HOUR, MOVES_A_DAY, MailKind, may_write, must_pause
from subscribers.policy.model import Status
from subscribers.ports import ReaderMail
from subscribers.services.preferences import is_discreet
from subscribers.storage import pending_requests, sessions
from subscribers.storage.pending_requests import NewRequest
from subscribers.storage.signup_log import count_mails, count_outcome, earlier_mails, enqueue_counted
from subscribers.storage.store import Store
from subscribers.storage.suppression_list import is_barred, may_ask_once, reason_for, record_asked

DISPOSABLE = "at a throwaway mailbox"
"""Counted beside the outcome, so that the newsroom can see an attack.

Such a mailbox is as good as any other, and may be a safer one.
"""
_NOWHERE = "nobody@letter.invalid"
_TOKEN_BYTES = 24


@dataclass(frozen=True, slots=True)
class SignupRequest:
    """A filled-in form.

    The address as typed, the language wanted, by which way it came, and the id of the wording agreed to.
    """

    address: str
    language: str
    source: str
    wording: str


class SignupOutcome(StrEnum):
    """What became of a request; counted by day, shown to nobody outside."""

    WRITTEN = "written"  # a confirmation mail is on its way
    KNOWN = "known"  # here already: got the link to the preferences instead
    CAPPED = "capped"  # this address got enough mails from forms
    PAUSED = "paused"  # the breaker: all addresses together did
    SUPPRESSED = "suppressed"
    NO_ADDRESS = "no_address"  # not a valid address


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
    address_index = index(store.keyring, address)
    with store.reading.connect() as connection:
        known = store.find_by_index(connection, address_index)
        discreet = is_discreet(connection, known[0] if known else None)
        confirmed = _gets_letters(connection, known, address_index)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    kind = MailKind.KNOWN if confirmed else MailKind.CONFIRM
    enqueue = mail.write(kind, signup.language, token, discreet=discreet)
    row = pending_requests.sealed(
        store, NewRequest(address, signup.language, signup.source, signup.wording), token, now
    )
    with store.engine.begin() as connection:
        outcome = (
            _decide(store, connection, address_index, kind, now, letters_per_hour)
            if usable
            else SignupOutcome.NO_ADDRESS
        )
        with _kept_if(connection, outcome in {SignupOutcome.WRITTEN, SignupOutcome.KNOWN}):
            if known is not None and confirmed:
                sessions.grant_link(connection, known[0], token, now)
            else:
                pending_requests.add(connection, row)
            enqueue_counted(connection, enqueue, address_index, kind, address, now)
            record_asked(connection, address_index, now)
        count_outcome(connection, outcome, now)
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
    address_index = index(store.keyring, normal)
    person, _ = store.get(number)
    with store.reading.connect() as connection:
        discreet = is_discreet(connection, number)
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    enqueue = mail.write(MailKind.MOVE, person.language, token, discreet=discreet)
    new = NewRequest(normal, person.language, "the reader's preferences", "", moves=number)
    row = pending_requests.sealed(store, new, token, now)
    with store.engine.begin() as connection:
        outcome = _decide(store, connection, address_index, MailKind.MOVE, now, letters_per_hour)
        moves = pending_requests.count_moves(connection, number, now - DAY)
        if outcome is SignupOutcome.WRITTEN and moves >= MOVES_A_DAY:
            outcome = SignupOutcome.CAPPED
        with _kept_if(connection, outcome is SignupOutcome.WRITTEN):
            pending_requests.add(connection, row)
            enqueue_counted(connection, enqueue, address_index, MailKind.MOVE, normal, now)
        count_outcome(connection, outcome, now)
    return outcome


@contextmanager
def _kept_if(connection: Connection, wanted: bool) -> Iterator[None]:
    """Keep the work of the `with` block if it is wanted, else undo it: the time it takes is the same either way."""
    attempt = connection.begin_nested()
    yield
    if wanted:
        attempt.commit()
    else:
        attempt.rollback()


def _decide(
    store: Store, connection: Connection, address_index: bytes, kind: MailKind, now: datetime, letters_per_hour: int
) -> SignupOutcome:
    """Return what becomes of a request, decided inside the transaction: whether a mail goes out, or why not."""
    last_hour = count_mails(connection, now - HOUR)
    known = store.find_by_index(connection, address_index)
    confirmed = _gets_letters(connection, known, address_index)
    allowed = may_write(kind, earlier_mails(connection, address_index, now), now)
    permitted = may_ask_once(connection, address_index)
    if is_barred(connection, address_index) and not (permitted and kind is MailKind.CONFIRM):
        return SignupOutcome.SUPPRESSED
    if not allowed:
        return SignupOutcome.CAPPED
    if must_pause(kind, last_hour, letters_per_hour):
        return SignupOutcome.PAUSED
    if kind is not MailKind.MOVE and confirmed is not (kind is MailKind.KNOWN):
        return SignupOutcome.CAPPED  # confirmed or left since the mail was written: it would say the wrong thing
    return SignupOutcome.KNOWN if kind is MailKind.KNOWN else SignupOutcome.WRITTEN


def _gets_letters(connection: Connection, known: tuple[int, Status] | None, address_index: bytes) -> bool:
    """Return whether an address is that of a confirmed reader, not suppressed: then there is nothing to confirm."""
    suppressed = reason_for(connection, address_index) is not None
    return known is not None and known[1] is Status.CONFIRMED and not suppressed
