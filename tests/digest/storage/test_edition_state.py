"""The state of an edition changes only from where it may, only its own, and tells whether it did."""

import pytest

from digest.app.container import Newsroom
from digest.delivery.audience import AudienceQuery, Opening
from digest.delivery.statuses import EditionState
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
