"""Lanes are cut as far as they go, by one runner: nothing is looked through twice, and nothing is left out."""

import sqlite3
from collections import Counter
from datetime import timedelta
from typing import cast

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from digest.app.container import Newsroom
from digest.delivery.audience import AudienceQuery, Opening
from digest.delivery.batch import Claim
from digest.storage.candidates import Candidates
from digest.storage.delivery_log import SqlDeliveryLog
from tests.standins.people import people
from tests.standins.sample import EDITION, NOW

QUERY = AudienceQuery(frozenset({"en", "ru"}), "en", NOW)
READERS = {number: ("ru" if number % 10 == 0 else "en", 60 * (number % 3)) for number in range(1, 121)}
"""Numbers of readers and the lane of each: two languages in three waves."""
EVERYBODY = Counter(READERS.keys())
LATE = NOW + timedelta(hours=2)


def candidates(_query: AudienceQuery) -> Candidates:
    return people((number, *lane, None) for number, lane in READERS.items())


@pytest.fixture
def log(newsroom: Newsroom) -> SqlDeliveryLog:
    made = SqlDeliveryLog(newsroom.engine, candidates, newsroom.store.journal)
    made.open(Opening(EDITION, "f", NOW, in_waves=True), QUERY, NOW)
    return made


def claimed(log: SqlDeliveryLog, fence: int, size: int = 7) -> list[Claim]:
    found = list[Claim]()
    while claim := log.claim(EDITION, fence, size, LATE):
        found.append(claim)
    return found


def readers_of(claims: list[Claim]) -> Counter[int]:
    return Counter(reader for claim in claims for reader in claim.readers)


def test_everybody_is_cut_once_in_the_lane_they_belong_to(log: SqlDeliveryLog) -> None:
    claims = claimed(log, log.acquire(EDITION, LATE, repeats=False))
    assert readers_of(claims) == EVERYBODY
    for claim in claims:
        assert len({READERS[reader] for reader in claim.readers} | {(claim.variant, READERS[claim.readers[0]][1])}) == 1


def test_a_lane_without_anybody_left_is_not_looked_through_again(log: SqlDeliveryLog) -> None:
    """Of a million readers, some lanes hold a few hundred: each look through one of them reads all the others."""
    fence = log.acquire(EDITION, LATE, repeats=False)
    asked = list[str]()
    with log._reading.connect() as reading:
        cast("sqlite3.Connection", reading.connection.driver_connection).set_trace_callback(asked.append)
    claims = claimed(log, fence)
    looks = [one for one in asked if one.startswith("SELECT reader FROM recipient")]
    assert len(claims) > 12
    assert 0 < len(looks) <= len(claims)


def test_what_was_rolled_back_is_cut_again(log: SqlDeliveryLog, newsroom: Newsroom) -> None:
    fence = log.acquire(EDITION, LATE, repeats=False)
    first = log.claim(EDITION, fence, 7, LATE)
    assert first is not None
    with newsroom.engine.begin() as connection:
        connection.execute(text("CREATE TRIGGER full BEFORE INSERT ON batch BEGIN SELECT RAISE(ABORT, 'full'); END"))
    for _ in range(2):
        with pytest.raises(IntegrityError):
            log.claim(EDITION, fence, 100, LATE)
    with newsroom.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER full"))
    assert readers_of([first, *claimed(log, fence)]) == EVERYBODY


def test_a_runner_who_comes_back_goes_on_where_the_one_between_stopped(log: SqlDeliveryLog, newsroom: Newsroom) -> None:
    assert log.claim(EDITION, log.acquire(EDITION, LATE, repeats=False), 7, LATE)
    other = SqlDeliveryLog(newsroom.engine, candidates, newsroom.store.journal)
    fence = other.acquire(EDITION, LATE, repeats=False)
    for _ in range(3):
        assert other.claim(EDITION, fence, 7, LATE)
    assert readers_of(claimed(log, log.acquire(EDITION, LATE, repeats=False))) == EVERYBODY


def test_a_batch_that_somebody_else_wrote_is_seen_before_the_next_cut(log: SqlDeliveryLog, newsroom: Newsroom) -> None:
    """The fence lets one runner alone cut; should it ever fail to, nobody is cut twice all the same."""
    fence = log.acquire(EDITION, LATE, repeats=False)
    first = log.claim(EDITION, fence, 7, LATE)
    assert first is not None
    (variant, wave), known = READERS[first.readers[0]], set(first.readers)
    theirs = [reader for reader, lane in READERS.items() if lane == (variant, wave) and reader not in known][:5]
    with newsroom.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO batch (edition, number, variant, wave, first, last, readers, state, attempt, claimed_at) "
                "SELECT edition, 2, variant, wave, :first, :last, 5, 'accepted', attempt, claimed_at FROM batch"
            ),
            {"first": theirs[0], "last": theirs[-1]},
        )
    rest = claimed(log, fence)
    assert readers_of([first, *rest]) + Counter(theirs) == EVERYBODY
