"""What SendGrid's events mean, and what of a body is nobody's."""

import json
from datetime import UTC, datetime

import pytest

from digest.delivery.events import Event, Kind
from digest.transports.sendgrid.events import LONGEST_ID, MOST_EVENTS, sendgrid_events

BOUNCE = {
    "event": "bounce",
    "type": "bounce",
    "sg_event_id": "id",
    "digest_delivery": "name",
    "timestamp": 1_795_755_600,
}


def read(*entries: object) -> list[Event] | None:
    return sendgrid_events(json.dumps(entries).encode())


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("processed", Kind.PROCESSED),
        ("delivered", Kind.DELIVERED),
        ("deferred", Kind.DEFERRED),
        ("bounce", Kind.BOUNCED),
        ("dropped", Kind.DROPPED),
        ("spamreport", Kind.COMPLAINED),
        ("unsubscribe", Kind.UNSUBSCRIBED),
        ("group_unsubscribe", Kind.UNSUBSCRIBED),
    ],
)
def test_an_event_becomes_what_it_means(name: str, kind: Kind) -> None:
    assert read(BOUNCE | {"event": name}) == [Event("id", kind, "name", datetime(2026, 11, 27, 5, 0, tzinfo=UTC))]


def test_a_block_is_no_bounce() -> None:
    (event,) = read(BOUNCE | {"type": "blocked"}) or []
    assert event.kind is Kind.BLOCKED


@pytest.mark.parametrize("name", ["open", "click", "group_resubscribe", "account_status_change", "", None, 7])
def test_events_of_other_kinds_are_left_out(name: object) -> None:
    assert read(BOUNCE | {"event": name}, BOUNCE) == read(BOUNCE)


@pytest.mark.parametrize(
    "change",
    [
        {"sg_event_id": ""},
        {"sg_event_id": "x" * (LONGEST_ID + 1)},
        {"sg_event_id": 7},
        {"digest_delivery": None},
        {"timestamp": "1795755600"},
        {"timestamp": 10**20},
        {"timestamp": None},
    ],
)
def test_events_that_name_no_delivery_or_no_time_are_left_out(change: dict[str, object]) -> None:
    assert read(BOUNCE | change, 7, None, [], "x") == []


def test_an_id_may_be_as_long_as_its_column() -> None:
    assert len(read(BOUNCE | {"sg_event_id": "x" * LONGEST_ID}) or []) == 1


@pytest.mark.parametrize("body", [b"", b"nonsense", b'{"event": "bounce"}', b"[" * 100_000, b"\xff", b"null"])
def test_what_is_no_list_of_events_is_refused_whole(body: bytes) -> None:
    assert sendgrid_events(body) is None


def test_a_flood_is_refused_whole() -> None:
    assert read(*[1] * MOST_EVENTS) == []
    assert read(*[1] * (MOST_EVENTS + 1)) is None
