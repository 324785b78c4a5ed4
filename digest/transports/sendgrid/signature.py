"""The signature of SendGrid's Event Webhook: ECDSA over P-256 and SHA-256, over the timestamp and the raw body.

Source: the vendor's helper libraries and their test vectors (2026-01). Theirs raise on malformed input and check no
freshness; here everything that is not a genuine, recent signature is simply not one. The timestamp must be ten digits:
a digit moved from it into the body would still verify.
"""

import base64
import re
from datetime import UTC, datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from digest.errors import DigestError

FRESH = timedelta(minutes=10)
_TIMESTAMP = re.compile(r"\d{10}", re.ASCII)


class Verifier:
    """Verifies bodies with one public key."""

    def __init__(self, public_key: str) -> None:
        """Take the verification key as SendGrid shows it: base64 of a DER SubjectPublicKeyInfo.

        Raises `DigestError`.
        """
        try:
            key = serialization.load_der_public_key(base64.b64decode(public_key, validate=True))
        except (ValueError, TypeError):
            key = None
        if not isinstance(key, ec.EllipticCurvePublicKey):
            raise DigestError(
                "`webhook_public_key` in [sendgrid] is no verification key; copy it from SendGrid's Event "
                "Webhook settings"
            )
        self._key = key

    def could_be_genuine(self, signature: str, timestamp: str, now: datetime) -> bool:
        """Return whether these have the form of a signature and of a time no longer than ten minutes from `now`."""
        if not _TIMESTAMP.fullmatch(timestamp):
            return False
        if abs(datetime.fromtimestamp(int(timestamp), UTC) - now) > FRESH:
            return False
        try:
            decode_dss_signature(base64.b64decode(signature, validate=True))
        except (ValueError, TypeError):
            return False
        return True

    def is_genuine(self, body: bytes, signature: str, timestamp: str, now: datetime) -> bool:
        """Return whether `body` was signed with this key at `timestamp`, no longer than ten minutes from `now`."""
        if not self.could_be_genuine(signature, timestamp, now):
            return False
        try:
            self._key.verify(base64.b64decode(signature), timestamp.encode() + body, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            return False
        return True
