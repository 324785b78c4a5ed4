"""Tokens of the inbox in the database: only their hashes, and how many links came with each."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from digest.app.container import Newsroom
from digest.storage.inbox_tokens import SqlInboxTokens

NOW = datetime(2026, 11, 26, 12, 59, tzinfo=UTC)
HASH = "a" * 64
MOST = (10, 25)


@pytest.fixture
def tokens(newsroom: Newsroom) -> SqlInboxTokens:
    found = SqlInboxTokens(newsroom.engine)
    assert found.add("cms", HASH, NOW)
    return found


def test_a_name_is_given_once_and_again_when_it_is_revoked(tokens: SqlInboxTokens) -> None:
    assert not tokens.add("cms", "b" * 64, NOW)
    assert tokens.hashes() == {"cms": HASH}
    assert tokens.revoke("cms")
    assert not tokens.revoke("cms")
    assert tokens.hashes() == {}
    assert tokens.add("cms", "b" * 64, NOW)


def test_they_are_listed_with_when_they_were_made_and_used(tokens: SqlInboxTokens) -> None:
    (one,) = tokens.listed()
    assert (one.name, one.made_at, one.used_at) == ("cms", NOW, None)
    tokens.spend("cms", 1, NOW + timedelta(minutes=3), MOST)
    assert tokens.listed()[0].used_at == NOW + timedelta(minutes=3)


def test_links_are_counted_by_the_hour_and_by_the_day(tokens: SqlInboxTokens) -> None:
    assert tokens.spend("cms", 10, NOW, MOST)
    assert not tokens.spend("cms", 1, NOW, MOST)
    assert tokens.spend("cms", 10, NOW + timedelta(minutes=1), MOST), "another hour has begun"
    assert not tokens.spend("cms", 6, NOW + timedelta(hours=2), MOST), "six more are beyond the day's"
    assert tokens.spend("cms", 5, NOW + timedelta(hours=2), MOST), "what was refused is not counted"
    assert not tokens.spend("cms", 1, NOW + timedelta(hours=3), MOST)
    assert tokens.spend("cms", 10, NOW + timedelta(days=1), MOST)
    assert tokens.spend("cms", 10, NOW + timedelta(days=366, hours=1), MOST)


def test_a_token_that_is_gone_has_nothing_to_spend(tokens: SqlInboxTokens) -> None:
    tokens.revoke("cms")
    assert not tokens.spend("cms", 1, NOW, MOST)
    assert not tokens.spend("nobody", 1, NOW, MOST)


def test_who_spends_at_once_gets_no_more_than_there_is(tokens: SqlInboxTokens) -> None:
    with ThreadPoolExecutor(8) as threads:
        spent = list(threads.map(lambda _: tokens.spend("cms", 1, NOW, MOST), range(20)))
    assert sum(spent) == MOST[0]


def test_the_database_holds_no_token(newsroom: Newsroom, tokens: SqlInboxTokens) -> None:
    with newsroom.engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM inbox_token")).all()
    assert tokens.hashes()
    assert [tuple(row)[:2] for row in rows] == [("cms", HASH)]
