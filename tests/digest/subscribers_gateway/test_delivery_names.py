"""Names of deliveries: opaque outside, readable inside, impossible to make up."""

import base64
import hmac
from datetime import date, timedelta

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from digest.app.container import Newsroom
from digest.delivery.events import Consequence
from digest.subscribers_gateway.delivery_names import DeliveryNames
from subscribers.policy.keyring import Generation, Keyring
from subscribers.policy.tokens import Purpose, read_token
from subscribers.storage.mailboxes import MOST_MOVES
from tests.standins.forms import join
from tests.standins.sample import EDITION, NOW

KEYRING = Keyring(b"i" * 32, 1, {1: Generation(b"a" * 64, b"t" * 32)})


@given(st.dates(), st.lists(st.integers(1, 2**62), unique=True, max_size=5))
def test_a_name_leads_back_to_its_delivery_alone(day: date, readers: list[int]) -> None:
    names = DeliveryNames(KEYRING).encode(day.isoformat(), readers)
    assert [DeliveryNames(KEYRING).decode(name) for name in names] == [(day.isoformat(), reader) for reader in readers]
    assert all(len(name) == 22 for name in names)
    assert all(DeliveryNames(Keyring(b"j" * 32, 1, {})).decode(name) is None for name in names)


@given(st.dates(), st.lists(st.tuples(st.integers(1, 2**62), st.integers(0, MOST_MOVES)), unique=True, max_size=5))
def test_a_name_tells_the_mailbox_too(day: date, readers: list[tuple[int, int]]) -> None:
    numbers, moves = [number for number, _ in readers], [moved for _, moved in readers]
    names = DeliveryNames(KEYRING).encode(day.isoformat(), numbers, moves)
    assert [DeliveryNames(KEYRING).moves(name) for name in names] == moves
    assert [DeliveryNames(KEYRING).decode(name) for name in names] == [(day.isoformat(), one) for one in numbers]
    assert len(set(names)) == len(names)


@given(st.text(max_size=30))
def test_nobody_makes_up_a_name(name: str) -> None:
    assert DeliveryNames(KEYRING).decode(name) is None


def test_a_reader_has_another_name_in_every_edition_and_the_same_after_a_restart(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    numbers = sorted(readers.values())
    first, excluded = newsroom.subscribers.consenting(EDITION, numbers, NOW)
    again, _ = newsroom.subscribers.consenting(EDITION, numbers, NOW)
    later, _ = newsroom.subscribers.consenting("2026-12-04", numbers, NOW)
    assert first == again
    assert not excluded
    assert not {recipient.delivery for recipient in first} & {recipient.delivery for recipient in later}
    keyring = newsroom.store.keyring
    assert [read_token(keyring, Purpose.LETTER, recipient.token) for recipient in first] == [
        bytes.fromhex(newsroom.store.get(number)[0].id) for number in numbers
    ]


def _sealed(block: bytes) -> str:
    """Name a block as `DeliveryNames` does, with the newsroom's own key."""
    key = hmac.digest(KEYRING.index, b"delivery names", "sha256")[:16]
    cipher = Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305 - as the code does, and for its reason
    return base64.urlsafe_b64encode(cipher.encryptor().update(block))[:22].decode()


def test_a_name_without_its_zero_bytes_or_a_day_is_nobodys() -> None:
    day, reader = date(2026, 11, 27).toordinal().to_bytes(4, "big"), (7).to_bytes(8, "big")
    names = DeliveryNames(KEYRING)
    assert names.decode(_sealed(day + reader + bytes(4))) == ("2026-11-27", 7)
    for place in range(4):
        wrong = bytes(1 if at == place else 0 for at in range(4))
        assert names.decode(_sealed(day + reader + wrong)) is None, place
    for other in (0, date.max.toordinal() + 1):
        assert names.decode(_sealed(other.to_bytes(4, "big") + reader + bytes(4))) is None


def test_no_changed_name_is_taken() -> None:
    (name,) = DeliveryNames(KEYRING).encode("2026-11-27", [7])
    for place in range(len(name)):
        for character in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_":
            changed = name[:place] + character + name[place + 1 :]
            assert (DeliveryNames(KEYRING).decode(changed) is not None) == (changed == name)


@pytest.mark.parametrize(("late", "counts"), [(timedelta(seconds=-1), False), (timedelta(0), True)])
def test_an_event_older_than_the_consent_changes_nothing_and_one_of_the_same_second_counts(
    newsroom: Newsroom, late: timedelta, counts: bool
) -> None:
    anna, boris = (join(newsroom.store, f"{name}@example.org", NOW) for name in ("anna", "boris"))
    names = {one.reader: one.delivery for one in newsroom.subscribers.consenting(EDITION, [anna, boris], NOW)[0]}
    newsroom.subscribers.act_upon([(names[anna], Consequence.COMPLAINT, NOW + late)])
    newsroom.subscribers.act_upon([(names[boris], Consequence.LEFT, NOW + late)])
    willing, excluded = newsroom.subscribers.consenting(EDITION, [anna, boris], NOW)
    assert [one.reader for one in willing] == ([] if counts else [anna, boris])
    assert excluded == ({anna: "suppressed", boris: "unsubscribed"} if counts else {})


@pytest.mark.parametrize("stored", ["{", "[]", '{"appeals":"loud"}', '{"without":[1]}', '{"appeals_after":1}'])
def test_a_reader_whose_preferences_are_damaged_gets_nothing_and_all_others_their_letter(
    newsroom: Newsroom, readers: dict[str, int], stored: str
) -> None:
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE subscriber SET preferences = ? WHERE number = 2", (stored,))
    found, excluded = newsroom.subscribers.consenting(EDITION, [*readers.values(), 99], NOW)
    assert [one.reader for one in found] == [readers["anna"], readers["chloe"]]
    assert excluded == {readers["boris"]: "unreadable", 99: "erased"}
