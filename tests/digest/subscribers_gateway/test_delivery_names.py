"""Names of deliveries: opaque outside, readable inside, impossible to make up."""

import base64
import hmac
from datetime import date, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from digest.app.container import Newsroom
from digest.app.paths import JOURNAL
from digest.delivery.events import NOBODY, Consequence
from digest.delivery.welcome import WORDS
from digest.subscribers_gateway.delivery_names import DeliveryNames
from subscribers.policy.keyring import Generation, Keyring
from subscribers.policy.tokens import Purpose, read_token
from subscribers.services.confirmation import confirm
from subscribers.services.signup import request_move
from subscribers.storage.mailboxes import MOST_MOVES
from tests.standins.backups import backup, restore
from tests.standins.forms import PER_HOUR, SentMail, join
from tests.standins.sample import EDITION, NOW

KEYRING = Keyring(b"i" * 32, 1, {1: Generation(b"a" * 64, b"t" * 32)})


@given(st.dates(date(1, 1, 2)), st.lists(st.integers(1, 2**32 - 1), unique=True, max_size=5))
def test_a_name_leads_back_to_its_delivery_alone(day: date, readers: list[int]) -> None:
    names = DeliveryNames(KEYRING).encode(day.isoformat(), readers)
    assert [DeliveryNames(KEYRING).decode(name) for name in names] == [(day.isoformat(), reader) for reader in readers]
    assert all(len(name) == 22 for name in names)
    assert all(DeliveryNames(Keyring(b"j" * 32, 1, {})).decode(name) is None for name in names)


@given(
    st.dates(date(1, 1, 2)),
    st.lists(st.tuples(st.integers(1, 2**32 - 1), st.integers(0, MOST_MOVES)), unique=True, max_size=5),
)
def test_a_name_tells_the_mailbox_too(day: date, readers: list[tuple[int, int]]) -> None:
    numbers, moves = [number for number, _ in readers], [moved for _, moved in readers]
    names = DeliveryNames(KEYRING).encode(day.isoformat(), numbers, moves)
    assert [DeliveryNames(KEYRING).moves(name) for name in names] == moves
    assert [DeliveryNames(KEYRING).decode(name) for name in names] == [(day.isoformat(), one) for one in numbers]
    assert len(set(names)) == len(names)


OTHERS = st.sampled_from(
    ["-special", *(f"{special}-correction-{number}" for special in ("", "-special") for number in range(1, 10))]
)


@given(st.dates(date(1, 1, 2)), OTHERS, st.lists(st.integers(1, 2**32 - 1), unique=True, max_size=5))
def test_the_name_of_another_letter_of_a_day_leads_back_to_it_and_not_to_its_own(
    day: date, which: str, readers: list[int]
) -> None:
    edition = f"{day.isoformat()}{which}"
    names = DeliveryNames(KEYRING).encode(edition, readers)
    assert [DeliveryNames(KEYRING).decode(name) for name in names] == [(edition, reader) for reader in readers]
    assert not set(names) & set(DeliveryNames(KEYRING).encode(day.isoformat(), readers))


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


def test_a_name_of_no_correction_there_can_be_or_of_no_day_is_nobodys() -> None:
    day, reader = date(2026, 11, 27).toordinal().to_bytes(4, "big"), (7).to_bytes(8, "big")
    names = DeliveryNames(KEYRING)
    assert names.decode(_sealed(day + reader + bytes(4))) == ("2026-11-27", 7)
    for wrong in (1 << 24, 1 << 16, 1 << 8, 10, 15, 26, 31, 32, 255):
        assert names.decode(_sealed(day + reader + wrong.to_bytes(4, "big"))) is None, wrong
    for other in (0, date.max.toordinal() + 1):
        assert names.decode(_sealed(other.to_bytes(4, "big") + reader + bytes(4))) is None


def test_a_name_is_no_longer_anybodys_when_a_restore_gave_its_number_to_somebody_else(
    newsroom: Newsroom, folder: Path
) -> None:
    """Nor when a reader moved elsewhere since, and that move has the number of the one that was lost."""

    def names(room: Newsroom, *numbers: int) -> list[str]:
        return [one.delivery for one in room.subscribers.consenting(EDITION, numbers, NOW)[0]]

    def move(room: Newsroom, address: str) -> None:
        mail = SentMail()
        request_move(room.store, mail, anna, address, NOW, PER_HOUR)
        assert confirm(room.store, mail.tokens[0], NOW)

    anna = join(newsroom.store, "anna@example.org", NOW)
    old, journal = backup(newsroom), (folder / JOURNAL).read_bytes()
    bob = join(newsroom.store, "bob@example.org", NOW)
    move(newsroom, "anna@work.example")
    lost = names(newsroom, anna, bob)
    restore(newsroom, old)
    (folder / JOURNAL).write_bytes(journal)  # so that nothing tells of the move
    with Newsroom(folder, {}) as again:
        theirs = dict.fromkeys(lost, (EDITION, NOBODY))
        assert again.subscribers.deliveries([*lost, "x" * 22]) == theirs, "nobody has these numbers"
        carol = join(again.store, "carol@example.org", NOW)
        move(again, "anna@home.example")
        present = names(again, anna, carol)
        ours = {present[0]: (EDITION, anna), present[1]: (EDITION, carol)}
        assert again.subscribers.deliveries(present + lost) == ours | theirs
        again.subscribers.act_upon([(name, Consequence.HARD_BOUNCE, NOW + timedelta(days=9)) for name in lost])
        again.subscribers.act_upon([(name, Consequence.LEFT, NOW + timedelta(days=9)) for name in lost])
        assert names(again, anna, carol) == present


def test_names_that_earlier_versions_gave_lead_to_whoever_has_the_number(newsroom: Newsroom) -> None:
    anna = join(newsroom.store, "anna@example.org", NOW)
    (earlier,) = DeliveryNames(newsroom.store.keyring).encode(EDITION, [anna])
    assert newsroom.subscribers.deliveries([earlier]) == {earlier: (EDITION, anna)}


def test_a_fingerprint_that_was_damaged_changes_no_other_name() -> None:
    names, whole = DeliveryNames(KEYRING), [bytes([number]) * 16 for number in (1, 2, 3)]
    usual = names.encode(EDITION, [7, 8, 9], None, whole)
    assert names.encode(EDITION, [7, 8, 9], None, [whole[0], b"short", whole[2]]) == [
        usual[0],
        *names.encode(EDITION, [8]),
        usual[2],
    ]
    assert [names.is_of(usual[0], index) for index in (*whole, None)] == [True, False, False, True]


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


def test_the_name_of_the_words_of_thanks_is_read_back_and_is_that_of_no_edition() -> None:
    names = DeliveryNames(KEYRING)
    (words,) = names.encode(WORDS, [7])
    assert names.decode(words) == (WORDS, 7)
    assert words != names.encode("2026-11-27", [7])[0]
