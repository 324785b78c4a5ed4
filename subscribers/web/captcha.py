"""The small computation a browser may be asked for before it signs somebody up (altcha, version 1 of its protocol).

The library verifies a solution again and again, so a solved challenge is kept until it expires and counts once.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import datetime, timedelta

from altcha.v1 import ChallengeOptions, create_challenge, verify_solution
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from subscribers.storage.store import Store
from subscribers.storage.tables import spent_challenge
from subscribers.storage.timestamps import timestamp

VALID = timedelta(hours=1)
HARDEST = 50_000
"""A number up to this is to be found: half a second on an old phone."""


Challenge = dict[str, str | int]


class Captcha:
    """Sets challenges and knows the solved ones."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store, self._now = store, now
        self._key = hmac.new(store.keyring.index, b"altcha", "sha256").hexdigest()

    def challenge(self) -> Challenge:
        """Return a new challenge, under the names that the protocol has for its parts."""
        options = ChallengeOptions(
            algorithm="SHA-256", max_number=HARDEST, expires=self._now() + VALID, hmac_key=self._key
        )
        return dict(create_challenge(options).to_dict())

    def is_solved(self, proof: str) -> bool:
        """Return whether `proof` solves a challenge of ours that nobody used before.

        It is base64 of JSON, as the protocol says; whatever is none solves nothing.
        """
        try:
            payload = json.loads(base64.b64decode(proof, validate=True))
            solved, _ = verify_solution(proof, self._key, check_expires=True)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return False
        if not solved or not isinstance(payload, dict):
            return False
        now = self._now()
        row = {
            "digest": hashlib.sha256(str(payload.get("challenge")).encode()).digest(),
            "expires_at": timestamp(now + 2 * VALID),
        }
        try:
            with self._store.engine.begin() as connection:
                connection.execute(insert(spent_challenge).values(row))
        except IntegrityError:
            return False
        return True
