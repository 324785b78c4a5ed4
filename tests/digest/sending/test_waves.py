"""By the reader's clock: at the set time where they are, in waves, once, and with consent asked at each wave."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from sqlalchemy import update

from digest.app.container import Newsroom
from digest.calendar.plan import Plan, next_window, wave_minutes
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage.tables import subscriber
from tests.standins.time import MadeTime, utc

PLAN = Plan(zone="Europe/Riga", by_readers_clock=True)
FRIDAY = "2026-11-27"
DUE = utc("2026-11-27 05:00")
ZONES = {"anna": "America/New_York", "boris": "Asia/Tokyo", "chloe": ""}


@pytest.fixture
def made(newsroom: Newsroom, readers: dict[str, int]) -> MadeTime:
    with newsroom.engine.begin() as connection:
        for name, zone in ZONES.items():
            connection.execute(update(subscriber).where(subscriber.c.number == readers[name]).values(zone=zone))
    return MadeTime(newsroom, PLAN, {FRIDAY: DUE - timedelta(days=1)}, DUE - timedelta(minutes=10))


@pytest.mark.slow
def test_each_reader_gets_it_at_the_set_time_on_their_own_clock(made: MadeTime) -> None:
    made.live(DUE + timedelta(hours=25), timedelta(minutes=10))
    got = {address.partition("@")[0]: when for _, address, when in made.bag.got}
    assert len(made.bag.got) == 3
    assert got == {"chloe": DUE, "anna": utc("2026-11-27 12:00"), "boris": utc("2026-11-27 22:00")}
    assert {name: got[name].astimezone(ZoneInfo(zone)).hour for name, zone in ZONES.items() if zone} == {
        "anna": 7,
        "boris": 7,
    }
    report = made.newsroom.reports.report(FRIDAY)
    assert report is not None
    assert (report.state, report.accepted, report.pending) == ("sent", 3, 0)


@pytest.mark.slow
def test_who_leaves_before_their_wave_gets_nothing(made: MadeTime, readers: dict[str, int]) -> None:
    made.live(DUE + timedelta(hours=2), timedelta(minutes=10))
    unsubscribe(made.newsroom.store, readers["boris"], "the link", made.clock.now())
    made.restart()
    made.live(DUE + timedelta(hours=25), timedelta(minutes=10))
    assert {address for _, address, _ in made.bag.got} == {"anna@example.org", "chloe@example.org"}
    report = made.newsroom.reports.report(FRIDAY)
    assert report is not None
    assert (report.state, dict(report.excluded)) == ("sent", {"unsubscribed": 1})


@pytest.mark.slow
@pytest.mark.parametrize("subject", ["Another one", ""], ids=["changed", "broken"])
def test_a_letter_changed_between_two_waves_goes_to_the_later_one_as_it_was(made: MadeTime, subject: str) -> None:
    subjects: list[str] = []
    made.bag.before = lambda batch: subjects.append(batch.letter.subject)
    made.look(DUE)
    made.paper.editions[FRIDAY] = made.paper.like(FRIDAY, subject=subject)
    made.live(DUE + timedelta(hours=26), timedelta(hours=1))
    assert len(made.bag.got) == len(subjects) == 3
    assert len(set(subjects)) == 1
    assert subject not in subjects


def test_a_wave_that_was_slept_through_goes_out_within_the_window(made: MadeTime) -> None:
    made.look(DUE)
    made.look(DUE + timedelta(hours=30))
    assert len(made.bag.got) == 3
    late = MadeTime(made.newsroom, PLAN, {}, DUE + timedelta(hours=40))
    late.look()
    assert late.bag.got == []


def test_all_zones_lie_within_a_day_after_the_newsrooms_own_time() -> None:
    window = next_window(PLAN, datetime.fromisoformat("2026-11-27T00:00:00+00:00"))
    minutes = {zone: wave_minutes(window, PLAN.time, zone) for zone in available_timezones()}
    assert minutes["Europe/Riga"] == 0
    assert all(0 <= wave < 24 * 60 for wave in minutes.values())
    assert {
        (DUE + timedelta(minutes=wave)).astimezone(ZoneInfo(zone)).strftime("%H:%M") for zone, wave in minutes.items()
    } == {"07:00"}
