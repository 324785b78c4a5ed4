"""Leaving counts at once and once, and only the reader can come back."""

from datetime import timedelta

import pytest

from digest.app.container import Newsroom
from subscribers.errors import NotAllowed, UnknownSubscriber
from subscribers.policy.model import Event, Status
from subscribers.services.erase import erase
from subscribers.services.unsubscribe import LeavingReason, count_leaving_reason, unsubscribe
from subscribers.storage.signup_log import outcomes_of_day
from tests.conftest import NOW
from tests.standins.forms import join


def test_leaving_counts_and_only_the_reader_can_come_back(newsroom: Newsroom, readers: dict[str, int]) -> None:
    store = newsroom.store
    assert unsubscribe(store, readers["anna"], "the link", NOW) is Status.UNSUBSCRIBED
    assert unsubscribe(store, readers["anna"], "the link", NOW) is Status.UNSUBSCRIBED
    assert [record.event for record in store.get(readers["anna"])[1]].count(Event.UNSUBSCRIBE) == 1
    assert join(store, "anna@example.org", NOW + timedelta(days=2), "uk") == readers["anna"]
    person, _ = store.get(readers["anna"])
    assert (person.status, person.language) == (Status.CONFIRMED, "uk")


def test_who_is_erased_or_unknown_cannot_leave(newsroom: Newsroom, readers: dict[str, int]) -> None:
    erase(newsroom.store, readers["anna"], "x", NOW)
    with pytest.raises(NotAllowed):
        unsubscribe(newsroom.store, readers["anna"], "the link", NOW)
    with pytest.raises(UnknownSubscriber):
        unsubscribe(newsroom.store, 99, "the link", NOW)


def test_reasons_are_counted_by_day(newsroom: Newsroom) -> None:
    for _ in range(2):
        count_leaving_reason(newsroom.store, LeavingReason.TOO_MANY, NOW)
    with newsroom.engine.connect() as connection:
        assert outcomes_of_day(connection, NOW.date()) == {"left: too_many": 2}
        assert outcomes_of_day(connection, NOW.date() + timedelta(days=1)) == {}
