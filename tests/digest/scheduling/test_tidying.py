"""Tidying is done at once and then by the hour, and again at the next look when it failed."""

from datetime import timedelta
from functools import partial

import pytest

from digest.scheduling.tidying import TIDY_EVERY, Tidying
from tests.standins.sample import NOW
from tests.standins.time import SetClock


def test_it_is_done_at_the_first_look_and_not_again_within_the_hour() -> None:
    clock, tidying, done = SetClock(NOW), Tidying(), list[timedelta]()
    for passed in (timedelta(0), timedelta(seconds=30), TIDY_EVERY, TIDY_EVERY + timedelta(seconds=30), 2 * TIDY_EVERY):
        clock.time = NOW + passed
        tidying.tidy_if_due(partial(done.append, passed), clock)
    assert done == [timedelta(0), TIDY_EVERY + timedelta(seconds=30)]


def test_the_hour_begins_when_it_is_done() -> None:
    clock, tidying, done = SetClock(NOW), Tidying(), list[str]()

    def slow() -> None:
        done.append("slow")
        clock.time += timedelta(minutes=50)

    tidying.tidy_if_due(slow, clock)
    clock.time += timedelta(minutes=50)
    tidying.tidy_if_due(lambda: done.append("again"), clock)
    assert done == ["slow"]


def test_what_fails_is_tried_again_by_the_next_look() -> None:
    clock, tidying, done = SetClock(NOW), Tidying(), list[str]()

    def fail() -> None:
        raise ConnectionAbortedError

    with pytest.raises(ConnectionAbortedError):
        tidying.tidy_if_due(fail, clock)
    tidying.tidy_if_due(lambda: done.append("done"), clock)
    assert done == ["done"]
