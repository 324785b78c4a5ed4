"""What every `digest.ports.process.Clock` promises: an aware instant in UTC that does not go back by itself."""

from datetime import timedelta

import pytest

from digest.app.clock import SystemClock
from digest.ports.process import Clock
from tests.standins.sample import NOW
from tests.standins.sending import FixedClock, RunningClock
from tests.standins.time import SetClock


@pytest.mark.parametrize(
    "clock", [SystemClock(), FixedClock(), RunningClock(), SetClock(NOW)], ids=lambda c: type(c).__name__
)
def test_a_clock_shows_aware_instants_in_utc_that_do_not_go_back(clock: Clock) -> None:
    first, second = clock.now(), clock.now()
    assert first.utcoffset() == timedelta(0)
    assert second >= first
