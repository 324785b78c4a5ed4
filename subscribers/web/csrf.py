"""The sign in a form: proves that it was got from us, when, and which wording it showed.

No cookie, nothing stored. Pure.

A form that comes back sooner than a person can fill it in, or after a day, is shown again and not acted upon.
"""

import hmac
from datetime import UTC, datetime, timedelta

from subscribers.policy.keyring import Keyring

LEAST = timedelta(seconds=2)
MOST = timedelta(hours=24)
_SIGNED_FOR = b"form tokens"


def make(keyring: Keyring, wording: str, now: datetime) -> str:
    """Make the token of a form that shows `wording`."""
    told = f"{int(now.timestamp())}.{wording}"
    return f"{told}.{_sign(keyring, told)}"


def read(keyring: Keyring, token: str, now: datetime) -> str | None:
    """Return the id of the wording a form showed; None when the token is not ours, too young or too old."""
    told, _, signature = token.rpartition(".")
    at, _, wording = told.partition(".")
    if not hmac.compare_digest(signature.encode(), _sign(keyring, told).encode()) or not at.isdigit():
        return None
    age = now - datetime.fromtimestamp(int(at), UTC)
    return wording if LEAST <= age <= MOST else None


def of_session(keyring: Keyring, secret: str) -> str:
    """Make the token that all forms of one session carry, so that no other site can send them."""
    return _sign(keyring, f"session {secret}")


def _sign(keyring: Keyring, told: str) -> str:
    return hmac.new(hmac.digest(keyring.index, _SIGNED_FOR, "sha256"), told.encode(), "sha256").hexdigest()[:32]
