"""A time proves consent only if a reader can have agreed then."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.policy.consent_time import BadTime, read_consent_time
from subscribers.storage.timestamps import timestamp
from tests.standins.sample import NOW

EMPTY = "confirmed_at is the empty date of another program: nothing proves that this reader agreed"
EMPTY_THEN = f"{EMPTY}; if they did on that very day, write the time of day"


def answer(given: str) -> datetime | str:
    try:
        return read_consent_time(given, NOW)
    except BadTime as refused:
        return str(refused)


def refusal(given: str) -> str:
    with pytest.raises(BadTime) as refused:
        read_consent_time(given, NOW)
    return str(refused.value)


@pytest.mark.parametrize(
    "given",
    [
        "0001-01-01", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00-12:00",  # Go, .NET
        "1601-01-01T00:00:00Z", "1753-01-01", "1858-11-17", "1899-12-30", "1899-12-31", "1900-01-01", "1904-01-01",
        "1970-01-01", "1970-01-01T00:00:00Z", "1970-01-01T03:00:00+03:00", "19700101", "1969-12-31T19:00:00-05:00",
        "1970-01-02T23:00:00+12:00", "1970-01-02T11:00:00Z", "1901-12-13T20:45:52Z", "1979-11-30",
        "1980-01-01", "1979-12-31T22:00:00-02:00", "0000-00-00", "0000-00-00 00:00:00", "0000-00-00T00:00:00Z", "00.00.0000", "0",
        "-0001-11-30", "-0001-11-30T00:00:00+00:00", "-000001-11-30", "0000-12-30T00:00:00Z", "+000000-01-01", "1900-01-00", "1900-01-00 00:00:00",
    ],
)  # fmt: skip
def test_the_empty_dates_of_other_programs_prove_nothing(given: str) -> None:
    assert refusal(given) == EMPTY


@pytest.mark.parametrize("day", ["1999-11-30", "2000-01-01", "2001-01-01"])
def test_an_empty_date_of_days_on_which_readers_can_agree_is_midnight_on_any_clock(day: str) -> None:
    midnights = ["", "T00:00", " 00:00:00", "T00:00:00Z", "T00:00:00.000Z", "T00:00:00.250Z"]
    for rest in [*midnights, "T00:00:00+14:00", "T00:00:00+05:45", "T00:00:00-12:00", "T02:00:00+02:00"]:
        assert refusal(f"{day}{rest}").startswith(EMPTY_THEN), rest
    assert refusal(day.replace("-", "")).startswith(EMPTY_THEN)
    for rest in ["T00:00:01Z", "T00:01", "T10:17:00+02:00", "T23:59:59-12:00", "T18:34:27"]:
        assert isinstance(answer(f"{day}{rest}"), datetime), "readers who agreed on that very day are not lost"


OFFSETS = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
DAYS = ["1999-11-30", "2000-01-01", "2001-01-01", "1995-01-01", "1970-01-01", "1980-01-01", "1904-01-01", "2026-11-27"]
NEAR = st.builds(
    lambda day, quarters, more: (
        datetime.fromisoformat(f"{day}T00:00Z") + timedelta(minutes=15 * quarters, seconds=more)
    ),
    st.sampled_from(DAYS),
    st.integers(0, 4 * 48),
    st.sampled_from([0, 0, 0, 1, 59, 0.5, 899.999]),
)
ANY = st.datetimes(datetime(1994, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def spellings(at: datetime, zone: timezone) -> Iterator[str]:
    """Yield one instant as programs write it."""
    local = at.astimezone(zone)
    yield from (at.isoformat(), at.isoformat(" "), at.isoformat().replace("+00:00", "Z"), local.isoformat())
    yield from (at.replace(tzinfo=None).isoformat(), local.strftime("%Y%m%dT%H%M%S.%f%z"))
    if at.time() == time():
        yield from (at.date().isoformat(), at.strftime("%Y%m%d"), at.isoformat()[:16])


@given(ANY | NEAR, OFFSETS)
def test_one_instant_has_one_answer_however_it_is_written_and_comes_back_from_an_export(
    at: datetime, zone: timezone
) -> None:
    (found,) = {answer(spelling) for spelling in spellings(at, zone)}
    if isinstance(found, datetime):
        assert answer(timestamp(found)) == found, "what an export writes is believed again, and is the same"


@pytest.mark.parametrize(
    "given",
    ["1994-12-31T23:59:59Z", "1995-01-01T00:00:00+00:01", "1970-01-03", "1969-12-30", "1989-11-09", "0203-03-31", "1925-03-31"],
)  # fmt: skip
def test_a_date_too_early_that_no_program_writes_is_said_to_be_that(given: str) -> None:
    assert refusal(given) == (
        "confirmed_at lies before 1995, when no reader agreed to such a letter; look up the right date"
    )


@pytest.mark.parametrize(
    "given", ["9999-12-31", "9999-12-31T23:59:59-14:00", "2038-01-19T03:14:07Z", (NOW + timedelta(seconds=1)).isoformat()]
)  # fmt: skip
def test_nobody_has_agreed_in_the_future(given: str) -> None:
    assert refusal(given) == "confirmed_at lies in the future"


@pytest.mark.parametrize(
    "given", ["yesterday", "31.03.2025", "03/31/2025", "1743422400", "2025-02-30", "2025-03", "１２３", "\ud800", "-", "T"]
)  # fmt: skip
def test_what_is_no_date_is_said(given: str) -> None:
    assert refusal(given).startswith("confirmed_at is no date; write")


def test_nothing_is_no_proof() -> None:
    assert refusal("").startswith("confirmed_at is empty")


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ("1995-01-01", "1995-01-01T00:00:00+00:00"),
        ("2000-01-02", "2000-01-02T00:00:00+00:00"),
        ("2001-01-01T00:00:01Z", "2001-01-01T00:00:01+00:00"),
        ("2025-03-31T12:00:00+02:00", "2025-03-31T10:00:00+00:00"),
        ("2025-03-31 12:00:00", "2025-03-31T12:00:00+00:00"),
        (NOW.isoformat(), timestamp(NOW)),
    ],
)
def test_any_other_date_or_time_is_read_without_a_zone_in_utc(given: str, at: str) -> None:
    assert timestamp(read_consent_time(given, NOW)) == at
    assert read_consent_time(given, NOW) >= datetime(1995, 1, 1, tzinfo=UTC)
