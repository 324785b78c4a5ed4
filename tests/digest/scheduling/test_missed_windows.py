"""Missed windows: editors hear of each once, and nobody gets a letter too late."""

from dataclasses import replace
from datetime import timedelta

from digest.app.container import Newsroom
from digest.delivery.batch import Batch
from digest.delivery.statuses import EditionState
from tests.standins.friday import CLOSES, DUE, EDITORS, FRIDAY, MINUTE, PLAN, room


def test_after_the_window_nobody_gets_it_and_editors_are_told_once(newsroom: Newsroom, readers: dict[str, int]) -> None:
    assert readers
    made = room(newsroom, start=DUE - 5 * MINUTE)
    made.look()
    for at in (CLOSES, CLOSES + MINUTE, CLOSES + timedelta(days=2)):
        made.restart()
        made.look(at)
    assert made.bag.got == []
    assert made.bag.subjects.count(f"[The Lantern] {FRIDAY} did not go out") == len(EDITORS)
    assert any("did not go out" in line for line in made.lines)


def test_a_newsroom_that_begins_today_is_not_told_of_windows_before(newsroom: Newsroom) -> None:
    made = room(newsroom, start=CLOSES + MINUTE)
    made.look()
    assert made.bag.subjects == []


def test_a_plan_changed_after_its_time_misses_nothing(newsroom: Newsroom) -> None:
    made = room(newsroom, start=DUE - 30 * MINUTE, plan=replace(PLAN, days=("monday",)))
    made.look()
    made.plan = PLAN
    made.look(CLOSES + MINUTE)
    assert not [subject for subject in made.bag.subjects if "did not go out" in subject]


def test_an_edition_that_is_not_there_is_missed_at_once_and_awaited(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    made = room(newsroom, ready=DUE + timedelta(hours=2))
    made.live(DUE + timedelta(hours=3), 5 * MINUTE)
    assert made.bag.subjects.count(f"[The Lantern] there is no edition {FRIDAY}, and it is due") == len(EDITORS)
    assert len(made.bag.got) == len(readers)


def test_a_window_that_ends_in_the_middle_pauses_the_edition_and_says_so(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    made = room(newsroom)
    made.batch_size = 1

    def slow(_batch: Batch) -> None:
        made.clock.time = CLOSES + MINUTE if made.bag.got else made.clock.time

    made.bag.before = slow
    made.look(DUE)
    assert len(made.bag.got) == 2 < len(readers)
    (opened,) = newsroom.reports.last_opened(1)
    assert opened.state == EditionState.PAUSED.value
    assert any("the send window ended" in text for text in made.bag.texts)
    made.look(CLOSES + timedelta(hours=1))
    assert len(made.bag.got) == 2
