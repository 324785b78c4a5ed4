"""Status: of an edition that began its counts, of any other when it is due and what stops it."""

from datetime import timedelta

import pytest

from digest.app.container import Newsroom
from digest.calendar.plan import Plan
from digest.errors import DigestError
from digest.ports import Subscribers
from digest.sending.status import Begun, EditionStatus, NotBegun
from subscribers.services.unsubscribe import unsubscribe
from tests.standins.sample import EDITION, NOW
from tests.standins.time import MadeTime

PLAN = Plan(zone="Europe/Riga", proofs=())
NEXT = "2026-12-04"


def status_of(made: MadeTime) -> EditionStatus:
    return EditionStatus(made.newsroom.reports, lambda: made.newsroom.subscribers, made.assessor, made.plan, made.clock)


def test_one_that_is_due_and_ready_says_so_until_its_window_ends(newsroom: Newsroom) -> None:
    made = MadeTime(newsroom, PLAN, {EDITION: NOW}, NOW)
    found = status_of(made).status(EDITION)
    assert isinstance(found, NotBegun)
    assert found.window is not None
    assert (found.window.due, found.may_go_out) == (NOW, True)
    assert not found.was_missed(found.window.closes - timedelta(seconds=1))
    assert found.was_missed(found.window.closes)


def test_one_that_did_not_begin_is_told_of_without_the_keys_of_readers(newsroom: Newsroom) -> None:
    def missing() -> Subscribers:
        raise DigestError("the keys are not on this machine")

    made = MadeTime(newsroom, PLAN, {EDITION: NOW}, NOW)
    status = EditionStatus(newsroom.reports, missing, made.assessor, made.plan, made.clock)
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
    assert (saturday.window, saturday.was_missed(NOW)) == (None, False)
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
