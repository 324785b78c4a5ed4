"""Status: of an edition that began its counts, of any other when it is due and what stops it."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import pytest

from digest.app.container import Newsroom
from digest.app.paths import JOURNAL
from digest.app.services import Services
from digest.calendar.plan import Plan
from digest.delivery.events import DeliveryEvent, Kind
from digest.delivery.statuses import EditionState, Status
from digest.delivery.ways_out import BEHIND, HEARD
from digest.errors import DigestError, NobodyToWriteTo
from digest.sending.obstacles import Obstacles
from digest.sending.standings import Standings
from digest.sending.status import Begun, EditionStatus, NotBegun, unfinished
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage.journal_file import JournalLost
from tests.standins.backups import backup, restore
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Mailbox, send_edition
from tests.standins.time import MadeTime

PLAN = Plan(zone="Europe/Riga", proofs=())
NEXT = "2026-12-04"


def status_of(made: MadeTime) -> EditionStatus:
    room = made.newsroom
    obstacles = Obstacles(
        room.reader_records.opening_fault, lambda: made.bag, lambda: room.audiences, room.reports, made.plan
    )
    standings = Standings(room.reports, made.assessor, obstacles, made.plan, made.clock)
    return EditionStatus(
        room.reports, lambda: room.subscribers, lambda: room.mail_queue, made.assessor, made.plan, made.clock, standings
    )


def not_begun(made: MadeTime, edition_id: str = EDITION) -> NotBegun:
    found = status_of(made).status(edition_id)
    assert isinstance(found, NotBegun)
    return found


def test_one_that_is_due_and_ready_says_so_until_its_window_ends(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    made = MadeTime(newsroom, PLAN, {EDITION: NOW}, NOW)
    found = status_of(made).status(EDITION)
    assert isinstance(found, NotBegun)
    assert found.window is not None
    assert (found.window.due, found.may_go_out) == (NOW, True)
    for closed, was_missed in ((timedelta(seconds=-1), False), (timedelta(0), True)):
        made.clock.time = found.window.closes + closed
        late = status_of(made).status(EDITION)
        assert isinstance(late, NotBegun)
        assert late.was_missed is was_missed


def test_one_for_nobody_cannot_go_out(newsroom: Newsroom) -> None:
    found = not_begun(MadeTime(newsroom, PLAN, {EDITION: NOW}, NOW))
    assert (found.obstacles, found.may_go_out) == ((str(NobodyToWriteTo.because(EDITION)),), False)


def test_one_that_did_not_begin_is_told_of_without_the_keys_of_readers(newsroom: Newsroom) -> None:
    def missing() -> NoReturn:
        raise DigestError("the keys are not on this machine")

    made = MadeTime(newsroom, PLAN, {EDITION: NOW}, NOW)
    locked = Obstacles(
        lambda: "the keys are not on this machine", lambda: made.bag, missing, newsroom.reports, made.plan
    )
    standings = Standings(newsroom.reports, made.assessor, locked, made.plan, made.clock)
    status = EditionStatus(newsroom.reports, missing, missing, made.assessor, made.plan, made.clock, standings)
    found = status.status(EDITION)
    assert isinstance(found, NotBegun)
    assert (found.obstacles, found.may_go_out) == (("the keys are not on this machine",), False)


def test_one_that_a_restored_database_forgot_pauses_as_soon_as_it_begins_and_so_it_does(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    assert readers
    old = backup(newsroom)
    made = MadeTime(newsroom, PLAN, {EDITION: NOW}, NOW)
    assert not_begun(made).may_go_out
    made.look()
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        made = MadeTime(again, PLAN, {EDITION: NOW}, NOW)
        found = not_begun(made)
        assert (found.obstacles, found.may_go_out) == ((f"it is paused as soon as it begins: {BEHIND}",), False)
        made.look()
        begun = status_of(made).status(EDITION)
        assert isinstance(begun, Begun)
        assert (begun.report.state, begun.report.reason) == (EditionState.PAUSED, BEHIND)


def test_one_in_the_middle_of_which_a_backup_was_made_is_shown_as_paused_at_once(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    assert readers
    stop = threading.Event()
    send_edition(newsroom, Mailbox(lambda _batch: stop.set()), stop=stop)
    old = backup(newsroom)
    send_edition(newsroom, Mailbox())
    restore(newsroom, old)
    with Newsroom(folder, {}) as again:
        found = status_of(MadeTime(again, PLAN, {EDITION: NOW}, NOW)).status(EDITION)
    assert isinstance(found, Begun)
    assert (found.report.state, found.report.reason, found.report.uncertain) == (EditionState.PAUSED, BEHIND, 2)


def test_one_of_which_events_tell_already_pauses_as_soon_as_it_begins(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    told = DeliveryEvent("1", EDITION, readers["anna"], Kind.DELIVERED, NOW)
    newsroom.settlements.record([told])
    assert HEARD in not_begun(MadeTime(newsroom, PLAN, {EDITION: NOW}, NOW)).obstacles[0]


def _change(journal: Path) -> None:
    journal.write_bytes(journal.read_bytes().replace(b" head ", b" haed ", 1))


@pytest.mark.parametrize("lose", [Path.unlink, _change])
def test_a_journal_that_is_missing_or_was_changed_stops_it_as_it_stops_the_send(
    newsroom: Newsroom, folder: Path, readers: dict[str, int], lose: Callable[[Path], None]
) -> None:
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)
    lose(folder / JOURNAL)
    mailbox = Mailbox()
    with Newsroom(folder, {}) as again:
        found = Services(again).edition_status().status(EDITION)
        assert isinstance(found, NotBegun)
        with pytest.raises(JournalLost) as raised:
            send_edition(again, mailbox)
    assert (found.obstacles, mailbox.got) == ((str(raised.value),), [])


def test_a_second_letter_in_a_week_is_told(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    special, before = "2026-11-26", NOW - timedelta(days=1)
    made = MadeTime(newsroom, PLAN, {EDITION: before, special: before}, before)
    made.paper.editions[special] = made.paper.like(special, kind="special")
    assert "is to go out in this week too" in not_begun(made, special).obstacles[0]
    made.look(NOW)
    assert "went out in this week already" in not_begun(made, special).obstacles[0]


def test_an_api_key_that_is_missing_is_told(newsroom: Newsroom, folder: Path) -> None:
    assert not newsroom.reports.recent(1)
    with Newsroom(folder, {"DIGEST_DELIVERY__TRANSPORT": "sendgrid"}) as again:
        found = Services(again).edition_status().status(EDITION)
    assert isinstance(found, NotBegun)
    assert "SENDGRID_API_KEY" in found.obstacles[0]


def test_one_that_cannot_go_out_shows_why(newsroom: Newsroom) -> None:
    made = MadeTime(newsroom, PLAN, {EDITION: NOW, "2026-11-28": NOW}, NOW)
    made.required = True
    found = status_of(made).status(EDITION)
    assert isinstance(found, NotBegun)
    assert not found.may_go_out
    assert found.readiness
    assert [problem.what for problem in found.readiness.problems] == ["nobody has approved this letter"]
    saturday = status_of(made).status("2026-11-28")
    assert isinstance(saturday, NotBegun)
    assert (saturday.window, saturday.was_missed) == (None, False)
    with pytest.raises(DigestError, match="there is no edition"):
        status_of(made).status("2031-01-03")


def test_one_that_began_is_counted_with_those_before_and_who_left_since(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    made = MadeTime(newsroom, PLAN, {EDITION: NOW, NEXT: NOW}, NOW)
    made.look()
    unsubscribe(newsroom.store, readers["anna"], "the link", NOW + timedelta(hours=1))
    made.look(NOW + timedelta(days=7))
    first, second = status_of(made).status(EDITION), status_of(made).status(NEXT)
    assert isinstance(first, Begun)
    assert isinstance(second, Begun)
    assert (first.report.accepted, first.left, first.before) == (3, 1, ())
    assert (second.report.accepted, second.left) == (2, 0)
    assert [report.edition for report in second.before] == [EDITION]


def test_mails_are_counted_until_they_were_accepted(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    made = MadeTime(newsroom, PLAN, {EDITION: NOW}, NOW, ("marta@lantern.example",))
    made.look()
    done = status_of(made).status(EDITION)
    made.scheduler.alerts.notify_of_error(EDITION, DigestError("the key is refused"))
    waiting = status_of(made).status(EDITION)
    assert isinstance(done, Begun)
    assert isinstance(waiting, Begun)
    assert (done.unfinished_mails, waiting.unfinished_mails) == ({}, {Status.PENDING: 1})


def test_mails_that_were_accepted_or_are_under_way_need_no_look_and_the_rest_is_in_order() -> None:
    every = dict.fromkeys(Status, 1)
    assert list(unfinished(every)) == ["excluded", "failed", "pending", "refused", "uncertain"]
