"""A signature is genuine for one key, one body, one instant, and for nothing else."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from digest.errors import DigestError
from digest.transports.sendgrid.signature import Verifier
from tests.standins.sample import SHARED
from tests.standins.sendgrid.events import SIGNATURE, TIMESTAMP, Signer

SIGNER = Signer()
VERIFIER = Verifier(SIGNER.public_key)
NOW = datetime(2026, 11, 27, 5, 0, tzinfo=UTC)
BODY = b'[{"event":"processed"}]\r\n'


def signed(body: bytes = BODY, at: datetime = NOW, signer: Signer = SIGNER) -> tuple[str, str]:
    headers = signer.headers(body, str(int(at.timestamp())))
    return headers[SIGNATURE], headers[TIMESTAMP]


def test_what_was_just_signed_is_genuine() -> None:
    assert VERIFIER.is_genuine(BODY, *signed(), NOW)


@pytest.mark.parametrize(
    ("age", "genuine"),
    [
        (timedelta(minutes=10), True),
        (timedelta(minutes=10, seconds=1), False),
        (timedelta(minutes=-10), True),
        (timedelta(minutes=-10, seconds=-1), False),
        (timedelta(days=365), False),
    ],
)
def test_a_signature_is_good_for_ten_minutes(age: timedelta, genuine: bool) -> None:
    assert VERIFIER.is_genuine(BODY, *signed(at=NOW - age), NOW) is genuine


def test_another_body_time_or_key_is_not_genuine() -> None:
    signature, timestamp = signed()
    assert not VERIFIER.is_genuine(BODY + b" ", signature, timestamp, NOW)
    assert not VERIFIER.is_genuine(BODY.replace(b"\r\n", b""), signature, timestamp, NOW)
    assert not VERIFIER.is_genuine(BODY, signature, str(int(timestamp) + 1), NOW)
    assert not VERIFIER.is_genuine(BODY, *signed(signer=Signer()), NOW)


@pytest.mark.parametrize("digits", [9, 11])
def test_a_digit_moved_between_time_and_body_is_not_genuine(digits: int) -> None:
    """The very bytes that were signed, cut elsewhere, at an instant when they are fresh: only the ten digits tell."""
    stamp, body = b"1234567890", b"1[]"
    signature = SIGNER.headers(body, stamp.decode())[SIGNATURE]
    timestamp, rest = (stamp + body)[:digits].decode(), (stamp + body)[digits:]
    now = datetime.fromtimestamp(int(timestamp), UTC)
    assert not VERIFIER.is_genuine(rest, signature, timestamp, now)
    assert VERIFIER.is_genuine(body, signature, stamp.decode(), datetime.fromtimestamp(int(stamp), UTC))


@pytest.mark.parametrize(
    "timestamp", ["", "soon", "-179575560", "1_79575560", " 179575560", "179575560\n", "1795755600.", "١٧٩٥٧٥٥٦٠٠"]
)
def test_a_timestamp_that_is_not_ten_digits_is_not_genuine(timestamp: str) -> None:
    headers = SIGNER.headers(BODY, timestamp)
    assert not VERIFIER.is_genuine(BODY, headers[SIGNATURE], timestamp, NOW)


@pytest.mark.parametrize("signature", ["", "AAAA", "ä", "====", "not base64", base64.b64encode(b"\x30\x02").decode()])
def test_what_is_no_signature_is_not_genuine(signature: str) -> None:
    assert not VERIFIER.is_genuine(BODY, signature, signed()[1], NOW)


def shown(key: rsa.RSAPrivateKey) -> str:
    der = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(der).decode()


def test_what_is_no_verification_key_is_refused_at_once() -> None:
    other = shown(rsa.generate_private_key(65_537, 1_024))  # noqa: S505 - a key of another kind, used for nothing
    for key in ("", "nonsense", base64.b64encode(b"x" * 91).decode(), other):
        with pytest.raises(DigestError, match="is no verification key"):
            Verifier(key)


@pytest.mark.skipif(
    not SHARED.exists(),
    reason="the vendor's vectors are not part of this repository; our own signer covers the same rules",
)
def test_the_vendors_own_vectors() -> None:
    vectors = json.loads((SHARED / "sendgrid/vectors.json").read_text(encoding="utf-8"))["vectors"]
    assert {vector["valid"] for vector in vectors} == {True, False}
    for vector in vectors:
        body = base64.b64decode(vector["payload_b64"]) if "payload_b64" in vector else vector["payload"].encode()
        stamp = vector["timestamp"]
        now = datetime.fromtimestamp(int(stamp), UTC) if stamp.isdigit() else datetime.now(UTC)
        assert Verifier(vector["public_key"]).is_genuine(body, vector["signature"], stamp, now) is vector["valid"], (
            vector["id"]
        )
        assert not Verifier(vector["public_key"]).is_genuine(body, vector["signature"], stamp, now + timedelta(hours=1))


def test_headers_that_cannot_be_those_of_a_genuine_call_are_known_before_its_body_is() -> None:
    signature, at = signed(b"anything")
    assert VERIFIER.could_be_genuine(signature, at, NOW)
    for wrong in ("", "AAAA", "ä", signature[:-8], base64.b64encode(b"0" * 70).decode()):
        assert not VERIFIER.could_be_genuine(wrong, at, NOW)
    for wrong in ("", at[:-1], f"{at}0", str(int(at) - 601), str(int(at) + 601)):
        assert not VERIFIER.could_be_genuine(signature, wrong, NOW)
