"""With `hold_minutes` editors have the letter first, and whoever stops it in that time stops it for all readers."""

from datetime import timedelta

import pytest

from digest.app.container import Newsroom
from digest.calendar.plan import Window, held_until
from digest.delivery.withheld import Decision
from tests.standins.friday import CLOSES, DUE, EDITORS, FRIDAY, MINUTE, room
from tests.standins.time import MadeTime

HOLD = timedelta(minutes=30)


def copies(made: MadeTime) -> list[str]:
    texts = [" ".join(text.split()) for text in made.bag.texts]
    return [text for text in texts if f"`digest hold {FRIDAY}` stops it until then" in text]


@pytest.fixture
def held(newsroom: Newsroom, readers: dict[str, int]) -> MadeTime:
    """Return a newsroom with three readers that holds for half an hour, just before an edition is due."""
    assert len(readers) == 3
    made = room(newsroom, start=DUE - 5 * MINUTE)
    made.hold = HOLD
    return made


def test_editors_get_it_at_the_set_time_and_readers_after_the_hold(held: MadeTime) -> None:
    held.live(DUE + HOLD - MINUTE, MINUTE)
    assert len(copies(held)) == len(EDITORS)
    assert "Readers get it on Friday 27 November 2026, 07:30" in copies(held)[0]
    assert held.bag.got == []
    assert held.newsroom.reports.opened(FRIDAY) is None, "nor is the audience frozen"
    held.restart()
    held.live(DUE + HOLD + MINUTE, MINUTE)
    assert [when for _, _, when in held.bag.got] == [DUE + HOLD] * 3
    assert len(copies(held)) == len(EDITORS)


@pytest.mark.slow
def test_a_hold_in_that_time_keeps_it_from_all_readers(held: MadeTime) -> None:
    held.live(DUE + 10 * MINUTE, MINUTE)
    held.newsroom.withholdings.withhold(FRIDAY, Decision.HELD, "a name is wrong")
    held.live(CLOSES + MINUTE, 10 * MINUTE)
    assert held.bag.got == []


def test_begun_late_it_holds_shorter_and_never_over_the_end_of_the_window(held: MadeTime) -> None:
    held.clock.time = DUE + 20 * MINUTE
    held.look()
    assert len(copies(held)) == len(EDITORS)
    assert held.bag.got == []
    held.look(DUE + HOLD)
    assert len(held.bag.got) == 3


def test_begun_after_the_hold_editors_still_have_minutes_in_which_to_stop_it(held: MadeTime) -> None:
    late = DUE + 2 * HOLD
    held.look(late)
    assert len(copies(held)) == len(EDITORS)
    assert "Readers get it on Friday 27 November 2026, 08:10" in copies(held)[0], "a time to come"
    held.restart()
    held.live(late + 9 * MINUTE, MINUTE)
    assert held.bag.got == []
    held.live(late + 10 * MINUTE, MINUTE)
    assert len(held.bag.got) == 3


def test_begun_at_the_end_of_the_window_it_goes_out_inside_of_it(held: MadeTime) -> None:
    held.look(CLOSES - 6 * MINUTE)
    held.look(CLOSES - 5 * MINUTE)
    assert len(held.bag.got) == 3


def test_what_changed_in_that_time_is_shown_to_editors_once_more(held: MadeTime) -> None:
    held.look(DUE)
    held.paper.editions[FRIDAY] = held.paper.like(FRIDAY, subject="Mended")
    held.look(DUE + HOLD)
    assert len(copies(held)) == 2 * len(EDITORS)
    assert held.bag.got == [], "what nobody saw before has its minutes, too"
    held.look(DUE + HOLD + 10 * MINUTE)
    assert len(held.bag.got) == 3


def test_without_a_hold_editors_get_no_copies(held: MadeTime) -> None:
    held.hold = timedelta(0)
    held.look(DUE)
    assert copies(held) == []
    assert len(held.bag.got) == 3


@pytest.mark.parametrize(("hold", "until"), [(0, 0), (30, 30), (55, 55), (56, 55), (300, 55)])
def test_a_hold_is_never_over_the_end(hold: int, until: int) -> None:
    window = Window(FRIDAY, DUE, DUE + 60 * MINUTE)
    assert held_until(window, hold * MINUTE, DUE) == DUE + until * MINUTE


def test_without_a_hold_nothing_waits_however_late_it_is_looked_at() -> None:
    window = Window(FRIDAY, DUE, DUE + 60 * MINUTE)
    assert held_until(window, timedelta(0), DUE + 7 * MINUTE) == DUE


def test_in_a_window_of_minutes_nothing_waits() -> None:
    assert held_until(Window(FRIDAY, DUE, DUE + 2 * MINUTE), HOLD, DUE) == DUE
