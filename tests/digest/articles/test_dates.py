"""When an article was published: what pages write, as one form; no zone invented, no impossible day taken."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.articles.dates import FIRST_YEAR, first_possible, instant, is_possible, moment
from digest.articles.jsonld import Json

AT = datetime(2026, 11, 26, 13, 0, tzinfo=UTC)
JSON: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "@value", "x"]), inner),
    max_leaves=5,
)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("2026-11-24T09:30:00Z", "2026-11-24T09:30:00+00:00"),
        ("2026-11-24T09:30Z", "2026-11-24T09:30:00+00:00"),
        ("2026-11-24t09:30:00z", "2026-11-24T09:30:00+00:00"),
        ("2026-11-24T09:30:00 Z", "2026-11-24T09:30:00+00:00"),
        ("2026-11-24T09:30 GMT", "2026-11-24T09:30:00+00:00"),
        ("2026-11-24 09:30 UTC", "2026-11-24T09:30:00+00:00"),
        ("2026-11-24 09:30:00Z", "2026-11-24T09:30:00+00:00"),
        ("2026-11-24T09:30:00+02:00", "2026-11-24T09:30:00+02:00"),
        ("2026-11-24T09:30:00+0200", "2026-11-24T09:30:00+02:00"),
        ("2026-11-24T09:30:00+02", "2026-11-24T09:30:00+02:00"),
        ("2026-11-24T09:30:00-05:30", "2026-11-24T09:30:00-05:30"),
        ("2026-11-24 09:30:00 +0200", "2026-11-24T09:30:00+02:00"),
        ("2026-11-24  09:30 +02:00", "2026-11-24T09:30:00+02:00"),
        ("2026-11-24T09:30:00.123Z", "2026-11-24T09:30:00.123000+00:00"),
        ("2026-11-24 09:30:00.5 +0200", "2026-11-24T09:30:00.500000+02:00"),
        ("Tue, 24 Nov 2026 09:30:00 GMT", "2026-11-24T09:30:00+00:00"),
        ("Tue, 24 Nov 2026 09:30:00 +0200", "2026-11-24T09:30:00+02:00"),
        ("24 Nov 2026 09:30:00 -0500", "2026-11-24T09:30:00-05:00"),
        ("1764000000", "2025-11-24T16:00:00+00:00"),
        ("1764000000123", "2025-11-24T16:00:00+00:00"),
        (1764000000, "2025-11-24T16:00:00+00:00"),
        (1764000000123, "2025-11-24T16:00:00+00:00"),
        (1764000000.5, "2025-11-24T16:00:00+00:00"),
        (["", "2026-11-24T09:30:00Z"], "2026-11-24T09:30:00+00:00"),
        ({"@value": "2026-11-24T09:30:00Z"}, "2026-11-24T09:30:00+00:00"),
    ],
)  # fmt: skip
def test_a_time_with_a_zone_keeps_it(value: Json, written: str) -> None:
    assert moment(value) == written


@pytest.mark.parametrize(
    "value",
    ["2026-11-24T09:30:00", "2026-11-24T09:30", "2026-11-24 09:30", "2026-11-24 09:30:00", " 2026-11-24 09:30 ", "Tue, 24 Nov 2026 09:30:00", "Tue, 24 Nov 2026 09:30:00 -0000"],
)  # fmt: skip
def test_a_time_without_a_zone_stays_without(value: str) -> None:
    assert moment(value) == "2026-11-24T09:30:00"


@pytest.mark.parametrize(
    "value", ["2026-11-24", " 2026-11-24\n", ["2026-11-24", "2026-11-25"], {"@value": "2026-11-24"}]
)
def test_a_day_alone_stays_a_day(value: Json) -> None:
    assert moment(value) == "2026-11-24"


@pytest.mark.parametrize(
    "value",
    [
        None, True, False, "", " ", [], {}, "yesterday", "вчора", "2026", "24.11.2026", "11/24/2026", "2026-02-30", "2026-13-01", "2026-00-10",
        "2026-11-24T25:00:00Z", "2026-11-24T09:61:00Z", "Tue, 32 Nov 2026 09:30:00 GMT", "Tue, 24 Nov 2026 25:30:00 GMT", "Tue, 24 Nov 99999 09:30:00 GMT",
        "2026-11-24T09:30:00+99:00", "176400000", "17640000001", "17640000001234", "-1764000000", 0, -1, 20.5, 10**30, 1e300, "Z", "GMT", "UTC", "{{date}}",
    ],
)  # fmt: skip
def test_what_is_no_time_is_none(value: Json) -> None:
    assert moment(value) == ""


@pytest.mark.parametrize(
    "piece", [" ", "2026-11-24 ", "2026-11-24T09:30:00", "Tue, ", "Z", "GMT ", "(", ",", ":", "+", "-"]
)
def test_a_hostile_text_of_any_length_is_no_time(piece: str) -> None:
    assert moment(piece * (100_000 // len(piece))) == ""


@given(JSON)
def test_any_value_is_a_time_that_can_be_compared_or_none(value: Json) -> None:
    written = moment(value)
    found = instant(written)
    assert (found is None) == (written == "")
    assert moment(written) == written
    assert is_possible(written, AT) in (True, False)


@given(st.datetimes(timezones=st.none() | st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45))])))
def test_any_time_in_iso_8601_stays_as_it_is(time: datetime) -> None:
    assert moment(time.isoformat()) == time.isoformat()
    assert moment(time.isoformat(" ")) == time.isoformat()


def test_times_are_compared_in_utc_where_they_name_no_zone() -> None:
    assert instant("2026-11-24T09:30:00") == datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    assert instant("2026-11-24") == datetime(2026, 11, 24, tzinfo=UTC)
    assert instant("2026-11-24T09:30:00+02:00") == datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
    assert instant("") is None


@pytest.mark.parametrize(
    ("written", "possible"),
    [
        ("2026-11-26T13:00:00+00:00", True),
        ("2026-11-28T13:00:00+00:00", True),
        ("2026-11-28T13:00:01+00:00", False),
        ("2026-11-28T15:00:00+02:00", True),
        ("2026-11-28T12:30:00-01:00", False),
        ("2026-11-28", True),
        ("2026-11-29", False),
        ("2029-11-24", False),
        ("2029-01-01T00:00:00", False),
        ("9999-12-31T23:59:59-12:00", False),
        ("1995-01-01", True),
        ("1994-12-31T23:59:59+00:00", False),
        ("1970-01-01T00:00:00+00:00", False),
        ("0001-01-01T00:00:00+14:00", False),
        ("", False),
    ],
)
def test_days_before_the_web_and_days_to_come_are_no_days_of_publication(written: str, possible: bool) -> None:
    assert is_possible(written, AT) is possible


def test_there_were_newspapers_on_the_web_in_the_first_year() -> None:
    assert FIRST_YEAR == 1995


@pytest.mark.parametrize(
    ("offers", "found"),
    [
        ([], ("", "", "")),
        ([("meta", "")], ("", "", "")),
        ([("json-ld", "2026-11-24"), ("meta", "2026-11-25")], ("2026-11-24", "json-ld", "")),
        ([("json-ld", ""), ("meta", "2026-11-25")], ("2026-11-25", "meta", "")),
        ([("json-ld", "1970-01-01"), ("meta", "2026-11-25")], ("2026-11-25", "meta", "")),
        ([("json-ld", "2029-01-01"), ("meta", "2026-11-25")], ("2026-11-25", "meta", "2029-01-01")),
        ([("json-ld", "2029-01-01"), ("meta", "2028-01-01")], ("", "", "2029-01-01")),
        ([("json-ld", "2026-11-24"), ("meta", "2029-01-01")], ("2026-11-24", "json-ld", "")),
        ([("json-ld", "1970-01-01"), ("meta", "")], ("", "", "")),
    ],
)
def test_the_first_possible_time_is_taken_and_one_too_far_ahead_is_told(
    offers: list[tuple[str, str]], found: tuple[str, str, str]
) -> None:
    assert first_possible(offers, AT) == found
