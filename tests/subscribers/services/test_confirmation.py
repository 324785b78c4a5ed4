"""Confirming: once, in time, by a link of ours, and never for somebody who has left since."""

from datetime import timedelta

import pytest

from digest.app.container import Newsroom
from subscribers.policy.addresses import BadAddress
from subscribers.policy.caps import MailKind
from subscribers.policy.model import Event, Status
from subscribers.services.audience import consenting
from subscribers.services.confirmation import Confirmed, confirm, find_pending
from subscribers.services.form_decision import SignupOutcome
from subscribers.services.import_export import Evidence, import_csv
from subscribers.services.login_link import ask_for_link
from subscribers.services.signup import request_move
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage import sessions
from subscribers.storage.pending_requests import CONFIRM_WITHIN
from tests.standins.forms import PER_HOUR, SentMail, ask, join
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


def test_leaving_once_more_ends_the_links_from_before_it_and_none_from_after(newsroom: Newsroom) -> None:
    store = newsroom.store
    number = join(store, "anna@example.org", NOW - 3 * DAY)
    unsubscribe(store, number, "the link", NOW - 2 * DAY)
    _, before = ask(store, "anna@example.org", NOW)
    unsubscribe(store, number, "the link of an old letter", NOW + timedelta(hours=1))
    assert confirm(store, before.tokens[0], NOW + timedelta(hours=2)) is None
    _, after = ask(store, "anna@example.org", NOW + DAY)
    unsubscribe(store, number, "an event that comes late", NOW + timedelta(hours=1))
    assert confirm(store, after.tokens[0], NOW + DAY)
    assert store.counts()["confirmed"] == 1
    unsubscribe(store, number, "the link", NOW + 2 * DAY)
    assert confirm(store, after.tokens[0], NOW + 3 * DAY), "a used one says what it did, and does nothing"
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


def test_what_was_mailed_to_the_former_mailbox_opens_and_moves_nothing_any_more(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    store, anna, boris = newsroom.store, readers["anna"], readers["boris"]
    link, opened, elsewhere, own, theirs = SentMail(), SentMail(), SentMail(), SentMail(), SentMail()
    assert ask_for_link(store, opened, anna, NOW)
    secret = sessions.open_session(store, opened.tokens[0], NOW)
    assert secret
    assert ask_for_link(store, link, anna, NOW + timedelta(minutes=3))
    assert ask_for_link(store, theirs, boris, NOW)
    request_move(store, elsewhere, anna, "thief@example.org", NOW, PER_HOUR)
    request_move(store, own, anna, "new@example.org", NOW, PER_HOUR)
    soon = NOW + timedelta(minutes=4)
    assert sessions.find_reader(store, secret, soon) == anna
    assert confirm(store, own.tokens[0], soon) == ("en", Confirmed.MOVED)
    assert sessions.find_reader(store, secret, soon) is None
    assert sessions.open_session(store, link.tokens[0], soon) is None
    assert find_pending(store, elsewhere.tokens[0], soon) is None
    assert confirm(store, elsewhere.tokens[0], soon) is None
    assert store.addresses([anna])[anna] == "new@example.org"
    assert confirm(store, own.tokens[0], soon) == ("en", Confirmed.MOVED), "the link itself may be pressed twice"
    assert sessions.open_session(store, theirs.tokens[0], soon), "that of nobody else dies"


def test_a_request_that_waited_at_the_former_mailbox_joins_nobody(newsroom: Newsroom) -> None:
    store, move = newsroom.store, SentMail()
    _, waiting = ask(store, "old@example.org", NOW)
    _, later = ask(store, "old@example.org", NOW + DAY)
    assert confirm(store, later.tokens[0], NOW + DAY)
    number = store.number_with("old@example.org")
    request_move(store, move, number, "new@example.org", NOW + DAY, PER_HOUR)
    assert confirm(store, move.tokens[0], NOW + DAY)
    assert confirm(store, waiting.tokens[0], NOW + DAY) is None
    assert store.counts()["confirmed"] == 1


def test_moves_are_counted_although_their_links_are_dead(newsroom: Newsroom, readers: dict[str, int]) -> None:
    store, outcomes = newsroom.store, []
    for number in range(4):
        mail = SentMail()
        outcomes.append(request_move(store, mail, readers["anna"], f"m{number}@example.org", NOW, PER_HOUR))
        assert outcomes[-1] is SignupOutcome.CAPPED or confirm(store, mail.tokens[0], NOW)
    assert outcomes == [*[SignupOutcome.WRITTEN] * 3, SignupOutcome.CAPPED]


def test_no_import_brings_a_former_address_back_and_its_owner_may(newsroom: Newsroom, readers: dict[str, int]) -> None:
    store, mail = newsroom.store, SentMail()
    request_move(store, mail, readers["anna"], "new@example.org", NOW, PER_HOUR)
    confirm(store, mail.tokens[0], NOW)
    lines = ["address,language,confirmed_at\n", "anna@example.org,en,2026-01-01\n"]
    *_, progress = import_csv(store, iter(lines), Evidence("an old list", "1"), NOW)
    assert (progress.added, len(progress.refusals)) == (0, 1)
    outcome, again = ask(store, "anna@example.org", NOW + DAY)
    assert outcome is SignupOutcome.WRITTEN
    assert confirm(store, again.tokens[0], NOW + DAY)
    found = consenting(store, [store.number_with("anna@example.org")], NOW)[0]
    assert found.addresses == ["anna@example.org"]


def test_who_moves_back_gets_the_letter_there(newsroom: Newsroom, readers: dict[str, int]) -> None:
    store, anna = newsroom.store, readers["anna"]
    for days, address in enumerate(("new@example.org", "anna@example.org", "new@example.org"), 2):
        mail = SentMail()
        request_move(store, mail, anna, address, NOW + days * DAY, PER_HOUR)
        assert confirm(store, mail.tokens[0], NOW + days * DAY)
        assert consenting(store, [anna], NOW)[0].addresses == [address]
        assert consenting(store, [anna], NOW)[0].moves == [days - 1]
