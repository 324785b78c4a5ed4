"""The token of a form: proves that it was got from us, when, and which wording it showed.

No cookie, nothing stored. Pure. A form that comes back sooner than a person can fill it in, or after a day, is shown
again and not acted upon.
"""

import hmac
from datetime import UTC, datetime, timedelta

from subscribers.policy.keyring import Keyring

SOONEST = timedelta(milliseconds=500)
"""A browser that fills forms in, and a person who presses Enter, take longer; a program that does not wait does not."""
LATEST = timedelta(hours=24)
_SIGNED_FOR = b"form tokens"


def make_token(keyring: Keyring, wording: str, now: datetime) -> str:
    """Return the token of a form that shows the words with the id `wording`."""
    late = now.microsecond // 1_000
    payload = f"{int(now.timestamp())}{f'-{late}' if late else ''}.{wording}"  # earlier versions knew whole seconds
    return f"{payload}.{_sign(keyring, payload)}"


def read_token(keyring: Keyring, token: str, now: datetime) -> str | None:
    """Return the id of the wording a form showed; None when the token is not ours, too young or too old."""
    wording, shown = _read(keyring, token)
    return wording if shown and SOONEST <= now - shown <= LATEST else None


def is_too_young(keyring: Keyring, token: str, now: datetime) -> bool:
    """Return whether a form of ours came back sooner than a person can fill it in."""
    _, shown = _read(keyring, token)
    return shown is not None and now - shown < SOONEST


def wording_shown(keyring: Keyring, token: str) -> str | None:
    """Return the id of the wording a form of ours showed, however long ago that was; None when it is none of ours."""
    return _read(keyring, token)[0]


def _read(keyring: Keyring, token: str) -> tuple[str | None, datetime | None]:
    """Return which wording a token of ours is for, and when its form was shown; nothing for any other."""
    payload, _, signature = token.rpartition(".")
    at, _, wording = payload.partition(".")
    if not hmac.compare_digest(signature.encode(), _sign(keyring, payload).encode()):
        return None, None
    second, _, late = at.partition("-")
    if not (second.isdigit() and (late or "0").isdigit()):
        return None, None  # it is another form's, which the same key signed
    return wording, datetime.fromtimestamp(int(second), UTC) + timedelta(milliseconds=int(late or 0))


def session_token(keyring: Keyring, secret: str) -> str:
    """Return the token that all forms of one session carry, so that no other site can send them."""
    return _sign(keyring, f"session {secret}")


def _sign(keyring: Keyring, payload: str) -> str:
    return hmac.new(hmac.digest(keyring.index, _SIGNED_FOR, "sha256"), payload.encode(), "sha256").hexdigest()[:32]
