"""Suppression: an address that must not be mailed because of a bounce, a complaint or the newsroom's own decision."""

from collections.abc import Sequence
from datetime import datetime

from subscribers.errors import SubscribersError, UnknownSubscriber
from subscribers.policy.model import ConsentRecord, Event, SuppressionReason
from subscribers.storage.consent_times import CONSENT, is_since, latest
from subscribers.storage.mailboxes import owners_of
from subscribers.storage.safety_lines import suppress_words, unsuppress_words
from subscribers.storage.store import Store
from subscribers.storage.suppression_list import (
    Suppression,
    lift_by_newsroom,
    mailboxes_known,
    reason_for,
    suppress_addresses,
    would_change,
)
from subscribers.storage.timestamps import timestamp


def suppress(store: Store, number: int, reason: SuppressionReason, source: str, now: datetime) -> None:
    """Suppress a subscriber's address, whatever its consent says.

    Raises `UnknownSubscriber` for an erased one.
    """
    address_index = store.address_index(number)
    if address_index is None:
        raise UnknownSubscriber("this subscriber's address is erased, so there is nothing to suppress")
    suppress_index(store, address_index, reason, source, now)


def suppress_index(store: Store, address_index: bytes, reason: SuppressionReason, source: str, now: datetime) -> None:
    """Suppress the address with this fingerprint, and say so in the journal, unless that changes nothing."""
    suppress_all(store, [Suppression(address_index, reason, source, now)])


def suppress_all(store: Store, wanted: Sequence[Suppression]) -> None:
    """Suppress addresses, and say so in the journal, as far as that changes anything."""
    with store.reading.connect() as connection:
        new = would_change(connection, wanted)
        mailboxes = mailboxes_known(connection, {one.address_index for one in new})
        words = [suppress_words(*one[:2], mailboxes.get(one.address_index)) for one in new]
    if not new:
        return
    stamped = [(timestamp(one.at), *said) for one, said in zip(new, words, strict=True)]
    lines = store.journal.append_all(stamped)
    with store.engine.begin() as connection:
        suppress_addresses(connection, new)
        store.journal.record_all_applied(connection, lines)


def suppress_by_events(store: Store, told: Sequence[Suppression]) -> None:
    """Suppress addresses because of what an ESP says happened, each at its instant.

    Not when its owner has consented, or the newsroom has lifted a suppression, after that: events come late.
    """
    owners = owners_of(store, {one.address_index for one in told})
    since = latest(store, set(owners.values()), *CONSENT, Event.UNSUPPRESS)
    suppress_all(store, [one for one in told if is_since(since, owners.get(one.address_index), one.at)])


def unsuppress(store: Store, address_index: bytes, source: str, now: datetime) -> bool:
    """Lift the suppression of an address, on record; return False when only one confirmation mail is permitted.

    The latter is after a complaint, which its owner alone lifts, by confirming again. Raises `SubscribersError` when
    there is nothing the newsroom may lift.
    """
    with store.engine.begin() as connection:
        lifted = lift_by_newsroom(connection, address_index, now)
        if lifted is None:
            left = reason_for(connection, address_index) is SuppressionReason.LEFT
            raise SubscribersError(
                "this reader left, and only they can come back, by signing up again"
                if left
                else "this address is not suppressed, so there is nothing to lift"
            )
        line = store.journal.append(timestamp(now), *unsuppress_words(address_index))
        store.journal.record_applied(connection, line)
        owner = store.find_by_index(connection, address_index)
        if owner:
            store.apply_event_in(
                connection, Event.UNSUPPRESS, owner[0], ConsentRecord(Event.UNSUPPRESS, now, source, "")
            )
    return lifted is not SuppressionReason.COMPLAINT
