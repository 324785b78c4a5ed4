"""The consent book is kept with every change, and cannot be rewritten."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from digest.wiring.newsroom import Newsroom
from subscribers.enrol import confirm, request
from subscribers.errors import NotAllowed, UnknownSubscriber
from subscribers.leave import erase, suppress, unsubscribe
from subscribers.model import Event, Status, SuppressionReason
from tests.conftest import NOW


def test_joining_takes_two_steps_and_both_are_on_record(newsroom: Newsroom) -> None:
    store = newsroom.store
    anna = request(store, "Anna@example.org", "en", "the form", "2026-09-01", NOW)
    assert store.one(anna)[0].status is Status.REQUESTED
    assert confirm(store, anna, "the letter", "2026-09-01", NOW) is Status.CONFIRMED
    assert confirm(store, anna, "the letter", "2026-09-01", NOW) is Status.CONFIRMED
    person, records = store.one(anna)
    assert person.status is Status.CONFIRMED
    assert [(record.event, record.source, record.wording) for record in records] == [
        (Event.REQUEST, "the form", "2026-09-01"),
        (Event.CONFIRM, "the letter", "2026-09-01"),
    ]
    assert records[1].confirmed_at == NOW


def test_asking_twice_is_one_subscriber(newsroom: Newsroom) -> None:
    first = request(newsroom.store, "anna@example.org", "en", "the form", "1", NOW)
    assert request(newsroom.store, "ANNA@example.org", "en", "the form", "1", NOW) == first
    assert newsroom.store.counts()["requested"] == 1


def test_leaving_counts_and_only_the_reader_can_come_back(newsroom: Newsroom, readers: dict[str, int]) -> None:
    store = newsroom.store
    assert unsubscribe(store, readers["anna"], "the link", NOW) is Status.UNSUBSCRIBED
    assert unsubscribe(store, readers["anna"], "the link", NOW) is Status.UNSUBSCRIBED
    with pytest.raises(NotAllowed):
        confirm(store, readers["anna"], "an old link", "1", NOW)
    assert [record.event for record in store.one(readers["anna"])[1]].count(Event.UNSUBSCRIBE) == 1
    request(store, "anna@example.org", "en", "the form", "1", NOW)
    assert confirm(store, readers["anna"], "the letter", "1", NOW) is Status.CONFIRMED


def test_erasing_leaves_the_book_and_no_address(newsroom: Newsroom, readers: dict[str, int]) -> None:
    store = newsroom.store
    erase(store, readers["anna"], "a letter to the editors", NOW)
    person, records = store.one(readers["anna"])
    assert person.status is Status.ERASED
    assert len(records) == 3
    assert store.addresses([readers["anna"]]) == {}
    with pytest.raises(UnknownSubscriber):
        store.number_with("anna@example.org")
    with pytest.raises(UnknownSubscriber):
        suppress(store, readers["anna"], SuppressionReason.MANUAL, "x", NOW)
    assert request(store, "anna@example.org", "en", "the form", "1", NOW) != readers["anna"]


@pytest.mark.parametrize("statement", ["UPDATE consent_record SET wording = 'x'", "DELETE FROM consent_record"])
def test_the_database_itself_refuses_to_rewrite_the_book(newsroom: Newsroom, readers: dict[str, int], statement: str) -> None:
    assert readers
    with pytest.raises(DatabaseError, match="append-only"), newsroom.engine.begin() as connection:
        connection.execute(text(statement))


def test_a_reader_is_found_by_id_or_address_and_never_repeated_in_an_error(newsroom: Newsroom, readers: dict[str, int]) -> None:
    store = newsroom.store
    person = store.one(readers["boris"])[0]
    assert store.number_of(person.id) == readers["boris"]
    assert store.number_with("BORIS@example.org") == readers["boris"]
    for question in ("nobody@example.org", "not an address"):
        with pytest.raises(UnknownSubscriber) as refused:
            store.number_with(question)
        assert question not in str(refused.value)
    for wrong in ("zz", "00" * 12):
        with pytest.raises(UnknownSubscriber):
            store.number_of(wrong)


def test_a_second_suppression_changes_nothing(newsroom: Newsroom, readers: dict[str, int]) -> None:
    suppress(newsroom.store, readers["chloe"], SuppressionReason.COMPLAINT, "x", NOW)
    suppress(newsroom.store, readers["chloe"], SuppressionReason.MANUAL, "x", NOW)
    assert newsroom.store.one(readers["chloe"])[0].suppressed is SuppressionReason.COMPLAINT
    assert newsroom.store.counts()["suppressed"] == 1
