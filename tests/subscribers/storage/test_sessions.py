"""Links and sessions end on the second, are no substitute for one another, and go with their reader."""

from datetime import timedelta

import pytest

from digest.app.container import Newsroom
from subscribers.services.erase import erase
from subscribers.storage.sessions import (
    LINK_VALID,
    SESSION_VALID,
    close_session,
    find_reader,
    grant_link,
    language_of_link,
    open_session,
    reader_of_link,
)
from tests.conftest import NOW

SECOND = timedelta(seconds=1)


@pytest.fixture
def boris(newsroom: Newsroom, readers: dict[str, int]) -> int:
    with newsroom.engine.begin() as connection:
        grant_link(connection, readers["boris"], "token", NOW)
    return readers["boris"]


def test_a_link_works_until_the_twentieth_minute_and_once(newsroom: Newsroom, boris: int) -> None:
    store = newsroom.store
    assert timedelta(minutes=20) == LINK_VALID
    assert language_of_link(store, "token", NOW + LINK_VALID - SECOND) == "ru"
    assert language_of_link(store, "token", NOW + LINK_VALID) is None
    assert open_session(store, "token", NOW + LINK_VALID) is None
    secret = open_session(store, "token", NOW + LINK_VALID - SECOND)
    assert secret
    assert find_reader(store, secret, NOW + LINK_VALID) == boris
    assert open_session(store, "token", NOW) is None, "it is used up"


def test_a_session_lasts_until_the_thirtieth_minute_or_until_it_is_closed(newsroom: Newsroom, boris: int) -> None:
    store = newsroom.store
    assert timedelta(minutes=30) == SESSION_VALID
    secret = open_session(store, "token", NOW)
    assert secret
    assert find_reader(store, secret, NOW + SESSION_VALID - SECOND) == boris
    assert find_reader(store, secret, NOW + SESSION_VALID) is None
    close_session(store, "another")
    assert find_reader(store, secret, NOW) == boris
    close_session(store, secret)
    assert find_reader(store, secret, NOW) is None


def test_a_link_that_is_used_or_too_old_names_its_reader_and_opens_nothing(newsroom: Newsroom, boris: int) -> None:
    store = newsroom.store
    secret = open_session(store, "token", NOW)
    assert secret
    assert reader_of_link(store, "token") == boris
    for now in (NOW, NOW + LINK_VALID):
        assert (language_of_link(store, "token", now), open_session(store, "token", now)) == (None, None)
    assert find_reader(store, "token", NOW) is None, "a link that was used is no session"
    assert reader_of_link(store, secret) is None, "nor is a session a link"
    assert reader_of_link(store, "another") is None
    erase(store, boris, "x", NOW)
    assert reader_of_link(store, "token") is None


def test_a_link_is_no_session_and_a_session_is_no_link(newsroom: Newsroom, boris: int) -> None:
    store = newsroom.store
    assert find_reader(store, "token", NOW) is None
    secret = open_session(store, "token", NOW)
    assert secret
    assert language_of_link(store, secret, NOW) is None
    assert open_session(store, secret, NOW) is None
    assert find_reader(store, secret, NOW) == boris


def test_a_session_of_somebody_erased_opens_nothing_even_if_its_row_were_left(newsroom: Newsroom, boris: int) -> None:
    secret = open_session(newsroom.store, "token", NOW)
    assert secret
    with newsroom.engine.connect() as connection:
        row = connection.exec_driver_sql("SELECT * FROM session WHERE kind = 'session'").one()
    erase(newsroom.store, boris, "x", NOW)
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO session VALUES (?, ?, ?, ?)", tuple(row))
    assert find_reader(newsroom.store, secret, NOW) is None
