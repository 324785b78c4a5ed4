"""What an HTTP answer of SendGrid proves about the letters that were posted. Pure.

Only 202 is a yes. Sources: the vendor's reference pages and measurements (docs/decisions/0009-sorting-answers.md).
"""

import http.client
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from digest.delivery.batch import Recipient
from digest.delivery.retry import TransportResult, Verdict

WAIT_WITHOUT_A_TIME = timedelta(minutes=1)
LONGEST_MESSAGE_ID = 100
LONGEST_REASON = 200
_NAMED_RECIPIENT = re.compile(r"personalizations\.(\d+)\b")
_LOOKS_LIKE_ADDRESS = re.compile(r"\S+@\S+")
_REFUSED_BODY = frozenset({http.client.BAD_REQUEST, http.client.REQUEST_ENTITY_TOO_LARGE})


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP answer; of a long body only the beginning is kept."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class _Error:
    """One entry of the `errors` that SendGrid lists."""

    message: str
    field: str


def classify_response(
    response: Response, recipients: Sequence[Recipient], now: datetime, sandbox: bool = False
) -> TransportResult:
    """Return what `response` proves about what was posted to `recipients`.

    `now` is when it came. In the sandbox, where nothing is sent, 200 is a yes as well.
    """
    status, errors = response.status, _errors(response.body)
    if status == http.client.ACCEPTED or (sandbox and status == http.client.OK):
        return TransportResult(Verdict.ACCEPTED, _header(response.headers, "X-Message-Id")[:LONGEST_MESSAGE_ID])
    reason = f"SendGrid answers {status}{_in_words(errors)}"
    if status == http.client.TOO_MANY_REQUESTS:
        return TransportResult(Verdict.WAIT, reason, wait_until=_rate_limit_reset(response.headers, now))
    if status in _REFUSED_BODY:
        return TransportResult(Verdict.PERMANENT, reason, failed=dict.fromkeys(_named(errors, recipients), reason))
    if http.client.MULTIPLE_CHOICES <= status < http.client.INTERNAL_SERVER_ERROR:
        # A redirect or a refusal of the call itself: nothing was taken, and no other letter will be.
        return TransportResult(Verdict.STOP, f"{reason}; look at the key and at `host` in [sendgrid]")
    return TransportResult(Verdict.UNKNOWN, reason)


def _rate_limit_reset(headers: Mapping[str, str], now: datetime) -> datetime:
    """Return when a rate limit ends: X-RateLimit-Reset is in seconds since 1970; without it, a minute from `now`."""
    try:
        return datetime.fromtimestamp(int(_header(headers, "X-RateLimit-Reset")), UTC)
    except (ValueError, OverflowError, OSError):
        return now + WAIT_WITHOUT_A_TIME


def _named(errors: Sequence[_Error], recipients: Sequence[Recipient]) -> list[int]:
    """Return the readers whose personalizations the errors name, in the order of the batch; strangers are left out."""
    places = {int(place) for error in errors for place in _NAMED_RECIPIENT.findall(error.field)}
    return [recipient.reader for place, recipient in enumerate(recipients) if place in places]


def _header(headers: Mapping[str, str], name: str) -> str:
    """Return a header whatever its letter case; empty when there is none."""
    return next((value for key, value in headers.items() if key.lower() == name.lower()), "")


def _errors(body: bytes) -> list[_Error]:
    """Return the errors a body lists; none when it is no JSON of that shape."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return []
    listed = found.get("errors") if isinstance(found, dict) else None
    return [
        _Error(str(error.get("message") or ""), str(error.get("field") or ""))
        for error in (listed if isinstance(listed, list) else ())
        if isinstance(error, dict)
    ]


def _in_words(errors: Sequence[_Error]) -> str:
    """Return the first error's words, without anything that looks like an address."""
    if not errors or not errors[0].message:
        return ""
    return f" ({_LOOKS_LIKE_ADDRESS.sub('<address>', errors[0].message)[:LONGEST_REASON]})"
