"""The coming sends: instants on both clocks, what is odd about them, and which editions there are."""

from datetime import UTC, datetime, time, timedelta

from digest.calendar.plan import Plan
from digest.scheduling.coming import coming_sends
from tests.standins.sample import NOW

RIGA = Plan(zone="Europe/Riga", window_hours=12)


def test_the_next_sends_are_those_due_after_now_with_both_clocks() -> None:
    found = coming_sends(RIGA, NOW, 2, {"2026-12-11"})
    assert [(send.edition, send.written) for send in found] == [("2026-12-04", False), ("2026-12-11", True)]
    first = found[0]
    assert first.utc == datetime(2026, 12, 4, 5, tzinfo=UTC)
    assert first.local.isoformat() == "2026-12-04T07:00:00+02:00"
    assert first.closes.isoformat() == "2026-12-04T19:00:00+02:00"
    assert first.note == ""
    assert coming_sends(RIGA, NOW - timedelta(seconds=1), 1, ())[0].edition == "2026-11-27"


def test_a_time_that_does_not_exist_on_its_day_is_noted() -> None:
    plan = Plan(days=("sunday",), time=time(3, 30), zone="Europe/Riga")
    (send,) = coming_sends(plan, datetime(2026, 3, 27, tzinfo=UTC), 1, ())
    assert (send.edition, send.note) == ("2026-03-29", "this time does not exist on that day: an hour later")
    assert send.local.isoformat() == "2026-03-29T04:30:00+03:00"
