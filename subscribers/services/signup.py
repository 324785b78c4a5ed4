"""Joining: a request, a letter to the address, a confirmation by its owner. Nobody gets the digest before the last.

A request is no consent, so it is no line in the consent log: it waits beside it, for seven days at most, and is written
into the book together with its confirmation. Whatever is asked, the caller learns nothing about the address, neither
from what comes back nor from the time it takes: the same letter is written and the same row is counted whether it goes
out or not.
"""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from subscribers.policy.addresses import BadAddress, index, is_disposable, normalise
from subscribers.policy.caps import DAY, HOUR, MOVES_A_DAY, MailKind, may_write, must_pause
from subscribers.policy.model import PUBLIC_ID_BYTES, ConsentRecord, Event, Status, SuppressionReason
from subscribers.ports import ReaderMail
from subscribers.storage import consent_log, sessions
from subscribers.storage.signup_log import count_outcome, earlier_mails, enqueue_counted
from subscribers.storage.store import Store
from subscribers.storage.tables import form_mail, pending_request, subscriber, suppression
from subscribers.storage.timestamps import timestamp

VALID = timedelta(hours=72)
"""How long the link of a confirmation letter works."""
CONFIRMED_BY = "the link in the confirmation letter"
DISPOSABLE = "at a throwaway mailbox"
"""Counted beside the outcome, so that the newsroom can see an onslaught.

Such a mailbox is as good as any other, and may be a safer one.
"""
_NOWHERE = "nobody@letter.invalid"


@dataclass(frozen=True, slots=True)
class SignupRequest:
    """A filled-in form.

    The address as typed, the language wanted, by which way it came, and the id of the wording agreed to.
    """

    address: str
    language: str
    source: str
    wording: str


class Outcome(StrEnum):
    """What became of a request; counted by day, told to nobody outside."""

    WRITTEN = "written"  # a confirmation letter is on its way
    KNOWN = "known"  # here already: got the link to the preferences instead
    CAPPED = "capped"  # this address got enough letters from forms
    PAUSED = "paused"  # the breaker: all addresses together did
    SUPPRESSED = "suppressed"
    NO_ADDRESS = "no_address"  # nothing that mail goes to


class Confirmed(StrEnum):
    """What a confirmation did."""

    JOINED = "joined"
    MOVED = "moved"


def request(store: Store, mail: ReaderMail, asking: SignupRequest, now: datetime, letters_per_hour: int) -> Outcome:
    """Take a request to join, and put a letter to the address in line where that is due.

    Asking twice is no second subscriber.
    """
    try:
        address, taken = normalise(asking.address), True
    except BadAddress:
        address, taken = _NOWHERE, False
    found = index(store.keyring, address)
    with store.reading.connect() as connection:
        known = store.find_by_index(connection, found)
        discreet = store.is_discreet(connection, found)
    here = known is not None and known[1] is Status.CONFIRMED
    token = secrets.token_urlsafe(24)
    kind = MailKind.KNOWN if here else MailKind.CONFIRM
    enqueue = mail.write(kind, asking.language, token, discreet=discreet)
    waiting = _row(store, address, asking, token, now)
    with store.engine.begin() as connection:
        outcome = _judge(store, connection, found, kind, now, letters_per_hour) if taken else Outcome.NO_ADDRESS
        with _kept_if(connection, outcome in {Outcome.WRITTEN, Outcome.KNOWN}):
            if known is not None and here:
                sessions.grant_link(connection, known[0], token, now)
            else:
                connection.execute(insert(pending_request).values(waiting))
            enqueue_counted(connection, enqueue, found, kind, address, now)
        count_outcome(connection, outcome, now)
        if is_disposable(address):
            count_outcome(connection, DISPOSABLE, now)
    return outcome


def request_move(
    store: Store, mail: ReaderMail, number: int, address: str, language: str, now: datetime, letters_per_hour: int
) -> Outcome:
    """Take a reader's wish to get the letter at another address; it counts once it is confirmed there.

    Raises `BadAddress`.
    """
    normal = normalise(address)
    found = index(store.keyring, normal)
    token = secrets.token_urlsafe(24)
    enqueue = mail.write(MailKind.MOVE, language, token, discreet=store.get(number)[0].preferences.discreet)
    waiting = _row(store, normal, SignupRequest(normal, language, "the reader's preferences", ""), token, now)
    with store.engine.begin() as connection:
        outcome = _judge(store, connection, found, MailKind.MOVE, now, letters_per_hour)
        if outcome is Outcome.WRITTEN and _moves(connection, number, now) >= MOVES_A_DAY:
            outcome = Outcome.CAPPED
        with _kept_if(connection, outcome is Outcome.WRITTEN):
            connection.execute(insert(pending_request).values(waiting | {"moves": number}))
            enqueue_counted(connection, enqueue, found, MailKind.MOVE, normal, now)
        count_outcome(connection, outcome, now)
    return outcome


def _moves(connection: Connection, number: int, now: datetime) -> int:
    asked = (pending_request.c.moves == number, pending_request.c.asked_at > timestamp(now - DAY))
    return connection.scalar(select(func.count()).select_from(pending_request).where(*asked)) or 0


@contextmanager
def _kept_if(connection: Connection, wanted: bool) -> Iterator[None]:
    """Do the same work whether it is wanted or not, and take it back if it is not: the time it takes tells nothing."""
    attempt = connection.begin_nested()
    yield
    if wanted:
        attempt.commit()
    else:
        attempt.rollback()


def pending(store: Store, token: str, now: datetime) -> tuple[str, bool] | None:
    """Return the language of a request that can still be confirmed, and whether it is a change of address.

    None for any other token.
    """
    with store.reading.connect() as connection:
        found = _found(connection, token, now)
    return (found.language, found.moves is not None) if found else None


def confirm(store: Store, token: str, now: datetime) -> tuple[str, Confirmed] | None:
    """Take a confirmation; return the reader's language and what it did, None for a token that is unknown or too old.

    Confirming twice changes nothing, not even for somebody who left in between.
    """
    with store.engine.begin() as connection:
        found = _found(connection, token, now)
        if found is None:
            return None
        if not found.used:
            if found.moves is None:
                _join(store, connection, found, now)
            else:
                _move(store, connection, found, now)
            of_address = (pending_request.c.address_index == found.address_index) | (
                pending_request.c.number == found.number
            )
            connection.execute(update(pending_request).where(of_address).values(used=1))
        return found.language, Confirmed.JOINED if found.moves is None else Confirmed.MOVED


def _judge(
    store: Store, connection: Connection, found: bytes, kind: MailKind, now: datetime, letters_per_hour: int
) -> Outcome:
    """Decide, inside the transaction, whether a letter goes out."""
    hour = connection.scalar(
        select(func.count())
        .select_from(form_mail)
        .where(form_mail.c.at > timestamp(now - HOUR), form_mail.c.kind != MailKind.PREFERENCES)
    )
    known = store.find_by_index(connection, found)
    allowed = may_write(kind, earlier_mails(connection, found, now), now)
    if store.is_barred(connection, found):
        return Outcome.SUPPRESSED
    if not allowed:
        return Outcome.CAPPED
    if must_pause(kind, hour or 0, letters_per_hour):
        return Outcome.PAUSED
    if (known is not None and known[1] is Status.CONFIRMED) != (kind is MailKind.KNOWN) and kind is not MailKind.MOVE:
        return Outcome.CAPPED  # confirmed or left in this very moment
    return Outcome.KNOWN if kind is MailKind.KNOWN else Outcome.WRITTEN


def _row(store: Store, address: str, asking: SignupRequest, token: str, now: datetime) -> dict[str, object]:
    public_id = secrets.token_bytes(PUBLIC_ID_BYTES)
    return {
        "token_hash": _hash(token),
        "public_id": public_id,
        "address": store.cipher.encrypt(address, public_id),
        "address_index": index(store.keyring, address),
        "language": asking.language,
        "source": asking.source,
        "wording": asking.wording,
        "asked_at": timestamp(now),
    }


def _found(connection: Connection, token: str, now: datetime) -> Any:
    """Find the request a token belongs to, as long as its link works."""
    young = pending_request.c.asked_at > timestamp(now - VALID)
    return connection.execute(
        select(pending_request).where(pending_request.c.token_hash == _hash(token), young)
    ).first()


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _join(store: Store, connection: Connection, waiting: Any, now: datetime) -> None:
    """Write request and confirmation into the consent log, for a new subscriber or for one who comes back."""
    known = store.find_by_index(connection, waiting.address_index)
    asked = ConsentRecord(Event.REQUEST, datetime.fromisoformat(waiting.asked_at), waiting.source, waiting.wording)
    agreed = ConsentRecord(Event.CONFIRM, now, CONFIRMED_BY, waiting.wording, now)
    if known is None:
        kept = {"public_id": waiting.public_id, "address": waiting.address, "address_index": waiting.address_index}
        row = {**kept, "status": Status.REQUESTED.value, "language": waiting.language, "created_at": timestamp(now)}
        number = store.add(connection, row)
        consent_log.append(connection, store.keyring, [(waiting.public_id, asked)])
    else:
        number = known[0]
        store.apply_event_in(connection, Event.REQUEST, number, asked)
        back = update(subscriber).where(subscriber.c.number == number, subscriber.c.status != Status.CONFIRMED.value)
        connection.execute(back.values(language=waiting.language, paused_until=None))
    store.apply_event_in(connection, Event.CONFIRM, number, agreed)
    lifted = (
        suppression.c.address_index == waiting.address_index,
        suppression.c.reason == SuppressionReason.LEFT.value,
    )
    connection.execute(delete(suppression).where(*lifted))


def _move(store: Store, connection: Connection, waiting: Any, now: datetime) -> None:
    """Return a subscriber the confirmed address; whoever had it before is one with them now, and goes."""
    person = connection.execute(select(subscriber).where(subscriber.c.number == waiting.moves)).first()
    if person is None or person.status != Status.CONFIRMED.value:
        return
    address = store.cipher.decrypt(waiting.address, waiting.public_id)
    other = store.find_by_index(connection, waiting.address_index)
    if other is not None and other[0] != person.number:
        store.apply_event_in(
            connection,
            Event.ERASE,
            other[0],
            ConsentRecord(Event.ERASE, now, "another subscriber moved to this address", ""),
        )
    lifted = (
        suppression.c.address_index == waiting.address_index,
        suppression.c.reason == SuppressionReason.LEFT.value,
    )
    connection.execute(delete(suppression).where(*lifted))
    kept = {"address": store.cipher.encrypt(address, person.public_id), "address_index": waiting.address_index}
    connection.execute(update(subscriber).where(subscriber.c.number == person.number).values(kept))
    store.apply_event_in(
        connection, Event.MOVE, person.number, ConsentRecord(Event.MOVE, now, "confirmed at the new address", "")
    )
