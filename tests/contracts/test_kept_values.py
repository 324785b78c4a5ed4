"""What earlier versions wrote and others keep - links in letters, seals, stored addresses - reads the same for ever.

The values were made by version 0.1 as it stood on 2026-11-25. If one changes, readers can no longer leave by old
letters, or a sound consent log looks forged.
"""

from datetime import UTC, datetime

import pytest

from digest.storage.editor_passphrases import Argon2Hashes
from digest.subscribers_gateway.delivery_names import DeliveryNames
from subscribers.policy.addresses import Cipher, index
from subscribers.policy.keyring import Generation, Keyring
from subscribers.policy.mailboxes import fingerprints
from subscribers.policy.tokens import Purpose, make, read_token
from subscribers.storage import consent_log
from subscribers.web import csrf

KEYS = Keyring(bytes(range(32)), 1, {1: Generation(bytes(range(64)), bytes(range(32, 64)))})
PUBLIC_ID = bytes(range(12))
TOKEN = "AQABAgMEBQYHCAkKC6rb5Ti9M9rPFMtKFZae17k"
STORED = bytes.fromhex("01ae45a0786dc193a705ee6ce070735f6f4b6f415a16660d53c0e7f7fea9d1803c")
PADDED = bytes.fromhex(
    "0184922d0e1a5154f2ad209890d6be094e8fdb7dfba2b6b903152c7b19b529b554d25ed43c5de8264b9fa98d290dbf98fa4f"
    "bfd3aff01dac97101f7d1f70b25510025ec69dc4221ebbfb4300db2a353412"
)
PASSPHRASE = (  # of 2026-11-27
    "$argon2id$v=19$m=65536,t=3,p=4$fK7Xzd06P+jOnMNyEwiaDA$wYtv6CnFe7+k5YkvE+vPAXuH7g48pOhx7ibAuSewryg"
)
FORM = "1795755600.w-1.6d84cbb723cc0926bef4d697e5d25e80"


def test_a_link_in_an_old_letter_opens() -> None:
    assert make(KEYS, Purpose.LETTER, PUBLIC_ID) == TOKEN
    assert read_token(KEYS, Purpose.LETTER, TOKEN) == PUBLIC_ID


def test_a_stored_address_is_found_and_opened() -> None:
    assert index(KEYS, "Anna@example.org").hex() == "dc16dac4e0724e68069d10704ecd1a83"
    assert Cipher(KEYS).encrypt("anna@example.org", PUBLIC_ID) == PADDED
    for stored in (STORED, PADDED):  # STORED is from before there was padding
        assert Cipher(KEYS).decrypt(stored, PUBLIC_ID) == "anna@example.org"


def test_a_mailbox_and_a_domain_that_were_indexed_are_found() -> None:
    found = fingerprints(KEYS, "Anna+x@example.org")
    assert found.mailbox.hex() == "5fc718c376b751f74475c68a4611ca20"
    assert found.domain
    assert found.domain.hex() == "4c4e428039b73bdeb151ff8cdd69e16a"


def test_the_seal_of_an_old_consent_log_fits() -> None:
    seal = consent_log._seal(KEYS, 3, bytes(32)).hex()
    assert seal == "280b0a67c22b3e4295f8df6f3d6740c00989b0200b020998de89e87e5c5e026c"


def test_the_chain_of_an_old_consent_log_goes_on() -> None:
    told = ["confirm", "2026-11-27T05:00:00+00:00", "the link in the confirmation letter", "w-1", None]
    found = consent_log.chain_hash(bytes(32), PUBLIC_ID, told).hex()
    assert found == "a6336d62f81be3f438be40773d2ebd2986d95d1c15ffa33bea3712e82fec6287"


def test_a_form_that_was_filled_in_during_an_upgrade_is_taken() -> None:
    assert csrf.make_token(KEYS, "w-1", datetime(2026, 11, 27, 5, tzinfo=UTC)) == FORM
    assert csrf.session_token(KEYS, "secret") == "213f32a889b38dabd2eea3abc32f752c"


def test_an_event_about_an_old_delivery_is_understood() -> None:
    assert DeliveryNames(KEYS).encode("2026-11-27", [7]) == ["X3YS8tFJO_sIOxlG6VJjwg"]
    assert DeliveryNames(KEYS).decode("X3YS8tFJO_sIOxlG6VJjwg") == ("2026-11-27", 7)


@pytest.mark.slow
def test_an_editors_passphrase_opens_in_either_way_of_typing_it_and_its_hash_stays_as_costly() -> None:
    assert Argon2Hashes().matches(PASSPHRASE, "caf\u00e9 by the harbour")
    assert Argon2Hashes().matches(PASSPHRASE, "cafe\u0301 by the harbour")
    made = Argon2Hashes().make("another of some length")
    assert made.split("$")[1:4] == PASSPHRASE.split("$")[1:4], "else the cost tells who has an old one"
