"""The suppression list: the newsroom's reasons outlast a reader's leaving, and only a reader's own can be lifted."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from digest.app.container import Newsroom
from subscribers.policy.model import SuppressionReason
from subscribers.storage.suppression_list import is_barred, lift_left, reason_for, suppress_address
from tests.standins.sample import NOW

ANNA, BORIS = b"a" * 16, b"b" * 16
LEFT = SuppressionReason.LEFT
OTHERS = [reason for reason in SuppressionReason if reason is not LEFT]
LATER = NOW + timedelta(days=1)


def rows(connection: Connection) -> list[tuple[object, ...]]:
    found = connection.exec_driver_sql("SELECT address_index, reason, at, source FROM suppression ORDER BY 1")
    return [tuple(row) for row in found]


def test_an_address_is_forbidden_for_its_reason_and_no_other_is(newsroom: Newsroom) -> None:
    with newsroom.engine.begin() as connection:
        assert suppress_address(connection, ANNA, SuppressionReason.MANUAL, "a letter", NOW)
        assert rows(connection) == [(ANNA, "manual", NOW.isoformat(), "a letter")]
        assert (reason_for(connection, ANNA), reason_for(connection, BORIS)) == (SuppressionReason.MANUAL, None)


@pytest.mark.parametrize("first", OTHERS)
@pytest.mark.parametrize("second", list(SuppressionReason))
def test_a_second_reason_changes_nothing(
    newsroom: Newsroom, first: SuppressionReason, second: SuppressionReason
) -> None:
    with newsroom.engine.begin() as connection:
        suppress_address(connection, ANNA, first, "x", NOW)
        assert not suppress_address(connection, ANNA, second, "y", LATER)
        assert rows(connection) == [(ANNA, first.value, NOW.isoformat(), "x")]


@pytest.mark.parametrize("second", OTHERS)
def test_a_reason_that_only_the_newsroom_can_lift_takes_the_place_of_leaving(
    newsroom: Newsroom, second: SuppressionReason
) -> None:
    with newsroom.engine.begin() as connection:
        for address in (ANNA, BORIS):
            suppress_address(connection, address, LEFT, "x", NOW)
        assert not suppress_address(connection, ANNA, LEFT, "y", LATER)
        assert suppress_address(connection, ANNA, second, "y", LATER)
        assert rows(connection) == [
            (ANNA, second.value, LATER.isoformat(), "y"),
            (BORIS, "left", NOW.isoformat(), "x"),
        ]


@pytest.mark.parametrize("reason", list(SuppressionReason))
def test_every_reason_but_leaving_bars_an_address_whatever_its_owner_wants(
    newsroom: Newsroom, reason: SuppressionReason
) -> None:
    with newsroom.engine.begin() as connection:
        assert not is_barred(connection, ANNA)
        suppress_address(connection, ANNA, reason, "x", NOW)
        suppress_address(connection, BORIS, LEFT, "x", NOW)
        assert is_barred(connection, ANNA) is (reason is not LEFT)
        lift_left(connection, ANNA)
        assert reason_for(connection, ANNA) is (None if reason is LEFT else reason)
        assert reason_for(connection, BORIS) is LEFT, "that of nobody else is lifted"
