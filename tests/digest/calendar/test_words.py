"""Instants for people: on the newsroom's clock, with its zone, and in UTC."""

from datetime import timedelta

from digest.calendar.plan import Plan
from digest.calendar.words import in_words, short_day
from tests.standins.sample import NOW


def test_an_instant_is_told_on_the_newsrooms_clock_and_in_utc() -> None:
    assert in_words(NOW, Plan(zone="Europe/Riga")) == "Friday 27 November 2026, 07:00 Europe/Riga (05:00 UTC)"
    late = NOW + timedelta(hours=18)
    assert in_words(late, Plan(zone="Europe/Riga")) == "Saturday 28 November 2026, 01:00 Europe/Riga (23:00 UTC)"


def test_a_day_has_no_zero_before_it() -> None:
    assert in_words(NOW + timedelta(days=7), Plan(zone="UTC")) == "Friday 4 December 2026, 05:00 UTC"
    assert short_day(NOW + timedelta(days=7)) == "4 Dec 2026"


def test_a_newsroom_on_utc_is_told_it_once() -> None:
    assert in_words(NOW, Plan(zone="UTC")) == "Friday 27 November 2026, 05:00 UTC"
