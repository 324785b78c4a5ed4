"""An audit walks the whole log, and shows what one reader agreed to in the words that they saw."""

from digest.app.container import Newsroom
from subscribers.policy.model import Event
from subscribers.services.confirmation import confirm
from subscribers.services.consent_audit import audit_consent
from subscribers.services.signup import SignupRequest, request
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage.consent_texts import ConsentText, save_consent_text
from tests.standins.forms import PER_HOUR, SentMail
from tests.standins.sample import NOW

SHOWN = ConsentText("en", "I agree to get the letter.", "2026-09-01", "<html>the page</html>")


def join_by_page(newsroom: Newsroom) -> int:
    """Sign up by a page whose words are kept, confirm and leave; return the reader's number."""
    store, mail = newsroom.store, SentMail()
    signup = SignupRequest("dora@example.org", "en", "the form", save_consent_text(store, SHOWN, NOW))
    request(store, mail, signup, NOW, PER_HOUR)
    assert confirm(store, mail.tokens[0], NOW)
    number = store.number_with("dora@example.org")
    unsubscribe(store, number, "the link", NOW)
    return number


def test_each_record_of_a_reader_stands_beside_the_words_that_were_shown(newsroom: Newsroom) -> None:
    found = audit_consent(newsroom.store, number=join_by_page(newsroom))
    agreed = [(one.record.event, one.shown) for one in found.agreements]
    assert agreed[-2:] == [(Event.CONFIRM, SHOWN), (Event.UNSUBSCRIBE, None)]
    assert found.log.faults == ()


def test_without_a_reader_only_the_log_is_walked(newsroom: Newsroom, readers: dict[str, int]) -> None:
    found = audit_consent(newsroom.store)
    assert (found.agreements, found.log.faults) == ((), ())
    assert found.log.records >= len(readers)


def test_a_head_noted_earlier_is_known_however_it_was_typed_and_any_other_is_a_fault(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    noted = audit_consent(newsroom.store).log.head
    unsubscribe(newsroom.store, readers["anna"], "the link", NOW)
    assert audit_consent(newsroom.store, f" {noted.upper()}\n").log.faults == ()
    assert "no link of this chain" in audit_consent(newsroom.store, "ab" * 32).log.faults[0]
