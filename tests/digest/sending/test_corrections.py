"""Sending a correction: to whoever got the letter, when that is done, beside the one letter a week."""

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.services import Services
from digest.delivery.audience import AudienceQuery, Opening
from digest.delivery.retry import TransportResult, Verdict
from digest.delivery.statuses import EditionState
from digest.editing.sent_editions import SentEditions
from digest.edition.model import Correction
from digest.errors import DigestError, NobodyToWriteTo
from digest.mailing.notices import sent_report
from digest.sending.corrections import correction_obstacle
from digest.sending.ended_editions import editions_before
from digest.sending.status import NotBegun
from subscribers.policy.preferences import ReaderPreferences
from subscribers.services.preferences import prefer
from subscribers.services.unsubscribe import unsubscribe
from tests.digest.sending.test_send_by_hand import PLAN, service_of
from tests.standins.backups import backup, restore
from tests.standins.forms import join
from tests.standins.newsroom import SampleNewsroom
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Interposed, Mailbox, send_edition
from tests.standins.time import MadeTime

CORRECTION = f"{EDITION}-correction-1"
WORDS = (Correction("It was **201** tonnes, not 210."),)
DAY = timedelta(days=1)


def made(newsroom: Newsroom) -> MadeTime:
    """Return a newsroom on its Friday, with a letter and a correction of it in its files."""
    found = MadeTime(newsroom, PLAN, {EDITION: NOW, CORRECTION: NOW}, NOW)
    found.paper.editions[CORRECTION] = found.paper.like(CORRECTION, sections=(), corrections=WORDS)
    return found


def send(time: MadeTime, edition: str, mailbox: Mailbox) -> list[str]:
    """Send an edition, and return who was handed it."""
    service, before = service_of(time, mailbox), len(mailbox.got)
    service.send(service.prepare(edition, ""), threading.Event(), lambda _done, _of: None)
    return mailbox.got[before:]


def test_a_correction_goes_to_whoever_got_the_letter_and_still_consents(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    time, mailbox = made(newsroom), Mailbox()
    got = send(time, EDITION, mailbox)
    unsubscribe(newsroom.store, readers["anna"], "a link", NOW)
    join(newsroom.store, "newcomer@example.org", NOW)
    time.clock.time = NOW + DAY
    assert sorted(send(time, CORRECTION, mailbox)) == sorted(set(got) - {"anna@example.org"})
    assert send(time, CORRECTION, mailbox) == [], "a second run sends nothing twice"
    report = newsroom.reports.report(CORRECTION)
    assert report
    assert report.balanced
    assert "not counted as one letter a week" in sent_report(report, (), 0).paragraphs[0]
    newest = newsroom.reports.report(EDITION)
    assert newest
    assert (newest.state, newest.accepted) == (EditionState.SENT, len(got)), "the letter stays as it was"


def test_a_reader_who_left_sections_out_gets_the_correction_of_the_letter_they_got(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    prefer(newsroom.store, readers["anna"], "en", "", ReaderPreferences(without=("Culture", "Elsewhere")), NOW)
    time, mailbox = made(newsroom), Mailbox()
    got = send(time, EDITION, mailbox)
    assert "anna@example.org" in got
    assert sorted(send(time, CORRECTION, mailbox)) == sorted(got)


def test_whoever_leaves_between_the_freeze_and_the_post_gets_none(newsroom: Newsroom, readers: dict[str, int]) -> None:
    time, mailbox = made(newsroom), Mailbox()
    send(time, EDITION, mailbox)

    def leave(*_: object) -> None:
        unsubscribe(newsroom.store, readers["boris"], "a link", NOW)

    service = service_of(time, mailbox)
    service = replace(service, sender=replace(service.sender, log=Interposed(newsroom.log, "after", "claim", leave)))
    before = len(mailbox.got)
    service.send(service.prepare(CORRECTION, ""), threading.Event(), lambda _done, _of: None)
    assert sorted(mailbox.got[before:]) == ["anna@example.org", "chloe@example.org"]


@pytest.mark.parametrize("verdict", [Verdict.UNKNOWN, Verdict.PERMANENT])
def test_nobody_gets_the_correction_of_a_letter_of_which_it_is_not_known_that_they_have_it(
    newsroom: Newsroom, readers: dict[str, int], verdict: Verdict
) -> None:
    assert readers
    time = made(newsroom)
    send(time, EDITION, Mailbox(lambda _: TransportResult(verdict, "silence")))
    service = service_of(time)
    with pytest.raises(NobodyToWriteTo):
        service.send(service.prepare(CORRECTION, ""), threading.Event(), lambda _done, _of: None)
    assert newsroom.reports.opened(CORRECTION) is None


def test_a_letter_that_is_not_done_has_no_correction(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    time = made(newsroom)
    with pytest.raises(DigestError, match=f"nobody who got edition {EDITION}"):
        service_of(time).prepare(CORRECTION, "")
    send(time, EDITION, Mailbox())
    assert correction_obstacle(CORRECTION, newsroom.reports) == ""
    assert correction_obstacle(EDITION, newsroom.reports) == ""
    for state, words in ((EditionState.SENDING, "is not done"), (EditionState.PAUSED, "is not done")):
        newsroom.edition_states.transition(EDITION, list(EditionState), state, "a test")
        assert words in correction_obstacle(CORRECTION, newsroom.reports)
        with pytest.raises(DigestError, match=words):
            service_of(time).prepare(CORRECTION, "")


def test_a_restored_copy_sends_no_correction_again(newsroom: Newsroom, folder: Path, readers: dict[str, int]) -> None:
    time, mailbox = made(newsroom), Mailbox()
    send(time, EDITION, mailbox)
    copy = backup(newsroom)
    assert len(send(time, CORRECTION, mailbox)) == len(readers)
    restore(newsroom, copy)
    with SampleNewsroom(folder, {}) as again:
        with pytest.raises(DigestError, match="halted"):
            send(made(again), CORRECTION, mailbox)
        report = again.reports.report(CORRECTION)
    assert len(mailbox.got) == 2 * len(readers)
    assert report
    assert (report.uncertain, report.pending) == (len(readers), 0)


def test_a_dry_run_counts_whoever_got_the_letter_and_nobody_else(newsroom: Newsroom, readers: dict[str, int]) -> None:
    time = made(newsroom)
    send(time, EDITION, Mailbox())
    join(newsroom.store, "newcomer@example.org", NOW)
    service = service_of(time)
    assert service.preview(service.prepare(CORRECTION, "")).recipients == len(readers)


def test_status_says_what_a_correction_waits_for(newsroom: Newsroom, readers: dict[str, int]) -> None:
    def found() -> NotBegun:
        status = Services(newsroom).edition_status().status(CORRECTION)
        assert isinstance(status, NotBegun)
        return status

    file = newsroom.folder / "editions" / f"{CORRECTION}.yaml"
    file.write_text('subject: "Sorry"\ncorrections: ["It was 201, not 210."]\n')
    assert ["nobody who got edition" in words for words in found().obstacles] == [True]
    send_edition(newsroom, Mailbox())
    assert found().may_go_out, "there is no page to lock"
    for number in readers.values():
        unsubscribe(newsroom.store, number, "a link", NOW)
    join(newsroom.store, "newcomer@example.org", NOW)
    assert [f"got edition {EDITION}" in words for words in found().obstacles] == [True]


def test_corrections_push_no_letter_out_of_what_is_compared_reported_or_offered(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    time = made(newsroom)
    send(time, EDITION, Mailbox())
    for number in range(1, 10):
        name = f"{EDITION}-correction-{number}"
        query = AudienceQuery(frozenset({"en"}), "en", NOW, corrects=EDITION)
        newsroom.log.open(
            Opening(name, "f", NOW + number * timedelta(minutes=1)), query, NOW + timedelta(minutes=number)
        )
    assert readers
    assert [report.edition for report in newsroom.reports.recent(2)] == [EDITION]
    assert [report.edition for report in editions_before("2026-12-04", newsroom.reports)] == [EDITION]
    assert SentEditions(newsroom.editions, newsroom.reports).sections()
    time.editors = ("marta@lantern.example",)
    time.scheduler.ended.report_new()
    assert newsroom.mail_queue.counts(f"report:{EDITION}"), "the letter is reported, whatever came after it"
