"""How often forms may make us write."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.policy.caps import REMEMBERED, LastHour, MailKind, is_busy, may_write, must_wait, slots_for_the_line
from tests.standins.sample import NOW

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.mark.parametrize("kind", [MailKind.CONFIRM, MailKind.KNOWN, MailKind.MOVE])
@pytest.mark.parametrize("before", [MailKind.CONFIRM, MailKind.KNOWN, MailKind.MOVE])
def test_letters_to_somebody_who_may_not_know_us_share_one_count(kind: MailKind, before: MailKind) -> None:
    assert not may_write(kind, [(before, NOW)], NOW + DAY - timedelta(seconds=1))
    assert may_write(kind, [(before, NOW)], NOW + DAY)


def test_a_readers_own_link_is_not_held_up_by_strangers() -> None:
    assert may_write(MailKind.PREFERENCES, [(MailKind.KNOWN, NOW)] * 3, NOW)
    assert not may_write(MailKind.PREFERENCES, [(MailKind.PREFERENCES, NOW)], NOW + timedelta(seconds=1))
    assert not must_wait(MailKind.PREFERENCES, LastHour(10_000, 0), 10_000, 1)
    assert must_wait(MailKind.CONFIRM, LastHour(1, 0), 1, 1)


@given(st.lists(st.integers(0, 60 * 24 * 60), max_size=200))
def test_nobody_ever_gets_more_than_one_in_a_day_and_three_in_thirty(minutes: list[int]) -> None:
    sent: list[tuple[MailKind, object]] = []
    for minute in sorted(minutes):
        now = NOW + timedelta(minutes=minute)
        if may_write(MailKind.CONFIRM, sent, now):  # type: ignore[arg-type]
            sent.append((MailKind.CONFIRM, now))
    times = [at for _, at in sent]
    for at in times:
        assert sum(at <= other < at + DAY for other in times) == 1  # type: ignore[operator]
        assert sum(at <= other < at + REMEMBERED for other in times) <= 3  # type: ignore[operator]


@pytest.mark.parametrize("kind", [MailKind.CONFIRM, MailKind.KNOWN, MailKind.MOVE])
def test_the_third_mail_in_thirty_days_is_the_last_until_the_first_is_thirty_days_old(kind: MailKind) -> None:
    assert timedelta(days=30) == REMEMBERED
    sent = [(MailKind.CONFIRM, NOW + number * DAY) for number in range(3)]
    assert may_write(kind, sent[:2], NOW + 2 * DAY), "the third is allowed"
    assert not may_write(kind, sent, NOW + REMEMBERED - SECOND)
    assert may_write(kind, sent, NOW + REMEMBERED)


def test_a_readers_own_link_comes_every_two_minutes_and_six_times_in_a_day() -> None:
    sent = [(MailKind.PREFERENCES, NOW)]
    assert not may_write(MailKind.PREFERENCES, sent, NOW + timedelta(minutes=2) - SECOND)
    assert may_write(MailKind.PREFERENCES, sent, NOW + timedelta(minutes=2))
    sent = [(MailKind.PREFERENCES, NOW + number * timedelta(hours=1)) for number in range(6)]
    assert may_write(MailKind.PREFERENCES, sent[:5], NOW + timedelta(hours=6))
    assert not may_write(MailKind.PREFERENCES, sent, NOW + DAY - SECOND)
    assert may_write(MailKind.PREFERENCES, sent, NOW + DAY)


def test_the_breaker_opens_at_the_very_number_that_is_set() -> None:
    assert not must_wait(MailKind.CONFIRM, LastHour(374, 125), 1, 500)
    assert must_wait(MailKind.CONFIRM, LastHour(374, 126), 1, 500)
    assert must_wait(MailKind.CONFIRM, LastHour(375, 0), 1, 500), "a quarter is for those who wait"


def test_no_network_gets_more_than_its_share_at_once() -> None:
    assert not must_wait(MailKind.CONFIRM, LastHour(0, 0), 25, 500)
    assert must_wait(MailKind.CONFIRM, LastHour(0, 0), 26, 500)
    assert not must_wait(MailKind.CONFIRM, LastHour(0, 0), 1, 1), "everybody has a share"


@pytest.mark.parametrize(
    ("at_once", "waited", "slots"),
    [(0, 0, 375), (375, 0, 125), (375, 125, 0), (100, 125, 150), (0, 375, 0), (250, 125, 0), (600, 0, 0)],
)
def test_the_line_has_a_quarter_for_itself_and_leaves_a_quarter_to_others(
    at_once: int, waited: int, slots: int
) -> None:
    assert slots_for_the_line(LastHour(at_once, waited), 500) == slots


def test_a_breaker_of_one_letter_an_hour_still_lets_the_line_move() -> None:
    assert slots_for_the_line(LastHour(0, 0), 1) == 1
    assert slots_for_the_line(LastHour(1, 0), 1) == 0


def test_a_small_computation_is_asked_for_while_half_of_the_slots_are_taken() -> None:
    assert not is_busy(LastHour(200, 49), 500)
    assert is_busy(LastHour(200, 50), 500)
