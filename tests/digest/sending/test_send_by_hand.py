"""Sending by hand: the same checks as the schedule, waves where they are due, and editors hear what came of it."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.services import Services
from digest.calendar.plan import Plan
from digest.delivery.audience import Audience, AudienceQuery
from digest.delivery.batch import Batch
from digest.delivery.retry import TransportResult, Verdict
from digest.delivery.ways_out import CANCELLED_BEFORE
from digest.edition.model import Pick, Section
from digest.errors import DigestError, EditionCancelled, EditionPaused, InputProblems, NobodyToWriteTo
from digest.ports.delivery import Transport
from digest.sending.edition_control import EditionControl
from digest.sending.send_by_hand import EditorUpdate, ManualSend, Sent, reason_to_keep
from digest.sending.status import NotBegun
from subscribers.policy.preferences import ReaderPreferences
from subscribers.services.preferences import prefer
from subscribers.services.unsubscribe import unsubscribe
from tests.standins.backups import backup, restore
from tests.standins.command_line import run
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Mailbox, send_edition
from tests.standins.time import MadeTime, utc
from tests.standins.transports import FakeTransport

PLAN = Plan(zone="Europe/Riga", proofs=())


def by_hand(newsroom: Newsroom, transport: Transport | None = None, editors: tuple[str, ...] = ()) -> ManualSend:
    """Return the service at the sample's Friday, 05:00 UTC, with mail left in its queue."""
    made = MadeTime(newsroom, PLAN, {EDITION: NOW}, NOW, editors)
    return service_of(made, transport)


def service_of(
    made: MadeTime, transport: Transport | None = None, deliver: Callable[[], int] = lambda: 0
) -> ManualSend:
    room, schedule = made.newsroom, made.scheduler
    sender = replace(made.sender, open_transport=lambda: transport or made.bag)
    editors = EditorUpdate(schedule.alerts, schedule.ended, deliver)
    return ManualSend(made.assessor, sender, room.audiences, room.reports, made.plan, made.clock, editors)


def subjects(newsroom: Newsroom) -> int:
    return sum(newsroom.mail_queue.counts("").values())


def test_what_is_prepared_is_counted_and_sent_and_reported_once(newsroom: Newsroom, readers: dict[str, int]) -> None:
    service = by_hand(newsroom, editors=("marta@lantern.example",))
    prepared = service.prepare(EDITION, "")
    assert service.preview(prepared).recipients == len(readers)
    assert newsroom.reports.opened(EDITION) is None, "nothing is written before it is sent"
    for _ in range(2):
        sent = service.send(prepared, threading.Event(), lambda _done, _of: None)
    assert (sent.report.state, sent.report.accepted) == ("sent", len(readers))
    assert (sent.waits, sent.needs_a_look) == (False, False)
    assert newsroom.mail_queue.counts(f"report:{EDITION}")
    assert subjects(newsroom) == 1


def test_a_letter_that_is_sent_early_waits_for_the_embargo_of_its_pages(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    made = MadeTime(newsroom, PLAN, {EDITION: NOW - timedelta(days=1)}, NOW - timedelta(hours=2))
    picks = (Pick("https://example.org/secret", live_from="2026-11-27 06:00"),)
    made.paper.editions[EDITION] = made.paper.like(EDITION, sections=(Section("News", picks),))
    with pytest.raises(InputProblems, match="the letter would go out before that"):
        service_of(made).prepare(EDITION, "")
    made.clock.time, made.site.answers = utc("2026-11-27 04:00"), {"https://example.org/secret": 404}
    with pytest.raises(InputProblems, match="the page is not there"):
        service_of(made).prepare(EDITION, "")
    made.site.answers = {}
    service = service_of(made)
    assert service.preview(service.prepare(EDITION, "")).recipients == len(readers)


def test_a_dry_run_leaves_out_whom_the_send_leaves_out_because_their_row_is_damaged(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE subscriber SET address = x'' WHERE number = ?", (readers["anna"],))
        wanted = "UPDATE subscriber SET preferences = '{' WHERE number = ?"
        connection.exec_driver_sql(wanted, (readers["boris"],))
    service = by_hand(newsroom)
    prepared = service.prepare(EDITION, "")
    preview = service.preview(prepared)
    report = service.send(prepared, threading.Event(), lambda _done, _of: None).report
    assert (preview.recipients, preview.excluded) == (report.accepted, report.excluded) == (1, {"unreadable": 2})


def test_a_dry_run_of_one_for_nobody_says_what_the_send_says(newsroom: Newsroom) -> None:
    service = by_hand(newsroom, editors=("marta@lantern.example",))
    prepared = service.prepare(EDITION, "")
    with pytest.raises(NobodyToWriteTo) as dry:
        service.preview(prepared)
    with pytest.raises(NobodyToWriteTo) as real:
        service.send(prepared, threading.Event(), lambda _done, _of: None)
    assert str(dry.value) == str(real.value)
    assert newsroom.reports.opened(EDITION) is None


@pytest.mark.parametrize("between", ["before", "after"])
def test_a_dry_run_counts_whoever_leaves_meanwhile_once(
    newsroom: Newsroom, readers: dict[str, int], between: str
) -> None:
    service = by_hand(newsroom)

    class Meanwhile:
        """The first part of an audience is on its way while somebody leaves."""

        def count(self, query: AudienceQuery) -> Audience:
            return newsroom.audiences.count(query)

        def candidates(self, query: AudienceQuery) -> Iterator[tuple[Sequence[int], Mapping[str, int]]]:
            if between == "before":
                unsubscribe(newsroom.store, readers["anna"], "left", NOW)
            for part in newsroom.audiences.candidates(query):
                unsubscribe(newsroom.store, readers["anna"], "left", NOW)
                yield part

    found = replace(service, audiences=Meanwhile()).preview(service.prepare(EDITION, ""))
    assert (found.recipients, found.excluded) == (len(readers) - 1, {"unsubscribed": 1})


@pytest.mark.slow
def test_a_dry_run_of_one_that_pauses_as_it_begins_says_what_the_send_says(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    assert readers
    old, service = backup(newsroom), by_hand(newsroom)
    service.send(service.prepare(EDITION, ""), threading.Event(), lambda _done, _of: None)
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        service = by_hand(again)
        prepared = service.prepare(EDITION, "")
        with pytest.raises(EditionPaused) as dry:
            service.preview(prepared)
        with pytest.raises(EditionPaused) as real:
            service.send(prepared, threading.Event(), lambda _done, _of: None)
    assert str(dry.value) == str(real.value)


def test_a_dry_run_of_one_that_a_person_paused_says_what_the_send_says(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    assert readers
    stop, service = threading.Event(), by_hand(newsroom)
    stop.set()
    service.send(service.prepare(EDITION, ""), stop, lambda _done, _of: None)
    EditionControl(newsroom.edition_states, newsroom.reports, newsroom.withholdings).pause(EDITION, "a word is wrong")
    prepared = service.prepare(EDITION, "")
    with pytest.raises(EditionPaused, match="a word is wrong"):
        service.preview(prepared)
    with pytest.raises(EditionPaused, match="a word is wrong"):
        service.send(prepared, threading.Event(), lambda _done, _of: None)


def test_one_that_was_cancelled_before_a_backup_was_put_back_is_not_begun_by_hand_and_its_status_says_so(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    assert readers
    old, stop, service = backup(newsroom), threading.Event(), by_hand(newsroom)
    stop.set()
    service.send(service.prepare(EDITION, ""), stop, lambda _done, _of: None)
    EditionControl(newsroom.edition_states, newsroom.reports, newsroom.withholdings).cancel(
        EDITION, "a source is in danger"
    )
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        with pytest.raises(EditionCancelled, match=CANCELLED_BEFORE) as refused:
            by_hand(again).prepare(EDITION, "")
        assert again.reports.opened(EDITION) is None
        found = Services(again).edition_status().status(EDITION)
        assert isinstance(found, NotBegun)
        assert not found.may_go_out
        assert str(refused.value) in found.obstacles


@pytest.mark.parametrize(
    ("verdict", "needs_a_look"), [(Verdict.ACCEPTED, False), (Verdict.UNKNOWN, True), (Verdict.PERMANENT, True)]
)
def test_a_send_needs_a_look_when_something_was_not_taken_or_not_heard_of(
    newsroom: Newsroom, readers: dict[str, int], verdict: Verdict, needs_a_look: bool
) -> None:
    assert readers
    service = by_hand(newsroom, FakeTransport(lambda _batch: TransportResult(verdict, "why")))
    sent = service.send(service.prepare(EDITION, ""), threading.Event(), lambda _done, _of: None)
    assert (sent.waits, sent.needs_a_look) == (False, needs_a_look)


def test_readers_who_wait_for_their_own_time_need_no_look_until_it_has_come(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    prefer(newsroom.store, readers["anna"], "en", "America/New_York", ReaderPreferences(), NOW)
    made = MadeTime(newsroom, replace(PLAN, by_readers_clock=True), {EDITION: NOW}, NOW)
    service = service_of(made)
    sent = service.send(service.prepare(EDITION, ""), threading.Event(), lambda _done, _of: None)
    assert (sent.report.pending, sent.waits, sent.needs_a_look) == (1, True, False)
    assert sent.report.next_wave is not None
    assert not Sent(sent.report, sent.report.waits(sent.report.next_wave)).waits
    assert Sent(sent.report, waits=False).needs_a_look


def test_each_pause_is_told_to_the_editors_and_raised(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers

    def refused(_batch: Batch) -> TransportResult:
        return TransportResult(Verdict.STOP, "the key is refused")

    made = MadeTime(newsroom, PLAN, {EDITION: NOW}, NOW, ("marta@lantern.example", "jonas@lantern.example"))
    service = service_of(made, FakeTransport(refused))
    for times in (1, 2):
        with pytest.raises(EditionPaused, match="the key is refused"):
            service.send(service.prepare(EDITION, ""), threading.Event(), lambda _done, _of: None)
        assert sum(newsroom.mail_queue.counts(f"trouble:{EDITION}").values()) == 2 * times
        EditionControl(newsroom.edition_states, newsroom.reports, newsroom.withholdings).resume(EDITION)
        made.clock.time += timedelta(minutes=10)


def test_without_editors_no_mail_is_made_and_none_of_others_handed_over(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    assert readers
    delivered: list[int] = []

    def deliver() -> int:
        delivered.append(1)
        return 1

    def refused(_batch: Batch) -> TransportResult:
        return TransportResult(Verdict.STOP, "the key is refused")

    made = MadeTime(newsroom, PLAN, {EDITION: NOW}, NOW)
    service = service_of(made, FakeTransport(refused), deliver)
    with pytest.raises(EditionPaused):
        service.send(service.prepare(EDITION, ""), threading.Event(), lambda _done, _of: None)
    assert (subjects(newsroom), delivered) == (0, [])


def test_an_edition_with_problems_is_not_prepared(newsroom: Newsroom) -> None:
    made = MadeTime(newsroom, PLAN, {EDITION: NOW}, NOW)
    made.paper.editions[EDITION] = made.paper.like(EDITION, subject="")
    service = service_of(made)
    with pytest.raises(InputProblems, match="has no subject"):
        service.prepare(EDITION, "")
    with pytest.raises(DigestError, match="there is no editions/2031-01-03"):
        service.prepare("2031-01-03", "")


def test_a_letter_that_a_backup_forgot_counts_as_the_letter_of_its_week(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    old, extra = backup(newsroom), "2026-11-28"
    sent = Mailbox()
    send_edition(newsroom, sent)
    assert len(sent.got) == len(readers)
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        built = replace(Services(again).assessor().assess(EDITION).passed(), edition=extra, ad_hoc=True)
        made = MadeTime(again, PLAN, {}, NOW, ())
        _ = again.store  # the journal is read
        with pytest.raises(DigestError, match=f"edition {EDITION} went out in this week already"):
            reason_to_keep(built, PLAN, again.reports, made.clock.now(), "")
        assert reason_to_keep(built, PLAN, again.reports, made.clock.now(), "an election") == "an election"
        forgotten = replace(built, edition=EDITION)
        assert reason_to_keep(forgotten, PLAN, again.reports, made.clock.now(), "") == "", "it goes on with its rest"


def test_one_that_was_cancelled_as_it_went_out_does_not_go_on(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    stop, service = threading.Event(), by_hand(newsroom)
    stop.set()
    service.send(service.prepare(EDITION, ""), stop, lambda _done, _of: None)
    EditionControl(newsroom.edition_states, newsroom.reports, newsroom.withholdings).cancel(
        EDITION, "a source is in danger"
    )
    with pytest.raises(EditionCancelled, match="was cancelled: a source is in danger"):
        service.prepare(EDITION, "")
    done = run(newsroom.folder, "send", EDITION)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
