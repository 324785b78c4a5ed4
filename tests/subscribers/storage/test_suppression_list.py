"""The suppression list: the newsroom's reasons outlast a reader's leaving, and only a reader's own can be lifted."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from digest.app.container import Newsroom
from subscribers.policy.mailboxes import Fingerprints
from subscribers.policy.model import SuppressionReason
from subscribers.storage.suppression_list import (
    is_barred,
    lift_by_confirmation,
    lift_by_newsroom,
    lift_left,
    may_ask_once,
    reason_for,
    record_asked,
    suppress_address,
)
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


def permission(connection: Connection) -> list[tuple[object, ...]]:
    found = connection.exec_driver_sql(
        "SELECT complained, permitted_at, asked_at FROM suppression ORDER BY address_index"
    )
    return [tuple(row) for row in found]


@pytest.mark.parametrize("first", OTHERS)
@pytest.mark.parametrize("second", list(SuppressionReason))
def test_a_second_reason_changes_nothing_that_is_shown(
    newsroom: Newsroom, first: SuppressionReason, second: SuppressionReason
) -> None:
    with newsroom.engine.begin() as connection:
        suppress_address(connection, ANNA, first, "x", NOW)
        is_kept = second is SuppressionReason.COMPLAINT and first is not second
        assert suppress_address(connection, ANNA, second, "y", LATER) is is_kept
        assert rows(connection) == [(ANNA, first.value, NOW.isoformat(), "x")]
        assert permission(connection) == [(int(is_kept), None, None)]
        assert not suppress_address(connection, ANNA, second, "y", LATER)


@pytest.mark.parametrize("second", OTHERS)
def test_a_reason_that_only_the_newsroom_can_lift_takes_the_place_of_leaving(
    newsroom: Newsroom, second: SuppressionReason
) -> None:
    with newsroom.engine.begin() as connection:
        for address in (ANNA, BORIS):
            suppress_address(connection, address, LEFT, "x", NOW)
        assert not suppress_address(connection, ANNA, LEFT, "y", NOW)
        assert suppress_address(connection, ANNA, second, "y", LATER)
        assert rows(connection) == [
            (ANNA, second.value, LATER.isoformat(), "y"),
            (BORIS, "left", NOW.isoformat(), "x"),
        ]


def test_who_leaves_again_left_when_they_did_last(newsroom: Newsroom) -> None:
    with newsroom.engine.begin() as connection:
        for at in (NOW, LATER, NOW):
            suppress_address(connection, ANNA, LEFT, f"{at}", at)
        assert rows(connection) == [(ANNA, "left", LATER.isoformat(), f"{LATER}")]


@pytest.mark.parametrize("reason", list(SuppressionReason))
def test_every_reason_but_leaving_bars_an_address_whatever_its_owner_wants(
    newsroom: Newsroom, reason: SuppressionReason
) -> None:
    with newsroom.engine.begin() as connection:
        assert not is_barred(connection, Fingerprints(ANNA, b"m" * 16, None))
        suppress_address(connection, ANNA, reason, "x", NOW)
        suppress_address(connection, BORIS, LEFT, "x", NOW)
        assert is_barred(connection, Fingerprints(ANNA, b"m" * 16, None)) is (reason is not LEFT)
        lift_left(connection, ANNA)
        assert reason_for(connection, ANNA) is (None if reason is LEFT else reason)
        assert reason_for(connection, BORIS) is LEFT, "that of nobody else is lifted"


@pytest.mark.parametrize("reason", [SuppressionReason.HARD_BOUNCE, SuppressionReason.MANUAL])
def test_the_newsroom_lifts_its_own_reasons_but_no_complaint_that_stands_beside_one(
    newsroom: Newsroom, reason: SuppressionReason
) -> None:
    with newsroom.engine.begin() as connection:
        for address in (ANNA, BORIS):
            suppress_address(connection, address, reason, "x", NOW)
        suppress_address(connection, BORIS, SuppressionReason.COMPLAINT, "y", NOW)
        assert lift_by_newsroom(connection, ANNA, LATER) is reason
        assert lift_by_newsroom(connection, ANNA, LATER) is None
        assert lift_by_newsroom(connection, BORIS, LATER) is SuppressionReason.COMPLAINT
        assert rows(connection) == [(BORIS, "complaint", NOW.isoformat(), "x")]
        assert may_ask_once(connection, BORIS)


def test_a_complaint_permits_one_mail_and_only_its_confirmation_lifts_it(newsroom: Newsroom) -> None:
    complaint = SuppressionReason.COMPLAINT
    with newsroom.engine.begin() as connection:
        for address in (ANNA, BORIS):
            suppress_address(connection, address, complaint, "x", NOW)
        record_asked(connection, ANNA, NOW)
        assert not may_ask_once(connection, ANNA)
        assert not lift_by_confirmation(connection, ANNA), "by a link from before the complaint"
        assert lift_by_newsroom(connection, ANNA, LATER) is complaint
        assert may_ask_once(connection, ANNA)
        assert not may_ask_once(connection, BORIS)
        assert not lift_by_confirmation(connection, ANNA)
        assert not suppress_address(connection, ANNA, complaint, "a late copy", NOW)
        assert may_ask_once(connection, ANNA)
        record_asked(connection, ANNA, LATER)
        assert not may_ask_once(connection, ANNA), "one mail, not two"
        assert lift_by_confirmation(connection, ANNA)
        assert reason_for(connection, ANNA) is None
        assert reason_for(connection, BORIS) is complaint


def test_a_complaint_about_the_permitted_mail_ends_the_permission(newsroom: Newsroom) -> None:
    with newsroom.engine.begin() as connection:
        suppress_address(connection, ANNA, SuppressionReason.COMPLAINT, "x", NOW)
        lift_by_newsroom(connection, ANNA, LATER)
        record_asked(connection, ANNA, LATER)
        assert suppress_address(connection, ANNA, SuppressionReason.COMPLAINT, "z", LATER + timedelta(hours=1))
        assert not lift_by_confirmation(connection, ANNA)
        assert permission(connection) == [(0, None, None)]


def test_leaving_is_not_the_newsrooms_to_lift(newsroom: Newsroom) -> None:
    with newsroom.engine.begin() as connection:
        suppress_address(connection, ANNA, LEFT, "x", NOW)
        assert lift_by_newsroom(connection, ANNA, LATER) is None
        assert reason_for(connection, ANNA) is LEFT
        assert lift_by_confirmation(connection, ANNA)
