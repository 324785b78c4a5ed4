"""Status: of an edition that began its counts, of any other when it is due and what stops it."""

from datetime import timedelta
from typing import NoReturn

import pytest

from digest.app.container import Newsroom
from digest.calendar.plan import Plan
from digest.delivery.statuses import Status
from digest.errors import DigestError
from digest.sending.status import Begun, EditionStatus, NotBegun, unfinished
from subscribers.services.unsubscribe import unsubscribe
from tests.standins.sample import EDITION, NOW
from tests.standins.time import MadeTime

PLAN = Plan(zone="Europe/Riga", proofs=())
NEXT = "2026-12-04"


def status_of(made: MadeTime) -> EditionStatus:
    room = made.newsroom
    return EditionStatus(
        room.reports, lambda: room.subscribers, lambda: room.mail_queue, made.assessor, made.plan, made.clock
    )


def test_one_that_is_due_and_ready_says_so_until_its_window_ends(newsroom: Newsroom) -> None:
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


def test_one_that_did_not_begin_is_told_of_without_the_keys_of_readers(newsroom: Newsroom) -> None:
    def missing() -> NoReturn:
        raise DigestError("the keys are not on this machine")

    made = MadeTime(newsroom, PLAN, {EDITION: NOW}, NOW)
    status = EditionStatus(newsroom.reports, missing, missing, made.assessor, made.plan, made.clock)
    assert isinstance(status.status(EDITION), NotBegun)


def test_one_that_cannot_go_out_shows_why(newsroom: Newsroom) -> None:
    made = MadeTime(newsroom, PLAN, {EDITION: NOW, "2026-11-28": NOW}, NOW)
    made.required = True
    found = status_of(made).status(EDITION)
    assert isinstance(found, NotBegun)
    assert not found.may_go_out
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
