"""The sign-up log: mails by address for as long as the caps look back, outcomes by day, and nothing else."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection

from digest.app.container import Newsroom
from subscribers.policy.caps import REMEMBERED, MailKind
from subscribers.storage.signup_log import (
    count_mails,
    count_outcome,
    earlier_mails,
    enqueue_counted,
    outcomes_of_day,
)
from tests.standins.sample import NOW

ANNA, BORIS = b"a" * 16, b"b" * 16
SECOND = timedelta(seconds=1)
DAY = NOW.date()


def written(connection: Connection, address_index: bytes, kind: MailKind, at: datetime) -> None:
    """Count a mail that goes nowhere."""
    enqueue_counted(connection, lambda *_: "letter-x", address_index, kind, "nobody@example.org", at)


def test_a_mail_is_counted_and_enqueued_in_the_transaction_of_the_caller(newsroom: Newsroom) -> None:
    carried: list[tuple[Connection, str, datetime]] = []

    def enqueue(connection: Connection, address: str, now: datetime) -> str:
        carried.append((connection, address, now))
        return "letter-x"

    with newsroom.engine.connect() as connection:
        enqueue_counted(connection, enqueue, ANNA, MailKind.CONFIRM, "anna@example.org", NOW)
        assert carried == [(connection, "anna@example.org", NOW)]
        assert earlier_mails(connection, ANNA, NOW) == [(MailKind.CONFIRM, NOW)]
        connection.rollback()
        assert earlier_mails(connection, ANNA, NOW) == []


def test_the_mails_of_one_address_are_remembered_for_thirty_days(newsroom: Newsroom) -> None:
    with newsroom.engine.begin() as connection:
        written(connection, ANNA, MailKind.CONFIRM, NOW - REMEMBERED)
        written(connection, ANNA, MailKind.KNOWN, NOW - REMEMBERED + SECOND)
        written(connection, ANNA, MailKind.PREFERENCES, NOW)
        written(connection, BORIS, MailKind.MOVE, NOW)
        found = earlier_mails(connection, ANNA, NOW)
        assert found == [(MailKind.KNOWN, NOW - REMEMBERED + SECOND), (MailKind.PREFERENCES, NOW)]


def test_the_breaker_counts_mails_to_everybody_but_links_to_ones_own_preferences(newsroom: Newsroom) -> None:
    hour_ago = NOW - timedelta(hours=1)
    with newsroom.engine.begin() as connection:
        assert count_mails(connection, hour_ago) == 0
        written(connection, ANNA, MailKind.CONFIRM, hour_ago)
        assert count_mails(connection, hour_ago) == 0, "it is exactly as old"
        for kind in MailKind:
            written(connection, BORIS, kind, hour_ago + SECOND)
        assert count_mails(connection, hour_ago) == len(MailKind) - 1


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 11, 27, 23, 59, 59, tzinfo=UTC), DAY),
        (datetime(2026, 11, 28, 0, 30, tzinfo=ZoneInfo("Europe/Riga")), DAY),
        (datetime(2026, 11, 28, tzinfo=UTC), DAY + timedelta(days=1)),
    ],
)
def test_outcomes_are_counted_by_the_day_in_utc(newsroom: Newsroom, at: datetime, day: object) -> None:
    with newsroom.engine.begin() as connection:
        count_outcome(connection, "written", at)
        days = [DAY, DAY + timedelta(days=1)]
        assert [outcomes_of_day(connection, one) for one in days] == [
            {"written": 1} if one == day else {} for one in days
        ]


def test_outcomes_are_counted_each_by_itself_and_listed_by_name(newsroom: Newsroom) -> None:
    with newsroom.engine.begin() as connection:
        for outcome in ("written", "capped", "written", "trapped", "written"):
            count_outcome(connection, outcome, NOW)
        found = list(outcomes_of_day(connection, DAY).items())
        assert found == [("capped", 1), ("trapped", 1), ("written", 3)]
