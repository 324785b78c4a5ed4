"""A form's token is ours, for its wording, and neither too young nor too old."""

from datetime import timedelta

import pytest

from subscribers.policy.keyring import Generation, Keyring
from subscribers.web.csrf import LATEST, SOONEST, make_token, read_token, session_token
from tests.conftest import NOW

KEYRING = Keyring(b"i" * 32, 1, {1: Generation(b"a" * 64, b"t" * 32)})
OTHER = Keyring(b"j" * 32, 1, {1: Generation(b"a" * 64, b"t" * 32)})
SOON = timedelta(milliseconds=1)


@pytest.mark.parametrize("late", [0, 400, 999])
def test_a_form_counts_from_half_a_second_to_a_day_both_included(late: int) -> None:
    shown = NOW + timedelta(milliseconds=late)
    token = make_token(KEYRING, "w-1", shown)
    assert (timedelta(seconds=0.5), timedelta(hours=24)) == (SOONEST, LATEST)
    for age, wording in ((SOONEST - SOON, None), (SOONEST, "w-1"), (LATEST, "w-1"), (LATEST + SOON, None)):
        assert read_token(KEYRING, token, shown + age) == wording, age
    assert read_token(KEYRING, token, shown - SOON) is None


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: t.replace("w-1", "w-2"), lambda t: "1" + t, lambda _: ""]
)
def test_a_changed_token_or_one_of_other_keys_is_not_ours(change: object) -> None:
    token = make_token(KEYRING, "w-1", NOW)
    assert callable(change)
    assert read_token(KEYRING, change(token), NOW + SOONEST) is None
    assert read_token(OTHER, token, NOW + SOONEST) is None


def test_a_session_has_a_token_of_its_own_that_is_no_forms() -> None:
    assert session_token(KEYRING, "a") == session_token(KEYRING, "a")
    assert len({session_token(KEYRING, "a"), session_token(KEYRING, "b"), session_token(OTHER, "a")}) == 3
    assert read_token(KEYRING, session_token(KEYRING, "a"), NOW) is None
