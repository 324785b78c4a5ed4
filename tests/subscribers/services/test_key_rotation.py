"""Changing the keys: everything opens before, during and after, and links of old letters for two years."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from sqlalchemy import text

from digest.app.container import Newsroom
from digest.app.paths import KEY_FILE
from digest.delivery.mail import TransactionalMail
from subscribers.errors import KeysUnusable
from subscribers.policy.addresses import Cipher
from subscribers.policy.tokens import Purpose, make, read_token
from subscribers.services.confirmation import confirm
from subscribers.services.key_rotation import OtherSecrets, Rotated, rotate
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage.key_file import ADDRESS_KEYS_LIVE, TOKENS_LIVE, create, load
from tests.standins.forms import ask, join
from tests.standins.readers import populate
from tests.standins.sample import NOW

DAY = timedelta(days=1)


def turn(
    newsroom: Newsroom, now: datetime = NOW, watch: Callable[[int, int], None] = lambda _done, _of: None
) -> Rotated:
    mails = newsroom.mail_queue
    others = OtherSecrets(mails.count_sealed, lambda keyring: mails.reseal(Cipher(keyring)))
    return rotate(newsroom.store, newsroom.folder / KEY_FILE, now, others, watch)


@pytest.mark.slow
def test_every_address_opens_with_the_new_keys_alone(newsroom: Newsroom, folder: Path) -> None:
    populate(newsroom.store, 1_200, NOW)
    numbers = [person.number for person in newsroom.store.subscribers()]
    before = dict(newsroom.store.addresses(numbers))
    _, mail = ask(newsroom.store, "late@example.org", NOW)
    assert turn(newsroom) == (len(before) + 48 + 1, 0, 0)
    file = folder / KEY_FILE
    content = json.loads(file.read_text())
    content["generations"]["1"]["addresses"] = ""
    file.write_text(json.dumps(content))
    with Newsroom(folder, {}) as again:
        assert again.store.keyring.current == 2
        assert dict(again.store.addresses(numbers)) == before
        assert confirm(again.store, mail.tokens[0], NOW)
        assert again.store.number_with("late@example.org")


def test_the_counts_told_meanwhile_add_up_over_addresses_mails_and_what_is_damaged(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    for number in range(2):
        ask(newsroom.store, f"late{number}@example.org", NOW)
    mails = [TransactionalMail(f"{name}@lantern.example", "Hello", "Hello.", "", "en") for name in ("marta", "ivan")]
    newsroom.mail_queue.enqueue("a", mails, NOW, NOW + DAY)
    with newsroom.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE subscriber SET address = x'01ff' WHERE number = {readers['boris']}")  # noqa: S608
        connection.exec_driver_sql(f"UPDATE subscriber SET address = x'' WHERE number = {readers['chloe']}")  # noqa: S608
        connection.exec_driver_sql("UPDATE transactional_mail SET sealed = CAST('damaged' AS BLOB) WHERE number = 1")
    told = list[tuple[int, int]]()
    done = turn(newsroom, NOW, lambda count, of: told.append((count, of)))
    assert told == [(3, 10), (8, 10), (10, 10)], "readers, requests that were or may be confirmed, mails"
    assert done == (6, 1, 3)


def test_a_program_that_was_running_reads_what_the_new_keys_wrote(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    with Newsroom(folder, {}) as running:
        assert running.store.addresses([readers["anna"]]) == {readers["anna"]: "anna@example.org"}
        turn(newsroom)
        assert running.store.addresses(list(readers.values())).keys() == set(readers.values())
        late = join(running.store, "late@example.org", NOW)
    with Newsroom(folder, {}) as again:
        assert again.store.addresses([late]) == {late: "late@example.org"}
        turn(again, NOW + DAY)
        with again.engine.connect() as connection:
            written_with = connection.scalars(text("SELECT DISTINCT hex(substr(address, 1, 1)) FROM subscriber")).all()
        assert written_with == ["03"], "the next change finds what was written with old keys"


def test_links_of_old_letters_work_for_two_years_and_those_keys_then_go(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    public_id = bytes.fromhex(newsroom.store.get(readers["anna"])[0].id)
    old = make(newsroom.store.keyring, Purpose.LETTER, public_id)
    now = NOW
    for _ in range(5):
        turn(newsroom, now)
        now += timedelta(days=146)
    keyring = load(folder / KEY_FILE)
    assert read_token(keyring, Purpose.LETTER, old) == public_id
    assert read_token(keyring, Purpose.LETTER, make(keyring, Purpose.LETTER, public_id)) == public_id
    assert not keyring.generations[1].addresses, "older than a month and of no use"
    turn(newsroom, NOW + TOKENS_LIVE + DAY)
    assert read_token(load(folder / KEY_FILE), Purpose.LETTER, old) is None
    assert timedelta(days=730) < TOKENS_LIVE
    assert ADDRESS_KEYS_LIVE < TOKENS_LIVE


@pytest.mark.slow
def test_a_change_that_was_cut_short_is_finished_and_not_begun_anew(newsroom: Newsroom, folder: Path) -> None:
    populate(newsroom.store, 600, NOW)

    def die(_done: int, _of: int) -> None:
        raise ConnectionAbortedError

    with pytest.raises(ConnectionAbortedError):
        turn(newsroom, NOW, die)
    with Newsroom(folder, {}) as again:
        numbers = [person.number for person in again.store.subscribers()]
        assert len(again.store.addresses(numbers)) == len(numbers)
        turn(again)
        assert load(folder / KEY_FILE).current == 2
        turn(again, NOW + DAY)
        assert load(folder / KEY_FILE).current == 3


def test_a_program_that_was_running_writes_with_the_new_keys_at_once(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    with Newsroom(folder, {}) as running:
        public_id = bytes.fromhex(running.store.get(readers["anna"])[0].id)
        assert make(running.store.keyring, Purpose.LETTER, public_id)
        turn(newsroom)
        late = join(running.store, "late@example.org", NOW)
        token = make(running.store.keyring, Purpose.LETTER, public_id)
        with running.engine.connect() as connection:
            written_with = connection.scalars(text("SELECT DISTINCT hex(substr(address, 1, 1)) FROM subscriber")).all()
        assert written_with == ["02"]
        assert running.store.addresses([late]) == {late: "late@example.org"}
        assert read_token(load(folder / KEY_FILE), Purpose.LETTER, token) == public_id
    content = json.loads((folder / KEY_FILE).read_text())
    del content["generations"]["1"]
    (folder / KEY_FILE).write_text(json.dumps(content))
    assert read_token(load(folder / KEY_FILE), Purpose.LETTER, token) == public_id


def test_a_program_writes_nothing_with_the_keys_of_another_newsroom_put_in_their_place(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    store = newsroom.store
    (folder / KEY_FILE).rename(folder / "mine")
    assert join(store, "gone@example.org", NOW), "a file that is away for a moment has not changed"
    create(folder / KEY_FILE)
    with pytest.raises(KeysUnusable, match="was replaced by other keys"):
        ask(store, "late@example.org", NOW)
    unsubscribe(store, readers["anna"], "x", NOW)
    (folder / "mine").replace(folder / KEY_FILE)
    assert join(store, "late@example.org", NOW)


def test_an_address_that_does_not_open_does_not_keep_the_keys_from_being_changed(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    ask(newsroom.store, "late@example.org", NOW)
    with newsroom.engine.begin() as connection:
        for table in ("subscriber", "pending_request"):
            connection.execute(text(f"UPDATE {table} SET address = x'01ff' WHERE number = 2"))  # noqa: S608
    turn(newsroom)
    with Newsroom(folder, {}) as again:
        assert again.store.addresses(list(readers.values())).keys() == {readers["anna"], readers["chloe"]}
        assert len(json.loads((folder / KEY_FILE).read_text())["generations"]) == 2


def test_a_key_that_was_destroyed_too_early_is_said_and_nothing_is_made_up(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    file = folder / KEY_FILE
    content = json.loads(file.read_text())
    content["generations"]["2"] = content["generations"]["1"] | {"addresses": ""}
    file.write_text(json.dumps(content | {"current": 2}))
    with pytest.raises(KeysUnusable, match="no usable current generation"):
        load(file)
    assert newsroom.store.addresses([readers["anna"]])


def test_a_change_of_keys_pads_the_addresses_of_the_time_before_there_was_padding(
    newsroom: Newsroom, folder: Path
) -> None:
    store = newsroom.store
    numbers = [join(store, f"{'a' * count}@example.org", NOW) for count in (1, 9)]
    key = store.keyring.generations[1].addresses
    with newsroom.engine.begin() as connection:
        for number, address in store.addresses(numbers).items():
            public_id = bytes.fromhex(store.get(number)[0].id)
            bare = b"\x01" + AESSIV(key).encrypt(address.encode(), [public_id])
            connection.execute(text("UPDATE subscriber SET address = :a WHERE number = :n"), {"a": bare, "n": number})
    lengths = text("SELECT count(DISTINCT length(address)) FROM subscriber")
    with newsroom.engine.connect() as connection:
        assert connection.scalar(lengths) == 2
    turn(newsroom)
    with newsroom.engine.connect() as connection:
        assert connection.scalar(lengths) == 1
    with Newsroom(folder, {}) as again:
        assert sorted(again.store.addresses(numbers).values()) == ["a@example.org", "aaaaaaaaa@example.org"]
