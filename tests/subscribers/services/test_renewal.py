"""A new link for an old one: to the address the old one went to, under the caps of the sign-up, and never after leaving."""

from datetime import timedelta

from digest.app.container import Newsroom
from subscribers.policy.addresses import index
from subscribers.policy.caps import MailKind
from subscribers.policy.model import Status, SuppressionReason
from subscribers.services.confirmation import confirm, find_pending
from subscribers.services.erase import erase
from subscribers.services.form_decision import SignupOutcome
from subscribers.services.renewal import renew_confirmation
from subscribers.services.signup import request_move
from subscribers.services.suppression import suppress_index
from subscribers.services.unsubscribe import unsubscribe
from tests.standins.forms import PER_HOUR, SOURCE, WORDING, SentMail, ask, join
from tests.standins.sample import NOW

DAY = timedelta(days=1)
LATER = NOW + 4 * DAY


def renew(newsroom: Newsroom, token: str, mail: SentMail, now: object = LATER) -> SignupOutcome:
    return renew_confirmation(newsroom.store, mail, token, now, PER_HOUR)  # type: ignore[arg-type]


def test_an_expired_link_is_exchanged_for_a_new_one_of_the_same_request(newsroom: Newsroom) -> None:
    _, mail = ask(newsroom.store, "dora@example.org", NOW, "uk")
    (old,) = mail.tokens
    assert find_pending(newsroom.store, old, LATER) is None
    assert renew(newsroom, old, mail) is SignupOutcome.WRITTEN
    new = mail.tokens[-1]
    assert mail.carried[-1] == (MailKind.CONFIRM, "dora@example.org", new)
    assert find_pending(newsroom.store, old, LATER) is None, "the old one is worth no more than before"
    assert newsroom.store.counts()["confirmed"] == 0, "asking is not confirming"
    assert confirm(newsroom.store, new, LATER)
    person, (asked, agreed) = newsroom.store.get(newsroom.store.number_with("dora@example.org"))
    assert (person.status, person.language) == (Status.CONFIRMED, "uk")
    assert (asked.at, asked.source, asked.wording) == (LATER, SOURCE, WORDING)
    assert agreed.wording == WORDING


def test_the_caps_of_the_sign_up_count(newsroom: Newsroom) -> None:
    _, mail = ask(newsroom.store, "dora@example.org", NOW)
    assert renew(newsroom, mail.tokens[0], mail, NOW + DAY - timedelta(seconds=1)) is SignupOutcome.CAPPED
    for day, outcome in ((1, SignupOutcome.WRITTEN), (2, SignupOutcome.WRITTEN), (3, SignupOutcome.CAPPED)):
        assert renew(newsroom, mail.tokens[0], mail, NOW + day * DAY) is outcome, day
    assert len(mail.carried) == 3


def test_a_link_of_nobody_causes_nothing(newsroom: Newsroom) -> None:
    mail = SentMail()
    assert renew(newsroom, "x" * 32, mail) is SignupOutcome.NO_ADDRESS
    assert mail.carried == []


def test_whoever_confirmed_gets_the_link_to_their_preferences(newsroom: Newsroom) -> None:
    _, mail = ask(newsroom.store, "dora@example.org", NOW)
    (old,) = mail.tokens
    confirm(newsroom.store, old, NOW)
    assert renew(newsroom, old, mail) is SignupOutcome.KNOWN
    assert mail.carried[-1][:2] == (MailKind.KNOWN, "dora@example.org")


def test_no_old_link_writes_to_somebody_who_left_since(newsroom: Newsroom) -> None:
    for number, address in enumerate(("left@example.org", "erased@example.org", "barred@example.org")):
        _, mail = ask(newsroom.store, address, NOW)
        (old,) = mail.tokens
        if number == 2:
            suppress_index(
                newsroom.store, index(newsroom.store.keyring, address), SuppressionReason.LEFT, "x", NOW + DAY
            )
        else:
            confirm(newsroom.store, old, NOW)
            (unsubscribe, erase)[number](newsroom.store, newsroom.store.number_with(address), "x", NOW + DAY)
        assert renew(newsroom, old, mail) is SignupOutcome.NO_ADDRESS, address
        assert len(mail.carried) == 1


def test_a_move_is_asked_for_once_more(newsroom: Newsroom) -> None:
    anna, mail = join(newsroom.store, "anna@example.org", NOW), SentMail()
    request_move(newsroom.store, mail, anna, "anna.new@example.org", NOW, PER_HOUR)
    assert renew(newsroom, mail.tokens[0], mail) is SignupOutcome.WRITTEN
    assert mail.carried[-1][:2] == (MailKind.MOVE, "anna.new@example.org")
    assert confirm(newsroom.store, mail.tokens[-1], LATER)
    assert newsroom.store.addresses([anna]) == {anna: "anna.new@example.org"}
