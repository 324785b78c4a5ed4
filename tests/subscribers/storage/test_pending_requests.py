"""Pending requests: found by their token alone, for 72 hours, encrypted, and used up together."""

from dataclasses import replace
from datetime import timedelta

from digest.app.container import Newsroom
from subscribers.policy.addresses import index
from subscribers.storage.pending_requests import (
    CONFIRM_WITHIN,
    NewRequest,
    add,
    count_moves,
    find,
    mark_used,
    sealed,
)
from tests.standins.sample import NOW

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
ANNA = NewRequest("anna@example.org", "uk", "the form", "w-1")


def store_request(newsroom: Newsroom, token: str, new: NewRequest = ANNA, days: int = 0) -> None:
    store = newsroom.store  # opening it writes
    with newsroom.engine.begin() as connection:
        add(connection, sealed(store, new, token, NOW + days * DAY))


def test_a_request_comes_back_as_it_was_made_by_its_own_token_alone(newsroom: Newsroom) -> None:
    store_request(newsroom, "one", replace(ANNA, moves=7))
    store_request(newsroom, "two", replace(ANNA, address="boris@example.org"))
    with newsroom.engine.connect() as connection:
        found = find(connection, "one", NOW)
        assert find(connection, "three", NOW) is None
        assert find(connection, "", NOW) is None
    assert found
    assert (found.language, found.source, found.wording, found.asked_at) == ("uk", "the form", "w-1", NOW)
    assert (found.moves, found.used) == (7, False)
    assert found.address_index == index(newsroom.store.keyring, "anna@example.org")
    assert newsroom.store.cipher.decrypt(found.address, found.public_id) == "anna@example.org"


def test_a_link_works_until_the_last_second_of_the_third_day(newsroom: Newsroom) -> None:
    assert timedelta(hours=72) == CONFIRM_WITHIN
    store_request(newsroom, "one")
    with newsroom.engine.connect() as connection:
        assert find(connection, "one", NOW + CONFIRM_WITHIN - SECOND)
        assert find(connection, "one", NOW + CONFIRM_WITHIN) is None


def test_neither_address_nor_token_can_be_read_and_nothing_repeats(newsroom: Newsroom) -> None:
    rows = [sealed(newsroom.store, ANNA, "token-of-anna", NOW) for _ in range(2)]
    for row in rows:
        kept = [value if isinstance(value, bytes) else str(value).encode() for value in row.values()]
        assert not any(b"anna" in value for value in kept)
    assert rows[0]["public_id"] != rows[1]["public_id"]
    assert rows[0]["address"] != rows[1]["address"]
    assert rows[0]["address_index"] == rows[1]["address_index"]
    with newsroom.engine.connect() as connection:
        assert find(connection, "token-of-anna", NOW) is None, "sealing writes nothing"


def test_a_confirmation_uses_up_every_request_of_its_address_and_no_other(newsroom: Newsroom) -> None:
    for token, address in (("old", "anna@example.org"), ("new", "ANNA@example.org"), ("other", "boris@example.org")):
        store_request(newsroom, token, replace(ANNA, address=address))
    with newsroom.engine.begin() as connection:
        confirmed = find(connection, "new", NOW)
        assert confirmed
        mark_used(connection, confirmed)
        used = {token: one.used for token in ("old", "new", "other") if (one := find(connection, token, NOW))}
    assert used == {"old": True, "new": True, "other": False}


def test_moves_are_counted_by_reader_and_only_those_after_an_instant(newsroom: Newsroom) -> None:
    for number, (moves, days) in enumerate([(7, 0), (7, 1), (7, 2), (8, 2), (None, 2)]):
        store_request(newsroom, f"token {number}", replace(ANNA, moves=moves), days)
    with newsroom.engine.connect() as connection:
        assert count_moves(connection, 7, NOW) == 2, "one that was asked for at that very instant is not after it"
        assert count_moves(connection, 7, NOW - SECOND) == 3
        assert count_moves(connection, 9, NOW - SECOND) == 0
