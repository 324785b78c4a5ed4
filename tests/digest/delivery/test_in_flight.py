"""How much is in flight follows the times of the answers, and trouble on the other side takes it back."""

import pytest

from digest.delivery.in_flight import FIRST, InFlightLimit


def run(limit: InFlightLimit, latency: float, own: float, answers: int) -> float:
    """Return how long `answers` take that come `latency` after their hand-over, each of which costs us `own` seconds.

    As the batch loop does it: hand over while there is room, then wait for the next answer.
    """
    now, last = 0.0, 0.0
    due, given = list[float](), 0
    for _ in range(answers):
        while given < answers and len(due) < limit.limit:
            now += own
            due.append(now + latency)
            given += 1
        waited, busy = max(due[0] - now, 0.0), now - last
        now = last = max(now, due.pop(0))
        limit.answered(True, waited, busy)
    return now


@pytest.mark.parametrize(("latency", "most_needed"), [(0.02, FIRST), (0.3, 20), (1.0, 60), (10.0, 64)])
def test_slow_answers_are_made_up_for_by_more_in_flight(latency: float, most_needed: int) -> None:
    limit = InFlightLimit(64)
    run(limit, latency, 0.025, 400)
    assert FIRST <= limit.limit <= most_needed


def test_with_answers_of_a_second_this_process_is_the_limit_after_the_first() -> None:
    took = run(InFlightLimit(64), 1.0, 0.025, 400)
    assert took < 400 * 0.025 + 4
    assert run(InFlightLimit(10), 1.0, 0.025, 400) > 39, "as it would be with ten"


def test_an_answer_that_is_not_accepted_takes_the_room_back() -> None:
    limit = InFlightLimit(64)
    run(limit, 1.0, 0.025, 100)
    assert limit.limit > FIRST
    limit.answered(False, 30.0, 0.01)
    assert limit.limit == FIRST


def test_it_never_exceeds_what_the_newsroom_set() -> None:
    for most in (1, 4, 10, 33):
        limit = InFlightLimit(most)
        assert limit.limit == min(FIRST, most)
        run(limit, 5.0, 0.001, 100)
        assert limit.limit == most


def test_a_clock_that_stands_still_or_goes_back_says_nothing() -> None:
    limit = InFlightLimit(64)
    for waited, busy in ((1.0, 0.0), (0.0, 0.0), (1.0, -5.0), (-3.0, 0.02), (0.0, 0.01)):
        limit.answered(True, waited, busy)
        assert limit.limit == FIRST
