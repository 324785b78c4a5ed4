"""The start of a send is the same whether the schedule or a person begins it in the send window."""

from datetime import timedelta

import pytest

from digest.calendar.plan import Plan, window_of
from digest.sending.send_start import start_by_hand, start_in_window
from tests.standins.sample import EDITION, NOW


@pytest.mark.parametrize("by_clock", [True, False])
def test_in_its_window_an_edition_goes_in_waves_only_if_the_newsroom_keeps_to_the_readers_clocks(
    by_clock: bool,
) -> None:
    plan = Plan(zone="Europe/Riga", by_readers_clock=by_clock)
    window = window_of(EDITION, plan)
    assert window is not None
    start = start_in_window(window, plan)
    assert (start.opens_at, start.closes, start.override_reason) == (window.due, window.closes, "")
    assert (start.wave_of("America/New_York") if start.wave_of else None) == (7 * 60 if by_clock else None)


@pytest.mark.parametrize(
    ("hours", "by_clock", "waves", "opens_after"),
    [(0, True, True, 0), (11.9, True, True, 0), (-0.1, True, False, -0.1), (0, False, False, 0), (36, True, False, 36)],
)
def test_only_an_edition_that_is_due_keeps_to_the_readers_clocks(
    hours: float, by_clock: bool, waves: bool, opens_after: float
) -> None:
    plan = Plan(zone="Europe/Riga", by_readers_clock=by_clock)
    start = start_by_hand(EDITION, plan, NOW + timedelta(hours=hours), "why")
    assert (start.wave_of is not None) is waves
    assert start.opens_at == NOW + timedelta(hours=opens_after)
    assert start.override_reason == "why"
    if start.wave_of:
        assert start.wave_of("America/New_York") == 7 * 60
    else:
        assert start.closes == start.opens_at + timedelta(hours=plan.window_hours)
