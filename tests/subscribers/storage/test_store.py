"""The consent log is kept with every change, and cannot be rewritten."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from digest.app.container import Newsroom
from subscribers.errors import UnknownSubscriber
from subscribers.policy.model import Event, Status, SuppressionReason
from subscribers.policy.preferences import ReaderPreferences
from subscribers.services.audience import consenting
from subscribers.services.erase import erase
from subscribers.services.preferences import pause, prefer
from subscribers.services.suppression import suppress
from subscribers.services.unsubscribe import unsubscribe
from tests.standins.forms import join
from tests.standins.sample import NOW


def test_leaving_counts_and_only_the_reader_can_come_back(newsroom: Newsroom, readers: dict[str, int]) -> None:
    store = newsroom.store
    assert unsubscribe(store, readers["anna"], "the link", NOW) is Status.UNSUBSCRIBED
    assert unsubscribe(store, readers["anna"], "the link", NOW) is Status.UNSUBSCRIBED
    assert [record.event for record in store.get(readers["anna"])[1]].count(Event.UNSUBSCRIBE) == 1
    assert join(store, "anna@example.org", NOW + timedelta(days=2), "uk") == readers["anna"]
    person, _ = store.get(readers["anna"])
    assert (person.status, person.language) == (Status.CONFIRMED, "uk")


def test_erasing_leaves_the_book_and_no_address(newsroom: Newsroom, readers: dict[str, int]) -> None:
    store = newsroom.store
    prefer(store, readers["anna"], "ru", "Europe/Riga", ReaderPreferences(plain=True))
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


@pytest.mark.parametrize("statement", ["UPDATE consent_record SET wording = 'x'", "DELETE FROM consent_record"])
def test_the_database_itself_refuses_to_rewrite_the_book(
    newsroom: Newsroom, readers: dict[str, int], statement: str
) -> None:
    assert readers
    with pytest.raises(DatabaseError, match="append-only"), newsroom.engine.begin() as connection:
        connection.execute(text(statement))


def test_a_reader_is_found_by_id_or_address_and_never_repeated_in_an_error(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    store = newsroom.store
    person = store.get(readers["boris"])[0]
    assert store.number_of(person.id) == readers["boris"]
    assert store.number_with("BORIS@example.org") == readers["boris"]
    for question in ("nobody@example.org", "not an address"):
        with pytest.raises(UnknownSubscriber) as refused:
            store.number_with(question)
        assert question not in str(refused.value)
    for wrong in ("zz", "00" * 12):
        with pytest.raises(UnknownSubscriber):
            store.number_of(wrong)
