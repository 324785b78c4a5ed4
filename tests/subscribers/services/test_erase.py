"""Erasing leaves nothing by which a reader could be found or written to."""

from datetime import timedelta

import pytest

from digest.app.container import Newsroom
from subscribers.errors import UnknownSubscriber
from subscribers.policy.model import Status, SuppressionReason
from subscribers.policy.preferences import ReaderPreferences
from subscribers.services.audience import consenting
from subscribers.services.erase import erase
from subscribers.services.preferences import pause, prefer
from subscribers.services.suppression import suppress
from tests.conftest import NOW
from tests.standins.forms import join


def test_erasing_leaves_the_consent_log_and_no_address(newsroom: Newsroom, readers: dict[str, int]) -> None:
    store = newsroom.store
    prefer(store, readers["anna"], "ru", "Europe/Riga", ReaderPreferences(plain=True), NOW)
    pause(store, readers["anna"], 4, NOW)
    erase(store, readers["anna"], "a letter to the editors", NOW)
    person, records = store.get(readers["anna"])
    assert person.status is Status.ERASED
    assert (person.language, person.zone, person.paused_until, person.preferences) == (
        "",
        "",
        None,
        ReaderPreferences(),
    )
    assert len(records) == 3
    assert store.addresses([readers["anna"]]) == {}
    with pytest.raises(UnknownSubscriber):
        store.number_with("anna@example.org")
    with pytest.raises(UnknownSubscriber):
        suppress(store, readers["anna"], SuppressionReason.MANUAL, "x", NOW)
    assert join(store, "anna@example.org", NOW + timedelta(days=2)) != readers["anna"], (
        "only the reader can come back, as somebody new"
    )
    reachable, _ = consenting(store, [store.number_with("anna@example.org")], NOW)
    assert len(reachable.numbers) == 1
