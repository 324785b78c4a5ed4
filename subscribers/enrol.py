"""Joining: a request, then a confirmation. Nobody gets a letter before the second."""

from datetime import datetime

from subscribers.addresses import normalise
from subscribers.consent import step
from subscribers.model import ConsentRecord, Event, Status
from subscribers.store import Store


def request(store: Store, address: str, language: str, source: str, wording: str, now: datetime) -> int:
    """Take a reader's request to join and return the subscriber's number; asking twice is no second subscriber.

    `source` says by which way the request came, `wording` which version of the privacy policy was agreed to. Raises `BadAddress`.
    """
    normal = normalise(address)
    record = ConsentRecord(Event.REQUEST, now, source, wording)
    with store.engine.begin() as connection:
        known = store.number_at(connection, normal)
        if known:
            number, status = known
            store.take_step(connection, Event.REQUEST, number, status, record)
            return number
        number = store.add(connection, normal, language, step(None, Event.REQUEST).status, now)
        store.record(connection, number, record)
        return number


def confirm(store: Store, number: int, source: str, wording: str, now: datetime) -> Status:
    """Take a reader's confirmation; confirming twice changes nothing. Raises `NotAllowed` for somebody who left meanwhile."""
    return store.happen(Event.CONFIRM, number, ConsentRecord(Event.CONFIRM, now, source, wording, now))
