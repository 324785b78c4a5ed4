"""Leaving, by the reader's own wish, and being kept from letters by a bounce, a complaint or a person.

Each withdrawal is written outside of the database too (`withdrawal_log.py`), so that a restored backup forgets none of
them.
"""

import re
from contextlib import suppress as unless
from datetime import datetime
from enum import StrEnum

from subscribers.errors import NotAllowed, UnknownSubscriber
from subscribers.policy.model import ConsentRecord, Event, Status, SuppressionReason
from subscribers.storage.signup_log import count
from subscribers.storage.store import Store

REPLAYED = "done again after a restore"
_LINE = re.compile(
    r"(?P<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00) (?P<event>unsubscribe|erase|suppress) "
    r"(?P<name>[0-9a-f]{24}|[0-9a-f]{32})"
    r"(?: (?P<reason>hard_bounce|complaint|manual|left))?"
)


class Why(StrEnum):
    """What a reader may say on leaving; counted by day, never kept with the reader."""

    TOO_MANY = "too_many"
    NOT_FOR_ME = "not_for_me"
    NOT_SAFE = "not_safe"
    NEVER_ASKED = "never_asked"
    OTHER = "other"


def unsubscribe(store: Store, number: int, source: str, now: datetime) -> Status:
    """Take a reader off the list; leaving twice changes nothing. In force for the very next batch of a running send."""
    return store.apply_event(Event.UNSUBSCRIBE, number, ConsentRecord(Event.UNSUBSCRIBE, now, source, ""))


def say_why(store: Store, why: Why, now: datetime) -> None:
    """Count a reason for leaving."""
    with store.engine.begin() as connection:
        count(connection, f"left: {why}", now)


def erase(store: Store, number: int, source: str, now: datetime) -> Status:
    """Forget a reader's address and wishes.

    What stays is the number, the consent log without an address, and a keyed fingerprint.

    The fingerprint cannot be turned back into the address without the newsroom's keys; it keeps imports from bringing
    the reader back.
    """
    return store.apply_event(Event.ERASE, number, ConsentRecord(Event.ERASE, now, source, ""))


def suppress(store: Store, number: int, reason: SuppressionReason, source: str, now: datetime) -> None:
    """Forbid mail to a subscriber's address, whatever its consent says.

    Raises `UnknownSubscriber` for an erased one.
    """
    found = store.address_index(number)
    if found is None:
        raise UnknownSubscriber("this subscriber's address is erased, so there is nothing to suppress")
    store.suppress(found, reason, source, now)


def replay(store: Store) -> int:
    """Do again what the journal holds and this database does not know of; return how many lines were looked at."""
    with store.reading.connect() as connection:
        if not store.withdrawal_log.is_ahead(connection):
            return 0
    with store.engine.begin() as connection:
        if not store.withdrawal_log.is_ahead(connection):  # another process was quicker
            return 0
        lines, size = store.withdrawal_log.rest(connection)
    for line in lines:
        _again(store, line)
    with store.engine.begin() as connection:
        store.withdrawal_log.mark(connection, max(size, store.withdrawal_log.size))
    return len(lines)


def _again(store: Store, line: str) -> None:
    found = _LINE.fullmatch(line)
    if found is None:  # cut off by a crash, before anybody was told that it was done
        return
    when = datetime.fromisoformat(found["at"])
    if found["event"] == "suppress":
        store.suppress(bytes.fromhex(found["name"]), SuppressionReason(found["reason"]), REPLAYED, when)
        return
    event = Event(found["event"])
    with unless(UnknownSubscriber, NotAllowed):  # joined after the backup, or left before it
        store.apply_event(event, store.number_of(found["name"]), ConsentRecord(event, when, REPLAYED, ""))
