"""Which spellings lead to one mailbox, and which do not."""

import secrets
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.policy.addresses import index
from subscribers.policy.keyring import Generation, Keyring
from subscribers.policy.mailboxes import fingerprints, mailbox, mailbox_index

KEYS = Keyring(b"i" * 32, 1, {1: Generation(b"a" * 64, b"t" * 32)})


@pytest.mark.parametrize(
    ("spellings", "person"),
    [
        (
            "anna.k@gmail.com a.n.n.a.k@gmail.com AnnaK@gmail.com annak+news@gmail.com an.nak+a+b@googlemail.com",
            "annak@gmail.com",
        ),
        ("anna+x@example.org anna@example.org ANNA+y@example.org", "anna@example.org"),
        ("anna-k@yandex.ru anna.k@ya.ru Anna-K+z@yandex.com", "anna.k@yandex.ru"),
        ("anna.k@proton.me anna_k@protonmail.com annak+1@pm.me", "annak@proton.me"),
        ("anna+x@fastmail.com x1@anna.fastmail.com x2+y@anna.fastmail.com", "anna@fastmail.com"),
        ("anna.k@me.com anna.k@icloud.com anna.k+x@mac.com", "anna.k@icloud.com"),
    ],
)
def test_spellings_of_one_mailbox_are_one(spellings: str, person: str) -> None:
    assert {mailbox(one) for one in spellings.split()} == {person}
    assert len({mailbox_index(KEYS, one) for one in spellings.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("anna.k@example.org", "annak@example.org"),
        ("anna@gmail.com", "anna@gmail.com.example.org"),
        ("+anna@example.org", "+boris@example.org"),
        ("anna-k@gmail.com", "annak@gmail.com"),
        ("anna@example.org", "anna@example.net"),
    ],
)
def test_what_may_be_another_person_is_another(one: str, other: str) -> None:
    assert mailbox_index(KEYS, one) != mailbox_index(KEYS, other)


def test_a_mailbox_is_never_found_without_the_key_nor_taken_for_an_address() -> None:
    other = replace(KEYS, index=secrets.token_bytes(32))
    assert mailbox_index(KEYS, "anna@example.org") != mailbox_index(other, "anna@example.org")
    assert mailbox_index(KEYS, "anna@example.org") != index(KEYS, "anna@example.org")
    found = fingerprints(KEYS, "anna@example.org")
    assert len({found.address, found.mailbox, found.domain}) == 3
    assert len(found.mailbox) == 16


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a@victim.example", "b@victim.example"),
        ("a@x.victim.example", "b@y.z.victim.example"),
        ("a@victim.org.ua", "b@mail.victim.org.ua"),
    ],
)
def test_all_addresses_below_a_domain_share_it(one: str, other: str) -> None:
    assert fingerprints(KEYS, one).domain == fingerprints(KEYS, other).domain is not None


def test_neighbours_below_a_registry_share_no_domain_and_well_known_providers_have_none() -> None:
    assert fingerprints(KEYS, "a@one.org.ua").domain != fingerprints(KEYS, "a@two.org.ua").domain
    for address in ("a@gmail.com", "a@googlemail.com", "a@ukr.net", "a@pm.me", "a@yandex.by", "a@hotmail.co.uk"):
        assert fingerprints(KEYS, address).domain is None, address


def test_below_a_well_known_providers_domain_there_is_one_owner() -> None:
    found = {fingerprints(KEYS, f"x{one}@host{one}.tut.by").domain for one in range(3)}
    assert found != {None}
    assert len(found) == 1


@given(st.from_regex(r"[a-z+.\-_]{1,20}", fullmatch=True), st.sampled_from(["gmail.com", "yandex.ru", "x.example"]))
def test_the_one_spelling_is_its_own_and_has_a_local_part(local: str, domain: str) -> None:
    found = mailbox(f"{local}@{domain}")
    assert mailbox(found) == found or local.startswith("+")
    assert found.partition("@")[0]
