"""Since when the schedule looks at a plan: across restarts, and from the start again under another plan."""

from datetime import timedelta

from digest.app.container import Newsroom
from digest.storage.schedule_state import SqlScheduleState
from tests.standins.sample import NOW

HOUR = timedelta(hours=1)


def test_a_plan_is_looked_at_since_the_first_look_also_after_a_restart(newsroom: Newsroom) -> None:
    assert newsroom.schedule_state.watching_since("fri 07:00", NOW) == NOW
    assert newsroom.schedule_state.watching_since("fri 07:00", NOW + HOUR) == NOW
    assert SqlScheduleState(newsroom.engine).watching_since("fri 07:00", NOW + 2 * HOUR) == NOW


def test_another_plan_begins_anew_and_so_does_the_first_one_when_it_comes_back(newsroom: Newsroom) -> None:
    state = newsroom.schedule_state
    state.watching_since("fri 07:00", NOW)
    assert state.watching_since("sat 07:00", NOW + HOUR) == NOW + HOUR
    assert state.watching_since("sat 07:00", NOW + 2 * HOUR) == NOW + HOUR
    assert state.watching_since("fri 07:00", NOW + 3 * HOUR) == NOW + 3 * HOUR
