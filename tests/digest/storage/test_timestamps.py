"""Times in the tables: UTC, whole seconds, in texts that sort as the times do."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from digest.storage.timestamps import instant, stamp
from tests.standins.sample import NOW


def test_a_time_of_any_zone_is_written_in_utc_and_read_back_as_the_same_instant() -> None:
    riga = NOW.astimezone(ZoneInfo("Europe/Riga"))
    assert stamp(riga) == stamp(NOW) == "2026-11-27T05:00:00+00:00"
    assert instant(stamp(riga)) == NOW


def test_parts_of_a_second_are_dropped_so_that_all_texts_are_of_one_length() -> None:
    assert stamp(NOW + timedelta(milliseconds=999)) == stamp(NOW)


def test_texts_sort_as_the_times_do() -> None:
    times = [NOW + timedelta(hours=hours) for hours in (-30, -1, 0, 1, 24 * 40)]
    east = timezone(timedelta(hours=11))
    assert sorted(stamp(time.astimezone(east if time.hour % 2 else UTC)) for time in times) == list(map(stamp, times))


def test_no_text_is_no_time() -> None:
    assert instant(None) is None
    assert instant("") is None
    assert instant("2026-11-27T05:00:00+00:00") == datetime(2026, 11, 27, 5, tzinfo=UTC)
