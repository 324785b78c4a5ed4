"""Times in the tables of subscribers: UTC, whole seconds, in texts that sort as the times do."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from subscribers.storage.timestamps import timestamp
from tests.standins.sample import NOW


def test_a_time_of_any_zone_is_written_in_utc_without_parts_of_a_second() -> None:
    odd = (NOW + timedelta(milliseconds=999)).astimezone(ZoneInfo("Asia/Kathmandu"))
    assert timestamp(odd) == timestamp(NOW) == "2026-11-27T05:00:00+00:00"


def test_texts_sort_as_the_times_do() -> None:
    zones = [ZoneInfo("Pacific/Auckland"), ZoneInfo("UTC"), ZoneInfo("America/New_York")]
    times = [(NOW + timedelta(hours=n)).astimezone(zones[n % 3]) for n in range(40)]
    assert sorted(map(timestamp, times)) == list(map(timestamp, times))
