"""What SendGrid takes and refuses, as rules of our own: the official OpenAPI file is wrong in both directions.

It wrongly accepts: no personalizations, an empty `to`, one address twice, no subject, no content, HTML before text,
numbers in custom_args, too long substitutions, reserved headers, `send_at` too far ahead. It wrongly rejects
custom_args at message level. Where the file is at hand, it is asked about every body as well.
"""

import json
import re
import time
from collections.abc import Iterator
from functools import cache
from typing import Any

from tests.standins.sample import SHARED

SPEC = SHARED / "sendgrid" / "tsg_mail_v3.json"
RESERVED = {
    "x-sg-id",
    "x-sg-eid",
    "received",
    "dkim-signature",
    "content-type",
    "content-transfer-encoding",
    "to",
    "from",
    "subject",
    "reply-to",
    "cc",
    "bcc",
}
ADDRESS = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+\.[^\s@<>,;\"]+")

Fault = tuple[str, str]


def faults(body: Any) -> list[Fault]:
    """List what SendGrid would refuse, as (field, message)."""
    if not isinstance(body, dict):
        return [("", "Bad Request")]
    official = faults_by_the_specification(body) if SPEC.exists() else []
    return [*_message(body), *_personalizations(body), *official]


def _message(body: dict[str, Any]) -> Iterator[Fault]:
    if not isinstance(body.get("from"), dict) or not ADDRESS.fullmatch(str(body["from"].get("email", ""))):
        yield "from.email", "The from email does not contain a valid address."
    content = body.get("content")
    if not content:
        yield "content", "The content parameter is required. It must be an array of objects."
    else:
        types = [part.get("type") for part in content]
        if types != sorted(types, key=lambda kind: {"text/plain": 0, "text/html": 1}.get(kind, 2)):
            yield "content", "If present, text/plain and text/html may only be provided once and in this order."
        if not all(part.get("value") for part in content):
            yield "content.0.value", "The content value must be a string at least one character in length."
    if not body.get("subject") and not all(entry.get("subject") for entry in body.get("personalizations") or [{}]):
        yield "subject", "The subject is required."
    if body.get("send_at", 0) > time.time() + 72 * 3600:
        yield "send_at", "The send_at parameter is more than 72 hours ahead."
    yield from _strings("custom_args", body.get("custom_args"))


def _personalizations(body: dict[str, Any]) -> Iterator[Fault]:
    entries = body.get("personalizations")
    if not entries or not isinstance(entries, list):
        yield "personalizations", "The personalizations field is required and must have at least one personalization."
        return
    if len(entries) > 1_000:
        yield "personalizations", "There are too many personalizations; at most 1000."
    seen: set[str] = set()
    for place, entry in enumerate(entries):
        name = f"personalizations.{place}"
        recipients = entry.get("to") or []
        if not recipients:
            yield (
                f"{name}.to",
                "The to array is required for all personalization objects, and must have at least one email object.",
            )
        for at, recipient in enumerate(recipients):
            address = str(recipient.get("email", ""))
            if not ADDRESS.fullmatch(address):
                yield f"{name}.to.{at}.email", "Does not contain a valid address."
            if address.lower() in seen:
                yield f"{name}.to.{at}.email", "Each email address in the personalization block should be unique."
            seen.add(address.lower())
        for field in ("substitutions", "custom_args", "headers"):
            yield from _strings(f"{name}.{field}", entry.get(field))
        if sum(len(key) + len(str(value)) for key, value in (entry.get("substitutions") or {}).items()) > 10_000:
            yield f"{name}.substitutions", "The substitutions are longer than 10000 bytes."
        for header in entry.get("headers") or {}:
            if header.lower() in RESERVED:
                yield f"{name}.headers.{header}", "This header is reserved."


def _strings(field: str, found: Any) -> Iterator[Fault]:
    for key, value in (found or {}).items():
        if not isinstance(value, str):
            yield field, f"The value of {key} must be a string."


def faults_by_the_specification(body: dict[str, Any]) -> list[Fault]:
    """List what the official file has against a body; the file must be at hand."""
    without = {key: value for key, value in body.items() if key != "custom_args"}  # the file wrongly rejects it here
    return [
        (".".join(map(str, error.instance_path)), error.message[:200]) for error in _validator().iter_errors(without)
    ]


@cache
def _validator() -> Any:
    """Make a validator of the official file."""
    import jsonschema_rs

    specification = json.loads(SPEC.read_text(encoding="utf-8"))
    body = specification["components"]["requestBodies"]["PostMailSend"]["content"]["application/json"]["schema"]
    return jsonschema_rs.Draft202012Validator({**body, "components": specification["components"]})
