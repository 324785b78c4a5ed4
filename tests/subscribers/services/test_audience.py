"""Both questions of the audience, at the freeze and at the hand-over, agree, always."""

import sqlite3
from datetime import datetime, timedelta
from typing import cast

import pytest
from sqlalchemy import text

from digest.app.container import Newsroom
from subscribers.policy.addresses import index
from subscribers.policy.model import SuppressionReason
from subscribers.services import audience
from subscribers.services.erase import erase
from subscribers.services.preferences import pause
from subscribers.services.suppression import suppress
from subscribers.services.unsubscribe import unsubscribe
from tests.standins.readers import populate
from tests.standins.sample import NOW


def test_the_freeze_and_the_hand_over_agree_on_everybody(newsroom: Newsroom) -> None:
    populate(newsroom.store, 300, NOW)
    erased = newsroom.store.number_of(next(newsroom.store.subscribers()).id)
    erase(newsroom.store, erased, "x", NOW)
    with newsroom.engine.connect() as connection:
        frozen = {number: reason for number, _, _, reason in connection.execute(audience.candidates({}, "en", {}, NOW))}
        everybody = list(connection.scalars(text("SELECT number FROM subscriber ORDER BY number")))
    reachable, excluded = audience.consenting(newsroom.store, everybody, NOW)
    assert set(reachable.numbers) == {number for number, reason in frozen.items() if reason is None}
    assert excluded == {number: reason for number, reason in frozen.items() if reason is not None} | {
        erased: audience.ERASED
    }


def test_readers_who_stand_far_apart_are_answered_as_those_who_stand_together(newsroom: Newsroom) -> None:
    populate(newsroom.store, 300, NOW)
    everybody = range(1, 301)
    dense, excluded = audience.consenting(newsroom.store, everybody, NOW)
    for step in (2, 3, 50, 299):
        some = everybody[::step]
        found, others = audience.consenting(newsroom.store, some, NOW)
        assert found.numbers == [number for number in dense.numbers if number in set(some)]
        assert others == {number: why for number, why in excluded.items() if number in set(some)}
        by_number = dict(zip(dense.numbers, dense.addresses, strict=True))
        assert found.addresses == [by_number[number] for number in found.numbers]


def test_nobody_is_read_who_stands_between_two_readers_far_apart(newsroom: Newsroom) -> None:
    """A lane of a few readers among a million would read everybody in between, at every batch."""
    populate(newsroom.store, 300, NOW)
    read = list[int]()

    def seen(number: int) -> int:
        read.append(number)
        return number

    with newsroom.store.reading.connect() as connection:
        cast("sqlite3.Connection", connection.connection.driver_connection).create_function("seen", 1, seen)
        for some in ([7, 200], [7, 8, 9]):
            statement, which = audience.asking(some)
            told = str(statement).replace("SELECT s.number", "SELECT seen(s.number)")
            connection.execute(text(told), which | {"now": NOW.isoformat()}).all()
    assert read == [7, 200, 7, 8, 9]


def test_languages_choose_variants(newsroom: Newsroom, readers: dict[str, int]) -> None:
    with newsroom.engine.connect() as connection:
        found = {
            number: variant
            for number, variant, _, _ in connection.execute(audience.candidates({"ru": "ru"}, "en", {}, NOW))
        }
    assert found == {readers["anna"]: "en", readers["boris"]: "ru", readers["chloe"]: "en"}
    assert audience.languages(newsroom.store) == ["", "en", "ru"]


def test_only_those_asked_about_are_answered_with_the_reason_that_weighs_most(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)
    suppress(newsroom.store, readers["anna"], SuppressionReason.COMPLAINT, "x", NOW)
    pause(newsroom.store, readers["anna"], 4, NOW)
    reachable, excluded = audience.consenting(newsroom.store, [readers["anna"], readers["chloe"], 99], NOW)
    assert reachable.addresses == ["chloe@example.org"]
    assert excluded == {readers["anna"]: audience.SUPPRESSED, 99: audience.ERASED}
    assert audience.consenting(newsroom.store, [], NOW) == (audience.Reachable([], [], [], []), {})


def test_only_a_confirmed_reader_who_is_neither_suppressed_nor_pausing_is_written_to(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    """Each condition alone, read at the hand-over; what status stands in the row is what counts."""
    anna, boris, chloe = readers.values()
    for status, reason in (("requested", audience.NOT_CONFIRMED), ("unsubscribed", audience.UNSUBSCRIBED)):
        with newsroom.engine.begin() as connection:
            connection.execute(text("UPDATE subscriber SET status = :status WHERE number = 1"), {"status": status})
        reachable, excluded = audience.consenting(newsroom.store, [anna], NOW)
        assert (reachable.numbers, excluded) == ([], {anna: reason})
        with newsroom.engine.connect() as connection:
            frozen = connection.execute(audience.candidates({}, "en", {}, NOW)).all()
        assert [row.reason for row in frozen] == [reason, None, None], "the freeze says the same"
    suppress(newsroom.store, boris, SuppressionReason.HARD_BOUNCE, "x", NOW)
    until = pause(newsroom.store, chloe, 4, NOW)
    reachable, excluded = audience.consenting(newsroom.store, [boris, chloe], NOW)
    assert (reachable.numbers, excluded) == ([], {boris: audience.SUPPRESSED, chloe: audience.PAUSED})
    for now, numbers in ((until - timedelta(seconds=1), []), (until, [chloe])):
        assert audience.consenting(newsroom.store, [chloe], now)[0].numbers == numbers


_ANOTHER = "CASE substr(address, 11, 1) WHEN x'00' THEN x'01' ELSE x'00' END"
DAMAGES = {
    "another byte": f"address = CAST(substr(address, 1, 10) || {_ANOTHER} || substr(address, 12) AS BLOB)",
    "made a text": f"address = substr(address, 1, 10) || {_ANOTHER} || substr(address, 12)",
    "another reader's": "address = (SELECT address FROM subscriber WHERE number = 2)",
    "an unknown key": "address = x'63' || substr(address, 2)",
    "nothing": "address = x''",
    "gone": "address = NULL",
    "a text": "address = 'anna'",
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_an_address_that_does_not_open_keeps_its_own_reader_out_and_nobody_else(
    newsroom: Newsroom, readers: dict[str, int], damage: str
) -> None:
    unsubscribe(newsroom.store, readers["boris"], "x", NOW)
    with newsroom.engine.begin() as connection:
        connection.execute(text(f"UPDATE subscriber SET {damage} WHERE number = 1"))  # noqa: S608
    reachable, excluded = audience.consenting(newsroom.store, [*readers.values(), 99], NOW)
    assert reachable == audience.Reachable(
        [readers["chloe"]],
        [bytes.fromhex(newsroom.store.get(readers["chloe"])[0].id)],
        ["chloe@example.org"],
        [""],
        [0],
        [index(newsroom.store.keyring, "chloe@example.org")],
    )
    assert excluded == {
        readers["anna"]: audience.UNREADABLE, readers["boris"]: audience.UNSUBSCRIBED, 99: audience.ERASED
    }  # fmt: skip


def test_a_status_that_nobody_knows_is_no_consent(newsroom: Newsroom, readers: dict[str, int]) -> None:
    with newsroom.engine.begin() as connection:
        connection.execute(text("UPDATE subscriber SET status = 'conFirmed' WHERE number = 1"))
    reachable, excluded = audience.consenting(newsroom.store, list(readers.values()), NOW)
    assert reachable.addresses == ["boris@example.org", "chloe@example.org"]
    assert excluded == {readers["anna"]: audience.NOT_CONFIRMED}


def test_who_has_paused_is_left_out_of_the_audience_until_the_very_instant_the_pause_ends(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    until = pause(newsroom.store, readers["anna"], 4, NOW)

    def reasons(now: datetime) -> list[str | None]:
        with newsroom.engine.connect() as connection:
            return [row.reason for row in connection.execute(audience.candidates({}, "en", {}, now))]

    assert reasons(until - timedelta(seconds=1)) == [audience.PAUSED, None, None]
    assert reasons(until) == [None, None, None]
