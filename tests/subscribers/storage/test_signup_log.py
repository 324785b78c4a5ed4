"""The sign-up log: mails by address for as long as the caps look back, outcomes by day, and nothing else."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection

from digest.app.container import Newsroom
from subscribers.policy.caps import FORGIVEN, PER_DOMAIN, REMEMBERED, LastHour, MailKind, domain_is_full
from subscribers.policy.mailboxes import Fingerprints
from subscribers.storage.signup_log import (
    FormMail,
    count_mails,
    count_outcome,
    earlier_mails,
    enqueue_counted,
    full_domains,
    mails_to_domain,
    outcomes_of_day,
)
from tests.standins.sample import NOW

ANNA, BORIS = (Fingerprints(name * 16, name.upper() * 16, name * 8) for name in (b"a", b"b"))
SECOND = timedelta(seconds=1)
DAY = NOW.date()


def written(connection: Connection, found_by: Fingerprints, kind: MailKind, at: datetime, key: str = "") -> None:
    """Count a mail that goes nowhere."""
    enqueue_counted(connection, lambda *_: key, FormMail("nobody@example.org", found_by, kind), at)


def first_lost(count: int, _connection: Connection, keys: Sequence[str]) -> set[str]:
    return {f"form:{number}" for number in range(count)} & set(keys)


def nothing_lost(_connection: Connection, _keys: Sequence[str]) -> frozenset[str]:
    return frozenset()


def test_a_mail_is_counted_and_enqueued_in_the_transaction_of_the_caller(newsroom: Newsroom) -> None:
    carried: list[tuple[Connection, str, datetime]] = []

    def enqueue(connection: Connection, address: str, now: datetime) -> str:
        carried.append((connection, address, now))
        return "form:1"

    with newsroom.engine.connect() as connection:
        enqueue_counted(connection, enqueue, FormMail("anna@example.org", ANNA, MailKind.CONFIRM), NOW)
        assert carried == [(connection, "anna@example.org", NOW)]
        assert earlier_mails(connection, ANNA, NOW, nothing_lost) == [(MailKind.CONFIRM, NOW)]
        connection.rollback()
        assert earlier_mails(connection, ANNA, NOW, nothing_lost) == []


def test_the_mails_of_one_address_are_remembered_for_thirty_days(newsroom: Newsroom) -> None:
    with newsroom.engine.begin() as connection:
        written(connection, ANNA, MailKind.CONFIRM, NOW - REMEMBERED)
        written(connection, ANNA, MailKind.KNOWN, NOW - REMEMBERED + SECOND)
        written(connection, ANNA, MailKind.PREFERENCES, NOW)
        written(connection, BORIS, MailKind.MOVE, NOW)
        found = earlier_mails(connection, ANNA, NOW, nothing_lost)
        assert found == [(MailKind.KNOWN, NOW - REMEMBERED + SECOND), (MailKind.PREFERENCES, NOW)]


def test_the_breaker_counts_mails_to_everybody_but_links_to_ones_own_preferences(newsroom: Newsroom) -> None:
    hour_ago = NOW - timedelta(hours=1)
    with newsroom.engine.begin() as connection:
        assert count_mails(connection, hour_ago).total == 0
        written(connection, ANNA, MailKind.CONFIRM, hour_ago)
        assert count_mails(connection, hour_ago).total == 0, "it is exactly as old"
        for kind in MailKind:
            written(connection, BORIS, kind, hour_ago + SECOND)
        assert count_mails(connection, hour_ago) == LastHour(len(MailKind) - 1, 0)


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


def test_mails_to_any_spelling_count_for_the_mailbox_and_so_do_those_from_before_there_was_an_index(
    newsroom: Newsroom,
) -> None:
    other_spelling = Fingerprints(b"x" * 16, ANNA.mailbox, ANNA.domain)
    with newsroom.engine.begin() as connection:
        written(connection, other_spelling, MailKind.CONFIRM, NOW)
        connection.exec_driver_sql(
            "INSERT INTO form_mail (address_index, kind, at) VALUES (?, 'known', ?)", (ANNA.address, NOW.isoformat())
        )
        kinds = [kind for kind, _ in earlier_mails(connection, ANNA, NOW, nothing_lost)]
    assert kinds == [MailKind.CONFIRM, MailKind.KNOWN]


def test_a_few_mails_that_were_lost_count_for_nobody(newsroom: Newsroom) -> None:
    with newsroom.engine.begin() as connection:
        for number in range(FORGIVEN + 2):
            written(connection, ANNA, MailKind.CONFIRM, NOW, f"form:{number}")
        for lost, left in ((0, FORGIVEN + 2), (1, FORGIVEN + 1), (FORGIVEN + 2, 2)):
            assert len(earlier_mails(connection, ANNA, NOW, partial(first_lost, lost))) == left


def test_a_domain_is_full_by_the_same_numbers_in_both_places(newsroom: Newsroom) -> None:
    for span, most in PER_DOMAIN:
        with newsroom.engine.connect() as connection:
            for number in range(most):
                assert list(connection.scalars(full_domains(NOW))) == []
                assert not domain_is_full(mails_to_domain(connection, ANNA, NOW), NOW)
                written(connection, ANNA, MailKind.CONFIRM, NOW - span * number / most)
                written(connection, ANNA, MailKind.PREFERENCES, NOW)
                written(connection, Fingerprints(b"g" * 16, b"g" * 16, None), MailKind.CONFIRM, NOW)
            assert list(connection.scalars(full_domains(NOW))) == [ANNA.domain]
            assert domain_is_full(mails_to_domain(connection, ANNA, NOW), NOW)
            assert not domain_is_full(mails_to_domain(connection, BORIS, NOW), NOW)
            connection.rollback()
