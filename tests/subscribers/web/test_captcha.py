"""The small computation: solved as a browser does it, in time and once.

Whoever did not solve it meets a lower limit, not a wall.
"""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from subscribers.services.retention import apply_retention
from subscribers.web.captcha import VALID, Captcha
from tests.standins.site import Pages
from tests.standins.time import SetClock

TODAY = datetime.now(UTC).replace(microsecond=0)
"""The library compares with the machine's own clock."""
NEXT_HOUR = TODAY.replace(minute=0, second=0) + timedelta(hours=1)
"""Sign-ups are counted by the hour: a test that counts them begins with one."""


def solve(task: Mapping[str, object], **changes: object) -> str:
    """Find the number, as templates/web/proof.js does."""
    salt, wanted = str(task["salt"]), task["challenge"]
    number = next(n for n in range(100_000) if hashlib.sha256(f"{salt}{n}".encode()).hexdigest() == wanted)
    told = {name: task[name] for name in ("algorithm", "challenge", "salt", "signature")} | {"number": number} | changes
    return base64.b64encode(json.dumps(told).encode()).decode()


@pytest.fixture
def captcha(newsroom: Newsroom) -> Captcha:
    return Captcha(newsroom.store, SetClock(TODAY).now)


def test_a_solution_counts_once(captcha: Captcha) -> None:
    proof = solve(captcha.challenge())
    assert captcha.is_solved(proof)
    assert not captcha.is_solved(proof)
    assert captcha.is_solved(solve(captcha.challenge()))


@pytest.mark.parametrize(
    "changes",
    [
        {"number": 100_001},
        {"number": "x"},
        {"signature": "0" * 64},
        {"salt": "x?expires=99999999999&"},
        {"algorithm": "MD5"},
    ],
)
def test_what_was_not_solved_or_not_set_by_us_does_not_count(captcha: Captcha, changes: dict[str, object]) -> None:
    assert not captcha.is_solved(solve(captcha.challenge(), **changes))


@pytest.mark.parametrize(
    "proof", ["", "x", "e30=", "W10=", "bnVsbA==", "ü", "A" * 4_000, base64.b64encode(b"[" * 3_000).decode()]
)
def test_nonsense_does_not_count(captcha: Captcha, proof: str) -> None:
    assert not captcha.is_solved(proof)


def test_a_solution_is_too_old_after_an_hour(newsroom: Newsroom) -> None:
    long_ago = Captcha(newsroom.store, SetClock(TODAY - VALID - timedelta(minutes=1)).now)
    assert not long_ago.is_solved(solve(long_ago.challenge()))


def test_spent_challenges_are_kept_for_longer_than_they_are_valid_and_then_forgotten(
    newsroom: Newsroom, captcha: Captcha
) -> None:
    assert captcha.is_solved(solve(captcha.challenge()))

    def kept() -> object:
        with newsroom.engine.connect() as connection:
            return connection.exec_driver_sql("SELECT COUNT(*) FROM spent_challenge").scalar()

    apply_retention(newsroom.store, timedelta(days=365), TODAY + VALID)
    assert kept() == 1
    apply_retention(newsroom.store, timedelta(days=365), TODAY + 2 * VALID)
    assert kept() == 0


@pytest.fixture
def guarded(folder: Path) -> Iterator[Pages]:
    with Newsroom(folder, {"DIGEST_WEB__ALTCHA": "true"}) as newsroom:
        yield Pages(newsroom, SetClock(NEXT_HOUR))


def test_without_scripts_the_form_works_up_to_a_lower_limit(guarded: Pages) -> None:
    guarded.host = "93.184.215.7"
    assert [guarded.sign_up(f"r{number}@example.org").status_code for number in range(8)] == [200] * 6 + [429] * 2
    task = guarded.get("/api/challenge").json()
    assert guarded.sign_up("solved@example.org", altcha=solve(task)).status_code == 200


def test_scripts_get_a_challenge_with_the_form_and_pages_may_run_only_our_own(guarded: Pages) -> None:
    assert {"algorithm", "challenge", "maxNumber", "salt", "signature"} <= guarded.get("/api/subscriptions").json()[
        "challenge"
    ].keys()
    page = guarded.get("/")
    assert '<script src="/proof.js" defer></script>' in page.text
    assert page.headers["content-security-policy"].endswith("script-src 'self'; connect-src 'self'")
    assert "task.maxNumber" in guarded.get("/proof.js").text, "the script reads the name that the library writes"
