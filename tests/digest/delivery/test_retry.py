"""Every verdict has one consequence."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from digest.delivery.batch import BatchResult
from digest.delivery.retry import (
    LONGEST_DELAY_SECONDS,
    MOST_TRIES,
    Again,
    Halt,
    TransportResult,
    Verdict,
    Write,
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
    assert decide(TransportResult(Verdict.PERMANENT, "400", failed={7: "bad"}), 1, NOW, CLOSES, 0) == Again(
        0, {7: "bad"}
    )
    assert decide(TransportResult(Verdict.STOP, "401"), 1, NOW, CLOSES, 0) == Halt("401")


@given(st.integers(1, MOST_TRIES - 1), st.floats(0, 1, exclude_max=True))
def test_delays_grow_and_are_spread_and_bounded(tries: int, chance: float) -> None:
    decision = decide(TransportResult(Verdict.REPEAT, "refused"), tries, NOW, CLOSES, chance)
    assert isinstance(decision, Again)
    assert 2 <= decision.delay_seconds <= LONGEST_DELAY_SECONDS * 1.5


@given(st.integers(-100, 3_600), st.integers(1, 20), st.floats(0, 1, exclude_max=True))
def test_nobody_comes_back_before_the_time_that_was_named(seconds: int, tries: int, chance: float) -> None:
    until = NOW + timedelta(seconds=seconds)
    decision = decide(TransportResult(Verdict.WAIT, "429", wait_until=until), tries, NOW, CLOSES, chance)
    assert isinstance(decision, Again)
    assert NOW + timedelta(seconds=decision.delay_seconds) >= until
    assert 1 <= decision.delay_seconds <= max(seconds, 0) + 2


def test_patience_has_an_end() -> None:
    assert isinstance(decide(TransportResult(Verdict.REPEAT, "refused"), MOST_TRIES, NOW, CLOSES, 0), Halt)
    assert isinstance(decide(TransportResult(Verdict.WAIT, "429", wait_until=CLOSES), 1, NOW, CLOSES, 0), Halt)
    assert isinstance(
        decide(TransportResult(Verdict.REPEAT, "refused"), 1, CLOSES - timedelta(seconds=1), CLOSES, 0), Halt
    )
