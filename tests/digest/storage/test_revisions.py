"""Revisions stand beside the letters that were mailed: numbered, never changed, and none of two is lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from digest.app.container import Newsroom
from digest.delivery.audience import AudienceQuery, Opening
from digest.delivery.frozen import FrozenLetters
from digest.delivery.mail import Letter
from digest.delivery.revision import MAILED, Revision
from digest.delivery.variant import AppealMode, LetterOptions, MailboxRules, Variant
from digest.errors import DigestError
from digest.storage.begun_editions import SqlBegunEditions
from digest.storage.revisions import SqlRevisions
from tests.standins.envelopes import ENVELOPE
from tests.standins.newsroom import SampleNewsroom
from tests.standins.sample import EDITION, NOW
from tests.standins.transports import FakeTransport
from tests.standins.welcomes import send_to_readers

HOUR = timedelta(hours=1)
RULES = MailboxRules((".ru",), ("never.example",))


def letters(subject: str, *sections: str) -> FrozenLetters:
    made = {}
    for options in (LetterOptions(), LetterOptions(AppealMode.HIDE, plain=True), LetterOptions(without=("culture",))):
        variant = Variant("en", options)
        html = "" if options.plain else f"<p>{subject}</p>"
        made[variant] = Letter(EDITION, variant, "ltr", subject, "", html, f"{subject} ы", (), "", ENVELOPE)
    return FrozenLetters(EDITION, sections or ("News", "Culture"), RULES, made)


@pytest.fixture
def revisions(newsroom: Newsroom, readers: dict[str, int]) -> SqlRevisions:
    """Return the revisions of a newsroom whose edition has begun."""
    assert readers
    opening = Opening(EDITION, "f", NOW, letters=letters("Mailed"))
    newsroom.log.open(opening, AudienceQuery(frozenset({"en"}), "en", NOW), NOW)
    return newsroom.revisions


def mailed_rows(newsroom: Newsroom) -> list[object]:
    with newsroom.engine.connect() as connection:
        tables = ("frozen_edition", "frozen_letter", "frozen_body", "edition", "batch", "recipient")
        return [connection.exec_driver_sql(f"SELECT * FROM {table}").all() for table in tables]  # noqa: S608


def test_each_revision_comes_back_as_it_was_and_the_mailed_letters_stay(
    newsroom: Newsroom, revisions: SqlRevisions
) -> None:
    before = mailed_rows(newsroom)
    second, third = letters("Second", "News"), replace(letters("Third"), sections=("Vote",))
    assert revisions.add(second, "One", "en", NOW) == Revision(2, "One", "en", NOW)
    moment = NOW + HOUR + timedelta(microseconds=7)
    assert revisions.add(third, "Two", "ru", moment) == Revision(3, "Two", "ru", NOW + HOUR)
    for number, kept in ((MAILED, letters("Mailed")), (2, second), (3, third)):
        found = revisions.letters(EDITION, number)
        assert found is not None
        assert dict(found.letters) == dict(kept.letters)
        assert (found.sections, found.mailboxes) == (kept.sections, RULES)
    latest, mailed = revisions.latest(EDITION), newsroom.reports.letters(EDITION)
    assert latest is not None
    assert mailed is not None
    assert {letter.subject for letter in latest.letters.values()} == {"Third"}
    assert {letter.subject for letter in mailed.letters.values()} == {"Mailed"}
    assert mailed_rows(newsroom) == before
    report = newsroom.reports.report(EDITION)
    assert report is not None
    assert [one.note for one in report.revisions] == ["One", "Two"]


@pytest.mark.parametrize("number", [0, 1])
def test_what_is_the_latest_already_is_stored_once(revisions: SqlRevisions, number: int) -> None:
    latest = [letters("Mailed"), letters("Second")][number]
    if number:
        assert revisions.add(latest, "One", "en", NOW)
    assert revisions.add(latest, "Again", "en", NOW) is None
    assert revisions.add(letters("Other"), "Other", "en", NOW) == Revision(2 + number, "Other", "en", NOW)


def test_one_that_goes_back_to_the_mailed_words_is_a_revision_too(revisions: SqlRevisions) -> None:
    assert revisions.add(letters("Second"), "One", "en", NOW)
    assert revisions.add(letters("Mailed"), "Back", "en", NOW) == Revision(3, "Back", "en", NOW)
    found = revisions.latest(EDITION)
    assert found is not None
    assert {letter.subject for letter in found.letters.values()} == {"Mailed"}


def test_an_edition_that_never_began_has_none(newsroom: Newsroom) -> None:
    assert newsroom.revisions.latest(EDITION) is None
    assert newsroom.revisions.letters(EDITION, 2) is None
    with pytest.raises(DigestError, match="no letters that it was mailed with"):
        newsroom.revisions.add(letters("Second"), "One", "en", NOW)


def test_a_revision_that_is_not_there_has_no_letters(revisions: SqlRevisions) -> None:
    assert revisions.letters(EDITION, 2) is None


def test_a_damaged_revision_is_told_of_and_not_shown(newsroom: Newsroom, revisions: SqlRevisions) -> None:
    revisions.add(letters("Second"), "One", "en", NOW)
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE revision_body SET body = x'00'")
    found = revisions.latest(EDITION)
    assert found is not None
    with pytest.raises(DigestError, match="damaged in the database; restore the database"):
        found.letter("en", LetterOptions())


def at_once(*calls: Callable[[], object]) -> None:
    barrier = Barrier(len(calls))

    def begin(call: Callable[[], object]) -> None:
        barrier.wait()
        call()

    threads = [Thread(target=begin, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)


def test_of_machines_that_amend_at_once_each_gets_a_number_and_none_is_lost(
    newsroom: Newsroom, revisions: SqlRevisions
) -> None:
    assert revisions.latest(EDITION)
    found: list[Revision | None] = []

    def amend(name: str) -> Callable[[], object]:
        def call() -> None:
            with SampleNewsroom(newsroom.folder, {}) as machine:
                found.append(machine.revisions.add(letters(name), name, "en", NOW))

        return call

    at_once(*(amend(f"Machine {number % 4}") for number in range(6)))
    stored = newsroom.reports.report(EDITION)
    assert stored is not None
    numbered = [one for one in found if one]
    assert sorted(numbered) == sorted(stored.revisions)
    assert [one.number for one in stored.revisions] == list(range(2, 2 + len(numbered)))
    for one in numbered:
        kept = newsroom.revisions.letters(EDITION, one.number)
        assert kept is not None
        assert {letter.subject for letter in kept.letters.values()} == {one.note}


def test_an_edition_that_was_deleted_by_hand_leaves_its_revisions_to_no_other(
    newsroom: Newsroom, revisions: SqlRevisions
) -> None:
    revisions.add(letters("Second"), "One", "en", NOW)
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM recipient")
        connection.exec_driver_sql("DELETE FROM edition")
    opening = Opening(EDITION, "g", NOW, letters=letters("Anew"))
    newsroom.log.open(opening, AudienceQuery(frozenset({"en"}), "en", NOW), NOW)
    found = revisions.latest(EDITION)
    assert found is not None
    assert {letter.subject for letter in found.letters.values()} == {"Anew"}
    assert revisions.add(letters("Second"), "One", "en", NOW) == Revision(2, "One", "en", NOW)


def test_what_everybody_may_see_of_an_edition_names_its_revisions(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    send_to_readers(newsroom, FakeTransport())
    (begun,) = SqlBegunEditions(newsroom.engine).begun()
    assert (begun.revision, begun.changed_at) == (MAILED, begun.began_at)
    newsroom.revisions.add(letters("Second"), "One", "en", NOW + HOUR)
    (begun,) = SqlBegunEditions(newsroom.engine).begun()
    assert (begun.revision, begun.changed_at) == (2, NOW + HOUR)
    assert begun.revisions == (Revision(2, "One", "en", NOW + HOUR),)


def test_another_rule_for_mailboxes_is_a_change_and_comes_back(revisions: SqlRevisions) -> None:
    stricter = replace(letters("Mailed"), mailboxes=MailboxRules((".ru",), ("never.example", "prison.example")))
    found = revisions.add(stricter, "note", "en", NOW)
    assert found is not None
    latest = revisions.latest(EDITION)
    assert latest is not None
    assert latest.mailboxes == stricter.mailboxes
    assert revisions.add(stricter, "note", "en", NOW) is None, "the same rule again is none"
    mailed = revisions.letters(EDITION, MAILED)
    assert mailed is not None
    assert mailed.mailboxes == RULES
