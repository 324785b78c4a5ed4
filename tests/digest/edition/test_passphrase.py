"""Few rules for passphrases: long enough without what everybody knows; any words of any script."""

import secrets

import pytest

from digest.edition.passphrase import generated, passphrase_fault


@pytest.mark.parametrize(
    "passphrase",
    [
        "seven herons over the bay",
        "двенадцать цапель",
        "anna: a wardrobe full",
        "abcdefghijkl",
    ],
)
def test_a_long_one_will_do_whatever_it_is_made_of(passphrase: str) -> None:
    assert passphrase_fault(passphrase, "anna", "The Friday Lantern") == ""


@pytest.mark.parametrize(
    "passphrase",
    [
        "",
        "aaaa",
        "eleven sign",
        "The Friday Lantern",
        "the friday lantern 2026",
        "annaannaannaanna",
        "Anna The Friday LanternANNA1",
    ],
)
def test_a_short_one_or_one_out_of_what_everybody_knows_will_not(passphrase: str) -> None:
    fault = passphrase_fault(passphrase, "anna", "The Friday Lantern")
    assert fault.startswith("this passphrase is too short: whoever steals the database tries millions of such ones")
    assert "; take at least 12 signs, 5 of them different, beside your name" in fault


@pytest.mark.parametrize(
    ("passphrase", "only"),
    [("aaaaaaaaaaaaaaaa", "only 1 different sign:"), ("abababababababab", "only 2 different signs:")],
)
def test_a_long_one_out_of_few_signs_is_told_that_and_not_that_it_is_short(passphrase: str, only: str) -> None:
    fault = passphrase_fault(passphrase, "anna", "The Friday Lantern")
    assert fault.startswith(f"this passphrase has {only}")
    assert "short:" not in fault


@pytest.mark.parametrize("passphrase", ["two lines of\nwords", "a tab\tbetween words", "long enough" * 100])
def test_one_line_is_all_that_a_form_can_send(passphrase: str) -> None:
    assert "one line of at most 1,000 signs" in passphrase_fault(passphrase, "anna", "The Friday Lantern")


def test_a_generated_one_has_five_groups_that_differ_each_time() -> None:
    made = {generated(secrets.choice) for _ in range(20)}
    assert len(made) == 20
    assert {(len(one), one.count("-")) for one in made} == {(24, 4)}
    assert {passphrase_fault(one, "anna", "The Friday Lantern") for one in made} == {""}
