"""Joining: two steps, one letter, and nothing to be learned from outside."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from digest.app.container import Newsroom
from subscribers.policy.addresses import BadAddress
from subscribers.policy.caps import MailKind
from subscribers.policy.model import Event, Status, SuppressionReason
from subscribers.policy.preferences import ReaderPreferences
from subscribers.services.audience import consenting
from subscribers.services.confirmation import Confirmed, confirm, find_pending
from subscribers.services.erase import erase
from subscribers.services.preferences import prefer
from subscribers.services.signup import SignupOutcome, SignupRequest, request, request_move
from subscribers.services.suppression import suppress
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage.pending_requests import CONFIRM_WITHIN
from subscribers.storage.signup_log import outcomes_of_day
from tests.standins.forms import PER_HOUR, SentMail, ask, join
from tests.standins.sample import NOW

DAY = timedelta(days=1)


def test_a_request_is_no_consent_and_a_confirmation_is(newsroom: Newsroom) -> None:
    store = newsroom.store
    outcome, mail = ask(store, "Anna@Example.org", NOW, "ru")
    assert outcome is SignupOutcome.WRITTEN
    assert [(kind, address) for kind, address, _ in mail.carried] == [(MailKind.CONFIRM, "Anna@example.org")]
    assert list(store.subscribers()) == []
    assert store.counts()["requested"] == 1
    assert find_pending(store, mail.tokens[0], NOW) == ("ru", False)
    assert confirm(store, mail.tokens[0], NOW + DAY) == ("ru", Confirmed.JOINED)
    number = store.number_with("anna@example.org")
    person, records = store.get(number)
    assert (person.status, person.language) == (Status.CONFIRMED, "ru")
    assert [(record.event, record.at, record.wording) for record in records] == [
        (Event.REQUEST, NOW, "2026-09-01"),
        (Event.CONFIRM, NOW + DAY, "2026-09-01"),
    ]
    assert records[1].confirmed_at == NOW + DAY
    assert store.counts()["requested"] == 0
    assert store.addresses([number]) == {number: "Anna@example.org"}


def test_confirming_twice_changes_nothing_not_even_after_leaving(newsroom: Newsroom) -> None:
    store = newsroom.store
    _, mail = ask(store, "anna@example.org", NOW)
    for _ in range(2):
        assert confirm(store, mail.tokens[0], NOW) == ("", Confirmed.JOINED)
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
    assert find_pending(newsroom.store, token, NOW + CONFIRM_WITHIN) is None
    assert confirm(newsroom.store, token, NOW + CONFIRM_WITHIN) is None
    assert newsroom.store.counts()["confirmed"] == 0


def test_one_letter_a_day_and_three_in_thirty_days_whoever_asks(newsroom: Newsroom) -> None:
    mail = SentMail()
    for hour in range(24 * 40):
        ask(newsroom.store, "victim@example.org", NOW + timedelta(hours=hour), "", mail)
    assert len(mail.carried) == 6, "three in each thirty days"


def test_the_breaker_stops_letters_to_many_addresses_and_lets_readers_in_on_their_own_link(newsroom: Newsroom) -> None:
    mail = SentMail()
    outcomes = [
        request(newsroom.store, mail, SignupRequest(f"r{n}@example.org", "", "form", "w"), NOW, letters_per_hour=5)
        for n in range(20)
    ]
    assert outcomes.count(SignupOutcome.WRITTEN) == len(mail.carried) == 5
    assert outcomes.count(SignupOutcome.PAUSED) == 15
    later = NOW + timedelta(hours=1)
    assert (
        request(newsroom.store, mail, SignupRequest("late@example.org", "", "form", "w"), later, 5)
        is SignupOutcome.WRITTEN
    )


def test_a_reader_who_signs_up_again_gets_the_link_to_the_preferences(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    assert readers
    outcome, mail = ask(newsroom.store, "anna@example.org", NOW + DAY)
    assert outcome is SignupOutcome.KNOWN
    assert mail.carried[0][0] is MailKind.KNOWN
    assert confirm(newsroom.store, mail.tokens[0], NOW + DAY) is None


def test_letters_to_discreet_readers_are_discreet(newsroom: Newsroom, readers: dict[str, int]) -> None:
    prefer(newsroom.store, readers["anna"], "en", "", ReaderPreferences(discreet=True))
    for mail in (SentMail(), SentMail()):
        asked: list[bool] = []
        mail.note = asked.append
        ask(newsroom.store, "anna@example.org", NOW + DAY, "", mail)
        request_move(newsroom.store, mail, readers["anna"], "other@example.org", NOW + DAY, PER_HOUR)
        assert asked == [True, True]


@pytest.mark.parametrize(
    "address", ["anna@nowhere.invalid", "anna@localhost", "a" * 70 + "@example.org", "anna@ex ample.org"]
)
def test_what_no_mail_goes_to_causes_no_letter_and_no_error(newsroom: Newsroom, address: str) -> None:
    outcome, mail = ask(newsroom.store, address, NOW)
    assert (outcome, mail.carried) == (SignupOutcome.NO_ADDRESS, [])
    assert len(mail.languages) == 1, "the same work is done for all"


def test_suppressed_addresses_get_nothing_and_those_who_left_may_come_back(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    store = newsroom.store
    suppress(store, readers["anna"], SuppressionReason.HARD_BOUNCE, "x", NOW)
    assert ask(store, "anna@example.org", NOW + DAY)[0] is SignupOutcome.SUPPRESSED
    unsubscribe(store, readers["boris"], "x", NOW)
    assert ask(store, "boris@example.org", NOW + DAY)[0] is SignupOutcome.WRITTEN
    erase(store, readers["chloe"], "x", NOW)
    again = join(store, "chloe@example.org", NOW + DAY)
    assert consenting(store, [again], NOW)[0].addresses == ["chloe@example.org"]


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


def test_ten_thousand_sign_ups_for_one_victim_are_one_mail(newsroom: Newsroom) -> None:
    """The networks they come from do not even get here: the limit is the address's own."""
    mail = SentMail()
    for number in range(300):
        ask(
            newsroom.store,
            "victim@example.org" if number % 2 else "VICTIM@EXAMPLE.ORG",
            NOW + timedelta(seconds=number),
            "",
            mail,
        )
    assert len(mail.carried) == 1
    with newsroom.engine.connect() as connection:
        assert connection.scalar(text("SELECT times FROM form_day WHERE outcome = 'capped'")) == 299


def test_a_throwaway_mailbox_is_counted_and_treated_like_any_other(newsroom: Newsroom) -> None:
    outcome, mail = ask(newsroom.store, "dora@mailinator.com", NOW)
    assert outcome is SignupOutcome.WRITTEN
    assert confirm(newsroom.store, mail.tokens[0], NOW)
    with newsroom.engine.connect() as connection:
        assert outcomes_of_day(connection, NOW.date()) == {"at a throwaway mailbox": 1, "written": 1}
