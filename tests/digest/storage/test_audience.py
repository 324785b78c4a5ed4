"""An audience: counted before it is frozen, frozen with everybody's variant, wave or reason, and in one transaction."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import literal
from sqlalchemy.exc import IntegrityError

from digest.app.container import Newsroom
from digest.delivery.audience import Audience, AudienceQuery, Opening
from digest.storage.audience import SqlAudiences, freeze
from digest.storage.candidates import Candidates
from tests.standins.people import Person, people
from tests.standins.sample import EDITION, NOW

QUERY = AudienceQuery(frozenset({"en", "ru"}), "en", NOW)
PEOPLE: list[Person] = [
    (1, "en", 0, None),
    (2, "ru", 60, None),
    (3, "en", 60, None),
    (4, "en", 0, "paused"),
    (5, "ru", 0, "paused"),
    (6, "en", 0, "suppressed"),
]


def rows(newsroom: Newsroom, statement: str) -> list[tuple[object, ...]]:
    with newsroom.engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(statement)]


def test_a_preview_counts_recipients_and_exclusions_by_reason_and_freezes_nothing(newsroom: Newsroom) -> None:
    asked: list[AudienceQuery] = []

    def source(query: AudienceQuery) -> Candidates:
        asked.append(query)
        return people(PEOPLE)

    assert SqlAudiences(newsroom.engine, source).count(QUERY) == Audience(3, {"paused": 2, "suppressed": 1})
    assert asked == [QUERY]
    assert rows(newsroom, "SELECT * FROM recipient") == rows(newsroom, "SELECT * FROM edition") == []


def test_an_audience_may_be_nobody_at_all_or_nobody_to_write_to(newsroom: Newsroom) -> None:
    left = [person for person in PEOPLE if person[3]]
    assert SqlAudiences(newsroom.engine, lambda _query: people(left)).count(QUERY).recipients == 0
    nobody = people(PEOPLE).where(literal(0) == 1)
    assert SqlAudiences(newsroom.engine, lambda _query: nobody).count(QUERY) == Audience(0, {})


def test_candidates_come_with_the_reasons_of_those_who_cannot_be_written_to(newsroom: Newsroom) -> None:
    parts = list(SqlAudiences(newsroom.engine, lambda _query: people(PEOPLE)).candidates(QUERY))
    assert parts == [([1, 2, 3], {"paused": 2, "suppressed": 1})]


def test_freezing_writes_down_everybody_once_with_variant_and_wave_or_with_the_reason(newsroom: Newsroom) -> None:
    opening = Opening(EDITION, "f" * 64, NOW, ("https://b.example/", "https://a.example/", "https://b.example/"))
    with newsroom.engine.begin() as connection:
        freeze(connection, opening, people(PEOPLE), NOW + timedelta(minutes=1))
    assert rows(newsroom, "SELECT * FROM recipient ORDER BY reader") == [
        (1, 1, "en", 0),
        (1, 2, "ru", 60),
        (1, 3, "en", 60),
    ]
    assert rows(newsroom, "SELECT * FROM outcome ORDER BY reader") == [
        (1, 4, None, "excluded", "paused"),
        (1, 5, None, "excluded", "paused"),
        (1, 6, None, "excluded", "suppressed"),
    ]
    assert rows(newsroom, "SELECT * FROM sent_page ORDER BY page") == [
        (1, "https://a.example/"),
        (1, "https://b.example/"),
    ]
    assert rows(newsroom, "SELECT id, fingerprint, state, recipients, opens_at, started_at, fence FROM edition") == [
        (EDITION, "f" * 64, "sending", 3, NOW.isoformat(), (NOW + timedelta(minutes=1)).isoformat(), 0)
    ]
    assert rows(newsroom, "SELECT ad_hoc, override_reason, runner, ended_at FROM edition") == [(0, "", None, None)]


@pytest.mark.parametrize(("in_waves", "kept"), [(False, {"0": 3}), (True, {"0": 1, "60": 2})])
def test_the_readers_of_each_wave_are_counted_where_there_is_more_than_one(
    newsroom: Newsroom, in_waves: bool, kept: dict[str, int]
) -> None:
    opening = Opening(EDITION, "f", NOW, ad_hoc=True, override_reason="the court has ruled", in_waves=in_waves)
    with newsroom.engine.begin() as connection:
        freeze(connection, opening, people(PEOPLE), NOW)
    ((waves, ad_hoc, why),) = rows(newsroom, "SELECT waves, ad_hoc, override_reason FROM edition")
    assert (json.loads(str(waves)), ad_hoc, why) == (kept, 1, "the court has ruled")


def test_a_freeze_that_fails_leaves_nothing_behind(newsroom: Newsroom) -> None:
    with pytest.raises(IntegrityError), newsroom.engine.begin() as connection:
        freeze(connection, Opening(EDITION, "f", NOW), people([*PEOPLE, (1, "ru", 0, None)]), NOW)
    for statement in ("SELECT * FROM edition", "SELECT * FROM recipient", "SELECT * FROM outcome"):
        assert rows(newsroom, statement) == [], statement
