"""Signed events, in the layout of SendGrid's Event Webhook.

An array with CRLF after each event, ECDSA over timestamp and raw body.
"""

import base64
import json
import random
import time
import urllib.request
from collections.abc import Iterable, Sequence
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.standins.sendgrid.mail import Mail

SIGNATURE = "X-Twilio-Email-Event-Webhook-Signature"
TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp"


class Signer:
    """Signs bodies as SendGrid does."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        public = self._key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        self.public_key = base64.b64encode(public).decode()

    def headers(self, body: bytes, timestamp: str | None = None) -> dict[str, str]:
        """Return the two headers of a signed body."""
        at = timestamp or str(int(time.time()))
        signature = self._key.sign(at.encode() + body, ec.ECDSA(hashes.SHA256()))
        return {SIGNATURE: base64.b64encode(signature).decode(), TIMESTAMP: at}


def event(mail: Mail, kind: str, **more: Any) -> dict[str, Any]:
    """Describe what became of one mail."""
    return {
        "email": mail.address,
        "timestamp": int(time.time()),
        "event": kind,
        "sg_event_id": base64.urlsafe_b64encode(f"{kind}-{mail.message_id}".encode()).decode().rstrip("="),
        "sg_message_id": mail.message_id,
        **mail.args,
        **more,
    }


def serialise(events: Sequence[dict[str, Any]]) -> bytes:
    """Write events as SendGrid does: CRLF after each."""
    return b"[" + b",\r\n".join(json.dumps(found, separators=(",", ":")).encode() for found in events) + b"]\r\n"


def batches(events: Iterable[dict[str, Any]], seed: int, copies: int = 2, size: int = 700) -> list[bytes]:
    """Double and shuffle events, and cut them into bodies."""
    chance = random.Random(seed)
    doubled = [found for found in events for _ in range(chance.randint(1, copies))]
    chance.shuffle(doubled)
    return [serialise(doubled[start : start + size]) for start in range(0, len(doubled), size)]


def post(url: str, body: bytes, signer: Signer) -> int:
    """Send one signed body to a webhook on loopback; return the HTTP status."""
    request = urllib.request.Request(url, body, {"Content-Type": "application/json", **signer.headers(body)})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return int(answer.status)
