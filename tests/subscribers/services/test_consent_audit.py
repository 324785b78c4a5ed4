"""An audit walks the whole log, and shows what one reader agreed to in the words that they saw."""

import re
from datetime import timedelta
from pathlib import Path

from digest.app.container import Newsroom
from subscribers.policy.model import Event
from subscribers.services.confirmation import confirm
from subscribers.services.consent_audit import audit_consent, record_break
from subscribers.services.signup import SignupRequest, request
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage.consent_texts import ConsentText, save_consent_text
from subscribers.storage.noted_heads import Break
from tests.standins.command_line import run
from tests.standins.forms import PER_HOUR, SOURCE, SentMail
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


CHANGE = "UPDATE consent_record SET source = '{}' WHERE number = 3"


def change(newsroom: Newsroom, source: str) -> None:
    """Write into the middle of the log past the program, as somebody can who has the database."""
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS consent_record_update")
        connection.exec_driver_sql(CHANGE.format(source))


def test_a_break_that_was_noticed_is_remembered_though_it_is_mended_by_hand(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    assert readers
    change(newsroom, "another")
    for later in range(2):
        found = audit_consent(newsroom.store)
        assert "record 3 does not follow" in found.log.faults[0]
        record_break(newsroom.store, found, NOW + timedelta(days=later))
    change(newsroom, SOURCE)
    with Newsroom(folder, {}) as again:
        mended = audit_consent(again.store)
        record_break(again.store, mended, NOW + timedelta(days=9))
        assert (mended.log.faults, mended.breaks) == ((), (Break(NOW, 3),))
        assert audit_consent(again.store) == mended
        with again.engine.connect() as connection:
            assert again.store.journal.unapplied(connection) == []


def test_the_audit_remembers_a_break_and_goes_on_telling(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    assert readers
    change(newsroom, "another")
    found = run(folder, "subscribers", "audit")
    assert (found.returncode, "consent log: 6 records, NOT SOUND" in found.stdout) == (1, True)
    change(newsroom, SOURCE)
    audit = run(folder, "subscribers", "audit")
    assert audit.returncode == 0
    assert re.search(r"a break was noticed on \d{4}-\d\d-\d\d at entry 3", audit.stdout)
    doctor = run(folder, "doctor")
    assert doctor.returncode == 0
    assert "warning  earlier breaks of the consent log: a break of the consent log was noticed on " in doctor.stdout


def test_a_head_noted_by_hand_that_does_not_fit_is_no_break_of_the_log(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    assert readers
    found = audit_consent(newsroom.store, "00" * 32)
    assert found.log.faults
    record_break(newsroom.store, found, NOW)
    assert audit_consent(newsroom.store).breaks == ()


def test_what_the_journal_alone_contradicts_is_a_break_too(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    with newsroom.engine.begin() as connection:
        head = connection.exec_driver_sql("SELECT records FROM consent_head").scalar()
    newsroom.store.journal.append(NOW.isoformat(), "head", str(head), "00" * 32)
    found = audit_consent(newsroom.store)
    assert "the journal noted on" in found.log.faults[0]
    assert found.log.broken_at == head


def test_a_break_that_the_log_itself_remembers_is_one_break_however_it_grows(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE consent_head SET seal = x'00'")
    for number in readers.values():
        unsubscribe(newsroom.store, number, "the link", NOW)
        record_break(newsroom.store, audit_consent(newsroom.store), NOW)
    assert audit_consent(newsroom.store).breaks == (Break(NOW, 2 * len(readers)),)
