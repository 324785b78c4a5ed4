"""The link goes to the reader's own address, as often as the caps allow, and never to an address that must not be mailed."""

from datetime import timedelta

from digest.app.container import Newsroom
from subscribers.policy.caps import MailKind
from subscribers.policy.model import SuppressionReason
from subscribers.policy.preferences import ReaderPreferences
from subscribers.services.erase import erase
from subscribers.services.login_link import ask_for_link
from subscribers.services.preferences import prefer
from subscribers.services.suppression import suppress
from subscribers.storage.sessions import find_reader, open_session
from tests.conftest import NOW
from tests.standins.forms import SentMail


def test_the_mailed_token_opens_the_readers_own_data(newsroom: Newsroom, readers: dict[str, int]) -> None:
    mail, noted = SentMail(), list[bool]()
    mail.note = noted.append
    prefer(newsroom.store, readers["boris"], "ru", "", ReaderPreferences(discreet=True), NOW)
    assert ask_for_link(newsroom.store, mail, readers["boris"], NOW)
    ((kind, address, token),) = mail.carried
    assert (kind, address, mail.languages, noted) == (MailKind.PREFERENCES, "boris@example.org", ["ru"], [True])
    secret = open_session(newsroom.store, token, NOW)
    assert secret
    assert find_reader(newsroom.store, secret, NOW) == readers["boris"]


def test_a_second_link_comes_after_two_minutes(newsroom: Newsroom, readers: dict[str, int]) -> None:
    mail, two = SentMail(), timedelta(minutes=2)
    asked = [NOW, NOW + two - timedelta(seconds=1), NOW + two]
    assert [ask_for_link(newsroom.store, mail, readers["anna"], at) for at in asked] == [True, False, True]
    assert len(mail.carried) == 2


def test_no_link_goes_to_a_suppressed_or_erased_address(newsroom: Newsroom, readers: dict[str, int]) -> None:
    mail = SentMail()
    suppress(newsroom.store, readers["anna"], SuppressionReason.HARD_BOUNCE, "x", NOW)
    erase(newsroom.store, readers["boris"], "x", NOW)
    assert not ask_for_link(newsroom.store, mail, readers["anna"], NOW)
    assert not ask_for_link(newsroom.store, mail, readers["boris"], NOW)
    assert mail.carried == []
