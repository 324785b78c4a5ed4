"""When a site wants to be asked again."""

from datetime import UTC, datetime

import pytest

from digest.fetching.retry_after import retry_after_seconds

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Thu, 26 Nov 2026 12:01:30 GMT", 90),
        ("Thu, 26 Nov 2026 12:01:30 -0000", 90),
        ("Thu, 26 Nov 2026 11:00:00 GMT", 0),
        ("", 0),
        ("soon", 0),
        ("-5", 0),
        ("9" * 400, 999_999_999),
        ("٣", 0),
        ("Fri, 27 Nov 2026 06:00:00 -99999999999999999999", 0),
    ],
)
def test_it_is_told_in_seconds_or_as_a_date(value: str, seconds: float) -> None:
    assert retry_after_seconds(value, NOW) == seconds
