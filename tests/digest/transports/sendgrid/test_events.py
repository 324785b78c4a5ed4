"""What SendGrid's events mean, and what of a body is nobody's."""

import json
from datetime import UTC, datetime

import pytest

from digest.delivery.events import Consequence, Event, Kind, consequence
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
        ("spamreport", Kind.COMPLAINED),
        ("unsubscribe", Kind.UNSUBSCRIBED),
        ("group_unsubscribe", Kind.UNSUBSCRIBED),
    ],
)
def test_an_event_becomes_what_it_means(name: str, kind: Kind) -> None:
    assert read(BOUNCE | {"event": name}) == [Event("id", kind, "name", datetime(2026, 11, 27, 5, 0, tzinfo=UTC))]


@pytest.mark.parametrize("type_", ["blocked", "expired", "Blocked", " expired "])
def test_a_block_is_no_bounce_and_neither_are_three_days_of_deferrals(type_: str) -> None:
    (event,) = read(BOUNCE | {"type": type_, "status": "5.1.1", "bounce_classification": "Invalid Address"}) or []
    assert (event.kind, event.unknown) == (Kind.BLOCKED, "")


@pytest.mark.parametrize("type_", ["bounce", "Bounce"])
def test_a_bounce_of_the_type_bounce_is_one(type_: str) -> None:
    (event,) = read(BOUNCE | {"type": type_}) or []
    assert (event.kind, consequence(event), event.unknown) == (Kind.BOUNCED, Consequence.HARD_BOUNCE, "")


@pytest.mark.parametrize(
    ("entry", "kind", "unknown"),
    [
        ({"type": "policy"}, Kind.BLOCKED, "bounce of type `policy`"),
        ({"type": "x" * 300}, Kind.BLOCKED, f"bounce of type `{'x' * 60}`"),
        ({"type": "for anna@example.org"}, Kind.BLOCKED, "bounce of type `for …`"),
        ({"type": None}, Kind.BLOCKED, "bounce without a type"),
        ({"type": 7, "status": "4.4.1"}, Kind.BLOCKED, "bounce without a type"),
        ({"type": "", "status": "5.1.1"}, Kind.BOUNCED, ""),
        ({"type": "", "bounce_classification": "Invalid Address"}, Kind.BOUNCED, ""),
        ({"event": "dropped", "reason": "Solar Flare"}, Kind.DROPPED, "dropped for `solar flare`"),
        ({"event": "dropped", "reason": "No anna%40example.org here"}, Kind.DROPPED, "dropped for `no … here`"),
        ({"event": "dropped"}, Kind.DROPPED, "dropped for no reason"),
        ({"event": "quarantined"}, Kind.UNKNOWN, "event `quarantined`"),
    ],
)
def test_what_is_not_known_is_kept_and_is_never_the_harshest(
    entry: dict[str, object], kind: Kind, unknown: str
) -> None:
    (event,) = read(BOUNCE | entry) or []
    assert (event.kind, event.unknown) == (kind, unknown)
    assert (consequence(event) is None) is (kind is not Kind.BOUNCED)


@pytest.mark.parametrize(
    ("reason", "because", "follows"),
    [
        ("Bounced Address", Kind.BOUNCED, Consequence.HARD_BOUNCE),
        ("bounced address ", Kind.BOUNCED, Consequence.HARD_BOUNCE),
        ("Invalid", Kind.BOUNCED, Consequence.HARD_BOUNCE),
        ("Spam Reporting Address", Kind.COMPLAINED, Consequence.COMPLAINT),
        ("Unsubscribed Address", Kind.UNSUBSCRIBED, Consequence.REFUSED_THERE),
        ("Invalid SMTPAPI header", None, None),
        ("Spam Content", None, None),
        ("Recipient List over Package Quota", None, None),
    ],
)
def test_a_dropped_mail_says_why(reason: str, because: Kind | None, follows: Consequence | None) -> None:
    (event,) = read(BOUNCE | {"event": "dropped", "reason": reason}) or []
    assert (event.kind, event.because, event.unknown) == (Kind.DROPPED, because, "")
    assert event.reason == reason.strip().casefold()
    assert consequence(event) is follows


BOUNCED_FOR_NOW = [
    {"status": "4.2.2"},
    {"status": "5.7.1"},
    *({"bounce_classification": name} for name in ("Reputation", "Content", "Technical", "Mailbox Unavailable")),
    {"status": "5.0.0", "bounce_classification": "Frequency or Volume Too High"},
]


@pytest.mark.parametrize("words", BOUNCED_FOR_NOW)
def test_a_mailbox_that_is_not_dead_is_not_suppressed_whatever_the_type_says(words: dict[str, str]) -> None:
    bounced, dropped = read(BOUNCE | words, BOUNCE | words | {"event": "dropped", "reason": "Bounced Address"}) or []
    assert (bounced.kind, bounced.unknown, consequence(bounced)) == (Kind.BLOCKED, "", None)
    assert (dropped.kind, dropped.because, consequence(dropped)) == (Kind.DROPPED, None, None)


def test_a_drop_tells_what_of_the_bounce_behind_it_is_not_known() -> None:
    words = {"event": "dropped", "reason": "Bounced Address", "bounce_classification": "Hard luck"}
    (event,) = read(BOUNCE | words) or []
    assert (event.because, event.unknown) == (None, "bounce of class `hard luck`")


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
