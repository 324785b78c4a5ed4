"""Answers of every shape, by what they prove."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from digest.delivery.retry import TransportResult, Verdict
from digest.transports.sendgrid.responses import Response, classify_response
from tests.standins.batches import recipients

NOW = datetime(2026, 11, 27, 4, 30, tzinfo=UTC)
READERS = recipients(3)


def classify(response: Response, sandbox: bool = False) -> TransportResult:
    return classify_response(response, READERS, NOW, sandbox)


def errors(*listed: object) -> bytes:
    return json.dumps({"errors": listed}).encode()


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (100, Verdict.UNKNOWN),
        (200, Verdict.UNKNOWN),
        (201, Verdict.UNKNOWN),
        (202, Verdict.ACCEPTED),
        (203, Verdict.UNKNOWN),
        (299, Verdict.UNKNOWN),
        (300, Verdict.STOP),
        (302, Verdict.STOP),
        (399, Verdict.STOP),
        (400, Verdict.PERMANENT),
        (401, Verdict.STOP),
        (403, Verdict.STOP),
        (412, Verdict.STOP),
        (413, Verdict.PERMANENT),
        (414, Verdict.STOP),
        (428, Verdict.STOP),
        (429, Verdict.WAIT),
        (430, Verdict.STOP),
        (499, Verdict.STOP),
        (500, Verdict.UNKNOWN),
        (503, Verdict.UNKNOWN),
        (599, Verdict.UNKNOWN),
    ],
)
def test_only_202_is_a_yes_and_only_300_to_499_prove_a_no(status: int, verdict: Verdict) -> None:
    assert classify(Response(status)).verdict is verdict


def test_in_the_sandbox_200_is_a_yes_as_well() -> None:
    assert classify(Response(200), sandbox=True).verdict is Verdict.ACCEPTED
    assert classify(Response(202), sandbox=True).verdict is Verdict.ACCEPTED
    assert classify(Response(201), sandbox=True).verdict is Verdict.UNKNOWN


def test_a_yes_names_the_message_whatever_the_case_of_the_header() -> None:
    for name in ("X-Message-Id", "x-message-id", "X-MESSAGE-ID"):
        assert classify(Response(202, {name: "abc"})) == TransportResult(Verdict.ACCEPTED, "abc")
    assert classify(Response(202)) == TransportResult(Verdict.ACCEPTED, "")
    assert classify(Response(202, {"X-Message-Id": "a" * 5_000})).reason == "a" * 100


def test_a_rate_limit_ends_when_the_answer_says() -> None:
    result = classify(Response(429, {"X-RateLimit-Reset": "1795755600"}))
    assert result == TransportResult(Verdict.WAIT, "SendGrid answers 429", datetime(2026, 11, 27, 5, 0, tzinfo=UTC))
    assert classify(Response(429, {"x-ratelimit-reset": "1795755600"})) == result


@pytest.mark.parametrize("reset", ["", "soon", "9" * 40, "1795755600000", "1795755600.5", "Fri, 27 Nov 2026 05:00:00"])
def test_a_rate_limit_without_a_readable_time_waits_a_minute(reset: str) -> None:
    assert classify(Response(429, {"X-RateLimit-Reset": reset})).wait_until == NOW + timedelta(minutes=1)


def test_nothing_but_a_rate_limit_says_until_when_to_wait() -> None:
    for status in (202, 400, 401, 503):
        assert classify(Response(status, {"X-RateLimit-Reset": "1795755600"})).wait_until is None


def test_the_readers_an_answer_names_fail_and_no_others() -> None:
    body = errors(
        {"message": "Does not contain a valid address.", "field": "personalizations.2.to.0.email"},
        {"message": "Does not contain a valid address.", "field": "personalizations.0.to.0.email"},
        {"message": "and again", "field": "personalizations.0.substitutions"},
    )
    reason = "SendGrid answers 400 (Does not contain a valid address.)"
    assert classify(Response(400, {}, body)) == TransportResult(
        Verdict.PERMANENT, reason, failed={1: reason, 3: reason}
    )


@pytest.mark.parametrize(
    "field",
    ["personalizations.3.to", "personalizations.99.to", "personalizations", "content.0.value", "", None, 7, "x.0.to"],
)
def test_strangers_an_answer_names_are_nobody_of_the_batch(field: object) -> None:
    assert classify(Response(400, {}, errors({"message": "", "field": field}))).failed == {}


def test_a_refusal_of_the_key_names_nobody() -> None:
    assert classify(Response(401, {}, errors({"message": "", "field": "personalizations.0.to"}))).failed == {}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "SendGrid answers 400"),
        (b"<html>", "SendGrid answers 400"),
        (b"[1]", "SendGrid answers 400"),
        (b'{"errors":"x"}', "SendGrid answers 400"),
        (b'{"errors":[1]}', "SendGrid answers 400"),
        (b"[" * 65_000, "SendGrid answers 400"),
        (b"\xff\xfe", "SendGrid answers 400"),
        (errors({"message": "bad a@b.example"}), "SendGrid answers 400 (bad <address>)"),
        (errors({"message": "x" * 1_000}), f"SendGrid answers 400 ({'x' * 200})"),
        (errors({"message": None}), "SendGrid answers 400"),
    ],
)
def test_a_reason_is_short_and_names_nobody(body: bytes, reason: str) -> None:
    assert classify(Response(400, {}, body)).reason == reason


def test_who_runs_the_program_is_told_where_to_look_when_everything_is_refused() -> None:
    assert classify(Response(401)).reason == "SendGrid answers 401; look at the key and at `host` in [sendgrid]"
