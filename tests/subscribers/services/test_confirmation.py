"""Confirming: once, in time, by a link of ours, and never for somebody who has left since."""

from datetime import timedelta

import pytest

from digest.app.container import Newsroom
from subscribers.policy.addresses import BadAddress
from subscribers.policy.caps import MailKind
from subscribers.policy.model import Event, Status
from subscribers.services.audience import consenting
from subscribers.services.confirmation import Confirmed, confirm, find_pending
from subscribers.services.signup import request_move
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage.pending_requests import CONFIRM_WITHIN
from tests.standins.forms import PER_HOUR, SentMail, ask
from tests.standins.sample import NOW

DAY = timedelta(days=1)


def test_confirming_twice_changes_nothing_not_even_after_leaving(newsroom: Newsroom) -> None:
    store = newsroom.store
    _, mail = ask(store, "anna@example.org", NOW)
    for _ in range(2):
        assert confirm(store, mail.tokens[0], NOW) == ("", Confirmed.SIGNED_UP)
    number = store.number_with("anna@example.org")
    assert len(store.get(number)[1]) == 2
    unsubscribe(store, number, "the link", NOW)
    assert confirm(store, mail.tokens[0], NOW)
    assert store.get(number)[0].status is Status.UNSUBSCRIBED


def test_an_older_letter_confirms_nothing_once_the_reader_has_left(newsroom: Newsroom) -> None:
    store = newsroom.store
    _, first = ask(store, "anna@example.org", NOW)
    _, second = ask(store, "anna@example.org", NOW + DAY)
    assert confirm(store, second.tokens[0], NOW + DAY)
    unsubscribe(store, store.number_with("anna@example.org"), "the link", NOW + DAY)
    confirm(store, first.tokens[0], NOW + 2 * DAY)
    assert store.counts()["confirmed"] == 0


def test_a_link_works_for_three_days_and_no_other_text_is_one(newsroom: Newsroom) -> None:
    _, mail = ask(newsroom.store, "anna@example.org", NOW)
    token = mail.tokens[0]
    for wrong in ("", "x", token[:-1], token + "=", token.swapcase()):
        assert confirm(newsroom.store, wrong, NOW) is None
    assert timedelta(hours=72) == CONFIRM_WITHIN
    assert find_pending(newsroom.store, token, NOW + CONFIRM_WITHIN - timedelta(seconds=1))
    assert find_pending(newsroom.store, token, NOW + CONFIRM_WITHIN) is None
    assert confirm(newsroom.store, token, NOW + CONFIRM_WITHIN) is None
    assert newsroom.store.counts()["confirmed"] == 0
    assert confirm(newsroom.store, token, NOW + CONFIRM_WITHIN - timedelta(seconds=1))
    assert newsroom.store.counts()["confirmed"] == 1


def test_an_address_moves_once_it_is_confirmed_there(newsroom: Newsroom, readers: dict[str, int]) -> None:
    store, mail = newsroom.store, SentMail()
    request_move(store, mail, readers["anna"], "Anna.New@example.org", NOW, PER_HOUR)
    assert store.addresses([readers["anna"]])[readers["anna"]] == "anna@example.org"
    assert [(kind, address) for kind, address, _ in mail.carried] == [(MailKind.MOVE, "Anna.New@example.org")]
    assert find_pending(store, mail.tokens[0], NOW) == ("en", True)
    for _ in range(2):
        assert confirm(store, mail.tokens[0], NOW) == ("en", Confirmed.MOVED)
    assert store.addresses([readers["anna"]])[readers["anna"]] == "Anna.New@example.org"
    assert store.number_with("anna.new@example.org") == readers["anna"]
    assert [record.event for record in store.get(readers["anna"])[1]] == [Event.REQUEST, Event.CONFIRM, Event.MOVE]


def test_moving_to_an_address_that_is_on_the_list_makes_one_reader_of_two(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    store, mail = newsroom.store, SentMail()
    request_move(store, mail, readers["anna"], "boris@example.org", NOW + DAY, PER_HOUR)
    confirm(store, mail.tokens[0], NOW + DAY)
    assert store.get(readers["boris"])[0].status is Status.ERASED
    assert consenting(store, [readers["anna"]], NOW)[0].addresses == ["boris@example.org"]


def test_somebody_who_left_meanwhile_does_not_move(newsroom: Newsroom, readers: dict[str, int]) -> None:
    store, mail = newsroom.store, SentMail()
    request_move(store, mail, readers["anna"], "new@example.org", NOW, PER_HOUR)
    unsubscribe(store, readers["anna"], "x", NOW)
    confirm(store, mail.tokens[0], NOW)
    assert store.addresses([readers["anna"]])[readers["anna"]] == "anna@example.org"
    assert store.get(readers["anna"])[0].status is Status.UNSUBSCRIBED
    with pytest.raises(BadAddress):
        request_move(store, mail, readers["anna"], "nonsense", NOW, PER_HOUR)
