"""The runner: it wakes at once, and again as soon as the wall clock was set back or forth."""

import threading
import time
from collections.abc import Callable

import pytest

from digest.calendar.plan import Plan
from digest.scheduling.runner import SchedulerRunner


@pytest.mark.slow
def test_a_clock_that_was_set_wakes_the_schedule_at_once() -> None:
    looks: list[float] = []
    set_back = [0.0]
    stop = threading.Event()
    running = SchedulerRunner(
        Plan(), lambda: looks.append(time.monotonic()), lambda: None, wall=lambda: time.time() - set_back[0]
    )
    thread = threading.Thread(target=running.run, args=(stop,))
    thread.start()
    try:
        _wait(lambda: len(looks) == 1)
        set_back[0] = 3_600
        _wait(lambda: len(looks) == 2)
    finally:
        stop.set()
        thread.join(10)
    assert looks[1] - looks[0] < 10, "without the watch it would have been half a minute"
    assert not thread.is_alive()


@pytest.mark.slow
def test_a_look_that_takes_long_is_not_begun_twice() -> None:
    inside, most = [0], [0]
    stop = threading.Event()

    def look() -> None:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        stop.wait(2)
        inside[0] -= 1

    running = SchedulerRunner(Plan(), look, lambda: None, tick_seconds=0.1)
    thread = threading.Thread(target=running.run, args=(stop,))
    thread.start()
    time.sleep(1)
    stop.set()
    thread.join(10)
    assert most == [1]


def test_single_letters_go_out_while_a_digest_does() -> None:
    posted = threading.Event()
    stop = threading.Event()
    thread = threading.Thread(target=SchedulerRunner(Plan(), lambda: _sleep(stop), posted.set).run, args=(stop,))
    thread.start()
    assert posted.wait(10), "the look is still under way"
    stop.set()
    thread.join(10)


def _wait(until: Callable[[], bool], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _sleep(stop: threading.Event) -> None:
    stop.wait(20)
