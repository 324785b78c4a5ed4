"""The state of an edition changes only from where it may, only its own, and tells whether it did."""

from collections.abc import Callable

import pytest

from digest.app.container import Newsroom
from digest.delivery.audience import AudienceQuery, Opening
from digest.delivery.statuses import EditionState
from digest.delivery.ways_out import BEHIND
from digest.errors import EditionCancelled
from tests.standins.sample import EDITION, NOW

SENDING, PAUSED, CANCELLED, SENT = EditionState.SENDING, EditionState.PAUSED, EditionState.CANCELLED, EditionState.SENT
OTHER = "2026-12-04"


@pytest.fixture
def opened(newsroom: Newsroom, readers: dict[str, int]) -> Newsroom:
    assert readers
    for name in (EDITION, OTHER):
        newsroom.log.open(Opening(name, "f", NOW), AudienceQuery(frozenset({"en"}), "en", NOW), NOW)
    return newsroom


def states(newsroom: Newsroom) -> list[tuple[str, str]]:
    found = [newsroom.reports.report(name) for name in (EDITION, OTHER)]
    return [(report.state, report.reason) for report in found if report]


def test_an_edition_moves_from_an_allowed_state_with_its_reason_and_no_other_edition_does(opened: Newsroom) -> None:
    assert opened.edition_states.transition(EDITION, (SENDING, PAUSED), PAUSED, "a mistake in the headline")
    assert states(opened) == [(PAUSED, "a mistake in the headline"), (SENDING, "")]
    assert opened.edition_states.transition(EDITION, [PAUSED], SENDING, "")
    assert states(opened) == [(SENDING, ""), (SENDING, "")]


def test_an_edition_in_no_allowed_state_stays_as_it_is(opened: Newsroom) -> None:
    assert not opened.edition_states.transition(EDITION, (PAUSED, SENT), CANCELLED, "x")
    assert not opened.edition_states.transition(EDITION, (), CANCELLED, "x")
    assert states(opened) == [(SENDING, ""), (SENDING, "")]


def test_an_edition_that_was_never_opened_does_not_move(opened: Newsroom) -> None:
    assert not opened.edition_states.transition("2031-01-03", tuple(EditionState), PAUSED, "x")
    assert states(opened) == [(SENDING, ""), (SENDING, "")]


def halt(newsroom: Newsroom, before: Callable[[], object] = bool) -> None:
    """Halt the edition as its runner does, after whatever comes between."""
    fence = newsroom.log.acquire(EDITION, NOW, repeats=False)
    before()
    newsroom.log.halt(EDITION, fence, "401", NOW)


def is_halted(newsroom: Newsroom) -> bool:
    report = newsroom.reports.report(EDITION)
    return report is not None and report.is_halted


def test_a_pause_of_a_halted_edition_is_an_editors_and_keeps_both_reasons(opened: Newsroom) -> None:
    halt(opened)
    assert (states(opened)[0], is_halted(opened)) == ((PAUSED, "401"), True)
    assert opened.edition_states.pause(EDITION, "we wait")
    assert states(opened) == [(PAUSED, "we wait (the program had halted it: 401)"), (SENDING, "")]
    assert not is_halted(opened)
    assert not opened.edition_states.pause(EDITION, "another"), "it is theirs already"
    assert states(opened)[0] == (PAUSED, "we wait (the program had halted it: 401)")


def test_a_halt_leaves_the_pause_of_an_editor_that_came_just_before(opened: Newsroom) -> None:
    halt(opened, lambda: opened.edition_states.pause(EDITION, "we wait"))
    assert states(opened) == [(PAUSED, "we wait (the program had halted it: 401)"), (SENDING, "")]
    assert not is_halted(opened)


def test_a_halt_leaves_an_edition_cancelled_that_was_cancelled_just_before(opened: Newsroom) -> None:
    with pytest.raises(EditionCancelled, match=f"^edition {EDITION} was cancelled: in danger;"):
        halt(opened, lambda: opened.edition_states.transition(EDITION, [SENDING], CANCELLED, "in danger"))
    assert states(opened) == [(CANCELLED, "in danger"), (SENDING, "")]
    report = opened.reports.report(EDITION)
    assert report
    assert report.lease_until is None, "nobody runs it any more"


def test_what_a_database_forgot_is_known_also_when_an_editor_paused_the_edition_since(opened: Newsroom) -> None:
    fence = opened.log.acquire(EDITION, NOW, repeats=False)
    opened.log.halt(EDITION, fence, BEHIND, NOW)
    assert opened.reports.forgotten()[EDITION].reason == BEHIND
    assert opened.edition_states.pause(EDITION, "we look")
    assert opened.reports.forgotten()[EDITION].reason == BEHIND
    assert opened.edition_states.transition(EDITION, [PAUSED], SENDING, "")
    assert EDITION not in opened.reports.forgotten()
