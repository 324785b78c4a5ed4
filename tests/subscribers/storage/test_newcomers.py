"""Newcomers: whoever confirmed, once, until somebody takes them, and not a trace of who was erased."""

from datetime import timedelta

from digest.app.container import Newsroom
from subscribers.policy.model import SuppressionReason
from subscribers.services.confirmation import confirm
from subscribers.services.erase import erase
from subscribers.services.import_export import Evidence, import_csv
from subscribers.services.retention import apply_retention
from subscribers.services.suppression import suppress, unsuppress
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage.newcomers import KEPT, forget_newcomers, newcomers, take_newcomer
from tests.standins.forms import ask, join
from tests.standins.sample import NOW

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def test_who_confirms_is_a_newcomer_and_who_presses_the_button_twice_is_one(newsroom: Newsroom) -> None:
    store = newsroom.store
    _, mail = ask(store, "dora@example.org", NOW)
    assert newcomers(store) == []
    assert confirm(store, mail.tokens[0], NOW + SECOND)
    dora = store.number_with("dora@example.org")
    assert newcomers(store) == [(dora, NOW + SECOND)]
    with store.engine.begin() as connection:
        assert not take_newcomer(connection, dora, NOW), "they came anew"
        assert take_newcomer(connection, dora, NOW + SECOND)
        assert not take_newcomer(connection, dora, NOW + SECOND)
    assert confirm(store, mail.tokens[0], NOW + 2 * SECOND)
    assert newcomers(store) == []


def test_whom_the_newsroom_has_put_on_the_list_meanwhile_is_no_newcomer(newsroom: Newsroom) -> None:
    store = newsroom.store
    _, mail = ask(store, "dora@example.org", NOW)
    lines = ["address,language,confirmed_at\n", f"dora@example.org,en,{(NOW - DAY).isoformat()}\n"]
    assert list(import_csv(store, iter(lines), Evidence("x", "y"), NOW))
    assert newcomers(store) == [], "an import welcomes nobody"
    assert confirm(store, mail.tokens[0], NOW + SECOND)
    assert newcomers(store) == []


def test_who_comes_back_and_who_confirms_after_a_complaint_is_one(newsroom: Newsroom) -> None:
    store = newsroom.store
    dora, emil = join(store, "dora@example.org", NOW), join(store, "emil@example.org", NOW)
    forget_newcomers(store, NOW)
    unsubscribe(store, emil, "x", NOW + DAY)
    assert join(store, "emil@example.org", NOW + 2 * DAY) == emil
    suppress(store, dora, SuppressionReason.COMPLAINT, "x", NOW + 2 * DAY)
    index = store.address_index(dora)
    assert index
    assert not unsuppress(store, index, "they asked by telephone", NOW + 2 * DAY), "permits one confirmation mail"
    assert join(store, "dora@example.org", NOW + 3 * DAY) == dora
    assert newcomers(store) == [(emil, NOW + 2 * DAY), (dora, NOW + 3 * DAY)]


def test_who_waited_longest_comes_first_and_the_erased_not_at_all(newsroom: Newsroom) -> None:
    store = newsroom.store
    dora, emil = join(store, "dora@example.org", NOW + SECOND), join(store, "emil@example.org", NOW)
    assert [number for number, _ in newcomers(store)] == [emil, dora]
    erase(store, emil, "x", NOW + SECOND)
    assert newcomers(store) == [(dora, NOW + SECOND)]


def test_whom_nobody_welcomed_is_forgotten_after_a_week(newsroom: Newsroom) -> None:
    store = newsroom.store
    join(store, "dora@example.org", NOW)
    apply_retention(store, 365 * DAY, NOW + KEPT - SECOND)
    assert len(newcomers(store)) == 1
    apply_retention(store, 365 * DAY, NOW + KEPT)
    assert newcomers(store) == []
