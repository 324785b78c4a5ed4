"""Sign-up: two steps, one letter, and nothing to be learned from outside."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from digest.app.container import Newsroom
from digest.app.web import form_mail_of
from digest.delivery.statuses import Status as MailStatus
from subscribers.policy.caps import MailKind
from subscribers.policy.model import Event, Status, SuppressionReason
from subscribers.policy.preferences import ReaderPreferences
from subscribers.services.confirmation import Confirmed, confirm, find_pending
from subscribers.services.form_decision import SignupOutcome
from subscribers.services.login_link import ask_for_link
from subscribers.services.preferences import prefer
from subscribers.services.signup import SignupRequest, request, request_move
from subscribers.services.suppression import suppress
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage.signup_log import outcomes_of_day
from tests.standins.forms import PER_HOUR, SentMail, ask
from tests.standins.sample import NOW

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_a_request_is_no_consent_and_a_confirmation_is(newsroom: Newsroom) -> None:
    store = newsroom.store
    outcome, mail = ask(store, "Anna@Example.org", NOW, "ru")
    assert outcome is SignupOutcome.WRITTEN
    assert [(kind, address) for kind, address, _ in mail.carried] == [(MailKind.CONFIRM, "Anna@example.org")]
    assert list(store.subscribers()) == []
    assert store.counts()["requested"] == 1
    assert find_pending(store, mail.tokens[0], NOW) == ("ru", False)
    assert confirm(store, mail.tokens[0], NOW + DAY) == ("ru", Confirmed.SIGNED_UP)
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


@pytest.mark.slow
def test_one_letter_a_day_and_three_in_thirty_days_whoever_asks(newsroom: Newsroom) -> None:
    mail = SentMail()
    for hour in range(0, 24 * 40, 3):
        ask(newsroom.store, "victim@example.org", NOW + timedelta(hours=hour), "", mail)
    assert len(mail.carried) == 6, "three in each thirty days"


def test_the_breaker_stops_letters_to_many_addresses_and_lets_readers_in_on_their_own_link(newsroom: Newsroom) -> None:
    mail = SentMail()
    outcomes = [
        request(newsroom.store, mail, SignupRequest(f"r{n}@example.org", "", "form", "w"), NOW, letters_per_hour=5)
        for n in range(20)
    ]
    assert outcomes.count(SignupOutcome.WRITTEN) == len(mail.carried) == 4, "a quarter is for those who wait"
    assert outcomes.count(SignupOutcome.PAUSED) == 16
    later = NOW + timedelta(hours=1)
    assert (
        request(newsroom.store, mail, SignupRequest("late@example.net", "", "form", "w"), later, 5)
        is SignupOutcome.WRITTEN
    )


@pytest.mark.usefixtures("readers")
def test_a_reader_who_signs_up_again_gets_the_link_to_the_preferences(newsroom: Newsroom) -> None:
    outcome, mail = ask(newsroom.store, "anna@example.org", NOW + DAY)
    assert outcome is SignupOutcome.KNOWN
    assert mail.carried[0][0] is MailKind.KNOWN
    assert confirm(newsroom.store, mail.tokens[0], NOW + DAY) is None


def test_letters_to_discreet_readers_are_discreet(newsroom: Newsroom, readers: dict[str, int]) -> None:
    prefer(newsroom.store, readers["anna"], "en", "", ReaderPreferences(discreet=True), NOW)
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


@pytest.mark.slow
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


def test_who_confirms_in_this_very_moment_is_not_asked_to_confirm_once_more(newsroom: Newsroom) -> None:
    """The mail is written before the transaction begins; what happens in between must not make it say the wrong thing."""
    store = newsroom.store
    _, first = ask(store, "dora@example.org", NOW)
    mail = SentMail(note=lambda _discreet: confirm(store, first.tokens[0], NOW + 2 * DAY))
    outcome, _ = ask(store, "dora@example.org", NOW + 2 * DAY, "", mail)
    assert store.counts()["confirmed"] == 1
    assert (outcome, mail.carried) == (SignupOutcome.CAPPED, [])
    assert store.counts()["requested"] == 0, "no request waits for a second confirmation"


def test_who_leaves_in_this_very_moment_gets_no_link_for_readers(newsroom: Newsroom, readers: dict[str, int]) -> None:
    store, anna = newsroom.store, readers["anna"]
    mail = SentMail(note=lambda _discreet: unsubscribe(store, anna, "x", NOW))
    outcome, _ = ask(store, "anna@example.org", NOW + 2 * DAY, "", mail)
    assert store.get(anna)[0].status is Status.UNSUBSCRIBED
    assert (outcome, mail.carried) == (SignupOutcome.CAPPED, [])


def test_the_breaker_counts_the_last_hour_and_not_the_links_that_readers_asked_for(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    store, mail, later = newsroom.store, SentMail(), NOW + 2 * DAY

    def sign_up(number: int, now: datetime) -> SignupOutcome:
        return request(store, mail, SignupRequest(f"r@n{number}.example", "", "form", "w"), now, letters_per_hour=2)

    for number in readers.values():
        assert ask_for_link(store, mail, number, later)
    outcomes = [sign_up(number, later) for number in range(3)]
    assert outcomes == [SignupOutcome.WRITTEN, SignupOutcome.WRITTEN, SignupOutcome.PAUSED]
    assert sign_up(4, later + HOUR - timedelta(seconds=1)) is SignupOutcome.PAUSED
    assert sign_up(5, later + HOUR) is SignupOutcome.WRITTEN


def test_a_reader_may_ask_for_three_moves_in_a_day_counted_to_the_second(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    store, mail, anna = newsroom.store, SentMail(), readers["anna"]

    def move(number: int, now: datetime) -> SignupOutcome:
        return request_move(store, mail, anna, f"new.{number}@example.org", now, PER_HOUR)

    assert [move(number, NOW) for number in range(4)] == [SignupOutcome.WRITTEN] * 3 + [SignupOutcome.CAPPED]
    assert move(5, NOW + DAY - timedelta(seconds=1)) is SignupOutcome.CAPPED
    assert move(6, NOW + DAY) is SignupOutcome.WRITTEN


SPELLINGS = [
    "anna.k@gmail.com",
    "annak@gmail.com",
    "a.n.n.a.k@googlemail.com",
    "Anna.K+news@gmail.com",
    "annak+1@gmail.com",
]


def test_one_person_gets_one_letter_in_whichever_spelling_and_from_whichever_network(newsroom: Newsroom) -> None:
    mail = SentMail()
    for number, address in enumerate(SPELLINGS * 12):
        network = b"%d" % (number % 10)
        request(newsroom.store, mail, SignupRequest(address, "", "form", "w", network), NOW, PER_HOUR)
    assert [address for _, address, _ in mail.carried] == SPELLINGS[:1]


def test_a_spelling_does_not_get_round_the_caps_of_moves_and_links_either(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    mail = SentMail()
    ask(newsroom.store, "victim@gmail.com", NOW, "", mail)
    for name, address in zip(
        readers, ("vic.tim@gmail.com", "victim+a@gmail.com", "victim@googlemail.com"), strict=True
    ):
        outcome = request_move(newsroom.store, mail, readers[name], address, NOW, PER_HOUR)
        assert outcome is SignupOutcome.CAPPED
    assert len(mail.carried) == 1


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        (SuppressionReason.COMPLAINT, SignupOutcome.SUPPRESSED),
        (SuppressionReason.MANUAL, SignupOutcome.SUPPRESSED),
        (SuppressionReason.HARD_BOUNCE, SignupOutcome.WRITTEN),
        (SuppressionReason.LEFT, SignupOutcome.WRITTEN),
    ],
)
def test_who_complained_is_not_asked_in_another_spelling_and_who_mistyped_may_try_again(
    newsroom: Newsroom, readers: dict[str, int], reason: SuppressionReason, outcome: SignupOutcome
) -> None:
    suppress(newsroom.store, readers["anna"], reason, "x", NOW)
    assert ask(newsroom.store, "anna+again@example.org", NOW + DAY)[0] is outcome


@pytest.mark.slow
def test_behind_a_domain_that_may_be_one_persons_names_do_not_get_round_the_caps(newsroom: Newsroom) -> None:
    mail = SentMail()
    for number in range(60):
        signup = SignupRequest(f"r{number}@m{number % 7}.victim.example", "", "form", "w", b"%d" % (number % 10))
        request(newsroom.store, mail, signup, NOW, PER_HOUR)
    assert len(mail.carried) == 10
    for number in range(60):
        ask(newsroom.store, f"someone{number}@gmail.com", NOW, "", mail)
    assert len(mail.carried) == 70, "at a provider of very many people everybody is somebody else"


def test_a_letter_that_never_arrived_does_not_keep_its_reader_out(newsroom: Newsroom) -> None:
    mail = SentMail()
    for number in range(6):
        ask(newsroom.store, "dora@example.org", NOW + timedelta(minutes=number), "", mail)
        mail.never_arrived |= set(mail.names)
    assert len(mail.carried) == 4, "but not without end"


def test_a_letter_that_failed_or_is_uncertain_in_the_queue_does_not_count(newsroom: Newsroom) -> None:
    mail, queue = form_mail_of(newsroom).writer, newsroom.mail_queue
    signup = SignupRequest("dora@example.org", "", "form", "w")
    name = ""
    for state in (MailStatus.FAILED, MailStatus.UNCERTAIN):
        assert request(newsroom.store, mail, signup, NOW, PER_HOUR) is SignupOutcome.WRITTEN
        assert request(newsroom.store, mail, signup, NOW, PER_HOUR) is SignupOutcome.CAPPED
        claimed = queue.claim(NOW)
        assert claimed
        queue.finish(claimed, state, "x")
        name = claimed.mail.name
    assert request(newsroom.store, mail, signup, NOW, PER_HOUR) is SignupOutcome.WRITTEN
    queue.settle([(name, MailStatus.ACCEPTED, "event delivered")])
    claimed = queue.claim(NOW)
    assert claimed
    queue.finish(claimed, MailStatus.FAILED, "x")
    assert request(newsroom.store, mail, signup, NOW, PER_HOUR) is SignupOutcome.CAPPED, (
        "one of them has arrived after all"
    )
