"""A time proves consent only if a reader can have agreed then."""

from datetime import UTC, datetime, timedelta

import pytest

from subscribers.policy.consent_time import BadTime, read_consent_time
from subscribers.storage.timestamps import timestamp
from tests.standins.sample import NOW

EMPTY = "the empty date of another program"


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
        "1980-01-01", "1979-12-31T22:00:00-02:00", "2000-01-01T00:00:00Z",
        "2001-01-01T00:00:00Z", "2001-01-01 02:00:00+02:00", "0000-00-00", "0000-00-00 00:00:00", "0000-00-00T00:00:00Z", "00.00.0000", "0",
    ],
)  # fmt: skip
def test_the_empty_dates_of_other_programs_prove_nothing(given: str) -> None:
    assert EMPTY in refusal(given)


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
        ("2000-01-01", "2000-01-01T00:00:00+00:00"),
        ("2001-01-01T00:00:01Z", "2001-01-01T00:00:01+00:00"),
        ("2025-03-31T12:00:00+02:00", "2025-03-31T10:00:00+00:00"),
        ("2025-03-31 12:00:00", "2025-03-31T12:00:00+00:00"),
        (NOW.isoformat(), timestamp(NOW)),
    ],
)
def test_any_other_date_or_time_is_read_without_a_zone_in_utc(given: str, at: str) -> None:
    assert timestamp(read_consent_time(given, NOW)) == at
    assert read_consent_time(given, NOW) >= datetime(1995, 1, 1, tzinfo=UTC)
