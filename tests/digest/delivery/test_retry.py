"""Every verdict has one consequence."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.delivery.batch import BatchResult
from digest.delivery.retry import (
    LONGEST_DELAY_SECONDS,
    MOST_TRIES,
    Halt,
    Retry,
    TransportResult,
    Verdict,
    Write,
    breaker_trips,
    decide,
)
from digest.delivery.statuses import Status

NOW = datetime(2026, 11, 27, 5, 0, tzinfo=UTC)
CLOSES = NOW + timedelta(hours=12)


def test_an_answer_is_written() -> None:
    assert decide(TransportResult(Verdict.ACCEPTED, "id"), 1, NOW, CLOSES, 0) == Write(
        BatchResult(Status.ACCEPTED, "id")
    )
    assert decide(TransportResult(Verdict.UNKNOWN, "502"), 1, NOW, CLOSES, 0) == Write(
        BatchResult(Status.UNCERTAIN, "502")
    )
    assert decide(TransportResult(Verdict.PERMANENT, "413"), 1, NOW, CLOSES, 0) == Write(
        BatchResult(Status.FAILED, "413")
    )
    assert decide(TransportResult(Verdict.PERMANENT, "400", failed={7: "bad"}), 1, NOW, CLOSES, 0) == Retry(
        0, {7: "bad"}
    )
    assert decide(TransportResult(Verdict.STOP, "401"), 1, NOW, CLOSES, 0) == Halt("401")


@given(st.integers(1, MOST_TRIES - 1), st.floats(0, 1, exclude_max=True))
def test_delays_grow_and_are_spread_and_bounded(tries: int, chance: float) -> None:
    decision = decide(TransportResult(Verdict.REPEAT, "refused"), tries, NOW, CLOSES, chance)
    assert isinstance(decision, Retry)
    assert 2 <= decision.delay_seconds <= LONGEST_DELAY_SECONDS * 1.5


@given(st.integers(-100, 3_600), st.integers(1, 20), st.floats(0, 1, exclude_max=True))
def test_nobody_comes_back_before_the_time_that_was_named(seconds: int, tries: int, chance: float) -> None:
    until = NOW + timedelta(seconds=seconds)
    decision = decide(TransportResult(Verdict.WAIT, "429", wait_until=until), tries, NOW, CLOSES, chance)
    assert isinstance(decision, Retry)
    assert NOW + timedelta(seconds=decision.delay_seconds) >= until
    assert 1 <= decision.delay_seconds <= max(seconds, 0) + 2


@pytest.mark.parametrize(
    ("tries", "chance", "seconds"),
    [(1, 0.0, 2.0), (1, 0.5, 2.5), (2, 0.0, 4.0), (3, 0.0, 8.0), (8, 0.0, 256.0), (9, 0.0, 300.0), (9, 0.5, 375.0), (99, 0.0, 300.0)],
)  # fmt: skip
def test_each_try_waits_twice_as_long_up_to_five_minutes_and_half_of_it_by_chance(
    tries: int, chance: float, seconds: float
) -> None:
    assert decide(TransportResult(Verdict.WAIT, "429"), tries, NOW, CLOSES, chance) == Retry(seconds)


def test_who_named_a_time_is_come_back_to_a_moment_later() -> None:
    named = TransportResult(Verdict.WAIT, "429", wait_until=NOW + timedelta(seconds=30))
    assert decide(named, 1, NOW, CLOSES, 0.5) == Retry(31.5)
    past = TransportResult(Verdict.WAIT, "429", wait_until=NOW - timedelta(seconds=30))
    assert decide(past, 1, NOW, CLOSES, 0) == Retry(1)


def test_patience_has_an_end() -> None:
    refused = TransportResult(Verdict.REPEAT, "refused")
    assert decide(refused, 7, NOW, CLOSES, 0) == Retry(128)
    assert decide(refused, 8, NOW, CLOSES, 0) == Halt("refused, 8 times in a row")
    assert decide(refused, 9, NOW, CLOSES, 0) == Halt("refused, 9 times in a row")
    assert isinstance(decide(TransportResult(Verdict.WAIT, "429"), 8, NOW, CLOSES, 0), Retry), "asked to wait, we wait"


def test_nothing_is_tried_again_at_the_instant_the_window_closes_or_later() -> None:
    refused, two_seconds = TransportResult(Verdict.REPEAT, "refused"), timedelta(seconds=2)
    closed = Halt("refused; the send window ends at 2026-11-27T05:00+00:00")
    assert decide(refused, 1, NOW - two_seconds, NOW, 0) == closed
    assert decide(refused, 1, NOW - two_seconds - timedelta(microseconds=1), NOW, 0) == Retry(2)
    named = TransportResult(Verdict.WAIT, "refused", wait_until=NOW)
    assert decide(named, 1, NOW - two_seconds, NOW, 0) == closed


@pytest.mark.parametrize(
    ("failures", "workers", "trips"), [(4, 1, False), (5, 1, True), (5, 5, True), (7, 8, False), (8, 8, True)]
)
def test_the_breaker_trips_after_five_batches_without_a_yes_or_as_many_as_are_in_flight_at_once(
    failures: int, workers: int, trips: bool
) -> None:
    assert breaker_trips(failures, workers, TransportResult(Verdict.REPEAT, "no route")) is trips
    assert not breaker_trips(failures, workers, TransportResult(Verdict.WAIT, "429")), "waiting as asked is no failure"
