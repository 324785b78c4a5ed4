"""What is forgotten by itself, and when."""

from datetime import timedelta

from sqlalchemy import text

from digest.app.container import Newsroom
from subscribers.policy.model import Status
from subscribers.services.retention import UNCONFIRMED, apply_retention
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage import sessions
from tests.standins.forms import ask, join
from tests.standins.sample import NOW

YEAR = timedelta(days=365)
INSTANT = timedelta(seconds=1)


def rows(newsroom: Newsroom, table: str) -> int:
    with newsroom.engine.connect() as connection:
        return int(connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0)  # noqa: S608 - names of ours


def test_unconfirmed_requests_go_after_seven_days_and_their_letters_are_counted_for_thirty(newsroom: Newsroom) -> None:
    ask(newsroom.store, "anna@example.org", NOW)
    apply_retention(newsroom.store, YEAR, NOW + UNCONFIRMED - INSTANT)
    assert rows(newsroom, "pending_request") == 1
    apply_retention(newsroom.store, YEAR, NOW + UNCONFIRMED)
    assert (rows(newsroom, "pending_request"), rows(newsroom, "form_mail"), newsroom.store.counts()["requested"]) == (
        0,
        1,
        0,
    )
    apply_retention(newsroom.store, YEAR, NOW + timedelta(days=30))
    assert rows(newsroom, "form_mail") == 0


def test_the_address_of_somebody_who_left_goes_after_the_set_time(newsroom: Newsroom, readers: dict[str, int]) -> None:
    store = newsroom.store
    unsubscribe(store, readers["anna"], "x", NOW)
    unsubscribe(store, readers["boris"], "x", NOW)
    join(store, "boris@example.org", NOW + timedelta(days=2))
    assert apply_retention(store, YEAR, NOW + YEAR) == 0
    assert apply_retention(store, YEAR, NOW + YEAR + INSTANT) == 1
    assert store.get(readers["anna"])[0].status is Status.ERASED
    assert store.addresses(list(readers.values())).keys() == {readers["boris"], readers["chloe"]}
    assert rows(newsroom, "suppression") == 1, "a fingerprint stays"


def test_sessions_go_when_they_end_and_links_a_week_after_used_or_not(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    with newsroom.engine.begin() as connection:
        sessions.grant_link(connection, readers["anna"], "used", NOW)
        sessions.grant_link(connection, readers["boris"], "unused", NOW)
    assert sessions.open_session(newsroom.store, "used", NOW)
    week_after = NOW + sessions.LINK_VALID + timedelta(days=7)
    for at, left in (
        (NOW + sessions.SESSION_VALID - INSTANT, 3),
        (NOW + sessions.SESSION_VALID, 2),
        (week_after - INSTANT, 2),
        (week_after, 0),
    ):
        apply_retention(newsroom.store, YEAR, at)
        assert rows(newsroom, "session") == left
