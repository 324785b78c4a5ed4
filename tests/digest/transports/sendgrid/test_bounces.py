"""Only a permanent failure of that very mailbox is a hard bounce, in whichever of SendGrid's words it is told."""

from itertools import product

import pytest

from digest.delivery.events import Kind
from digest.transports.sendgrid.bounces import BounceWords, bounce_kind

HARD, NOT_HARD = Kind.BOUNCED, Kind.BLOCKED
SILENT = ["", "5.0.0", "5.2.0", "550", "500", "554"]
ADDRESS = ["5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"]
SOMETHING_ELSE = [
    *("5.1.7", "5.1.8", "5.1.9", "5.2.2", "5.2.3", "5.2.4", "552"),
    *("5.3.0", "5.3.4", "5.4.1", "5.4.4", "5.5.0", "5.6.0", "5.7.0", "5.7.1", "5.7.26", "5.7.515"),
]
FOR_NOW = ["4.0.0", "4.1.1", "4.2.1", "4.2.2", "4.4.1", "4.7.0", "421", "450", "452"]
OTHER_CLASSES = [
    *("reputation", "content", "technical", "technical failure", "mailbox unavailable"),
    *("frequency/volume", "frequency or volume too high"),
]


def kind(*words: str) -> Kind:
    """Return what a bounce is all of whose words are known."""
    found, unknown = bounce_kind(BounceWords(*words))
    assert unknown == ""
    return found


@pytest.mark.parametrize("status", [*SILENT, *ADDRESS])
@pytest.mark.parametrize("classification", ["", "unclassified", "invalid address"])
def test_a_dead_mailbox_is_a_hard_bounce(status: str, classification: str) -> None:
    assert kind("bounce", status, classification) is HARD


@pytest.mark.parametrize("status", FOR_NOW)
@pytest.mark.parametrize("classification", ["", "unclassified", "invalid address"])
def test_a_temporary_failure_is_never_one(status: str, classification: str) -> None:
    assert kind("bounce", status, classification) is NOT_HARD


@pytest.mark.parametrize("classification", OTHER_CLASSES)
def test_where_something_else_is_to_blame_it_is_none_whatever_the_status(classification: str) -> None:
    for status in [*SILENT, *ADDRESS, *SOMETHING_ELSE, *FOR_NOW]:
        assert kind("bounce", status, classification) is NOT_HARD


@pytest.mark.parametrize("status", SOMETHING_ELSE)
def test_a_permanent_failure_of_something_else_is_one_only_where_the_class_says_that_there_is_no_such_mailbox(
    status: str,
) -> None:
    assert (kind("bounce", status), kind("bounce", status, "unclassified")) == (NOT_HARD, NOT_HARD)
    assert kind("bounce", status, "invalid address") is HARD


@pytest.mark.parametrize("type_", ["blocked", "expired"])
def test_what_sendgrid_itself_calls_no_bounce_is_none(type_: str) -> None:
    for status, classification in product(ADDRESS, ["", "invalid address"]):
        assert kind(type_, status, classification) is NOT_HARD


@pytest.mark.parametrize(
    ("status", "reason", "expected"),
    [
        ("", "550 5.1.1 The email account that you tried to reach does not exist", HARD),
        ("5.0.0", "500 unknown recipient", HARD),
        ("", "unable to get mx info: no such host", HARD),
        ("", "552 5.2.2 The email account is over quota", NOT_HARD),
        ("5.0.0", "452-4.2.2 The email account is over quota", NOT_HARD),
        ("", "421 try again later", NOT_HARD),
        ("5.0.0", "550 5.7.1 our system has detected that this message is likely unsolicited mail", NOT_HARD),
        ("5.0.0", "552", NOT_HARD),
        ("5.1.1", "450 4.2.0 greylisted", HARD),
        ("", "4500 people", HARD),
    ],
)
def test_where_the_status_says_nothing_the_servers_answer_is_asked(status: str, reason: str, expected: Kind) -> None:
    assert kind("bounce", status, "", reason) is expected


@pytest.mark.parametrize(
    ("words", "expected", "unknown"),
    [
        (("bounce", "", "hard luck"), NOT_HARD, "bounce of class `hard luck`"),
        (("bounce", "5.0.0", "hard luck"), NOT_HARD, "bounce of class `hard luck`"),
        (("bounce", "5.1.1", "hard luck"), HARD, "bounce of class `hard luck`"),
        (("bounce", "5.9.9"), NOT_HARD, "bounce with status `5.9.9`"),
        (("bounce", "2.0.0"), NOT_HARD, "bounce with status `2.0.0`"),
        (("bounce", "gone"), NOT_HARD, "bounce with status `gone`"),
        (("bounce", "gone", "invalid address"), HARD, "bounce with status `gone`"),
        (("blocked", "", "hard luck"), NOT_HARD, "bounce of class `hard luck`"),
        (("policy", "5.1.1", "invalid address"), NOT_HARD, "bounce of type `policy`"),
        (("policy", "x", "y"), NOT_HARD, "bounce of type `policy` of class `y` with status `x`"),
        (("x" * 60, "x" * 60), NOT_HARD, f"bounce of type `{'x' * 60}` with status `{'x' * 60}`"[:100]),
        (("", "5.1.1"), HARD, ""),
        (("", "", "invalid address"), HARD, ""),
        (("", "5.0.0"), NOT_HARD, "bounce without a type"),
        (("", "4.1.1", "invalid address"), NOT_HARD, "bounce without a type"),
        (("", "", "reputation"), NOT_HARD, "bounce without a type"),
    ],
)
def test_a_word_that_is_not_known_is_told_and_takes_the_mildest_meaning_that_the_others_leave(
    words: tuple[str, ...], expected: Kind, unknown: str
) -> None:
    assert bounce_kind(BounceWords(*words)) == (expected, unknown)
