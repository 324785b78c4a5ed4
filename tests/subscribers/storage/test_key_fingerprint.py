"""A database opens with its own keys alone: with others, whoever left would be a stranger."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.paths import DATABASE, KEY_FILE
from subscribers.errors import WrongKeys
from subscribers.services.consent_audit import audit_consent
from subscribers.services.erase import erase
from subscribers.services.import_export import Evidence, import_csv
from subscribers.storage.key_file import begin_rotation, create
from tests.standins.forms import join
from tests.standins.sample import NOW

DATA = Path(__file__).parents[2] / "data"


def opens(folder: Path) -> bool:
    """Return whether the newsroom opens."""
    with Newsroom(folder, {}) as newsroom:
        try:
            newsroom.store.counts()
        except WrongKeys:
            return False
        return True


def execute(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def exchange_keys(folder: Path) -> None:
    (folder / KEY_FILE).unlink()
    create(folder / KEY_FILE)


@pytest.fixture
def old(folder: Path) -> Path:
    """Return a newsroom whose database was made before there were fingerprints, with its keys.

    Anna is confirmed, Boris left, Chloe is erased, and a request of Dora's waits.
    """
    (folder / DATABASE).unlink()
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        connection.executescript((DATA / "database-0004.sql").read_text(encoding="utf-8"))
    shutil.copy(DATA / "keys-0004.json", folder / KEY_FILE)
    (folder / KEY_FILE).chmod(0o600)
    return folder


@pytest.mark.usefixtures("readers")
def test_another_key_file_opens_nothing_and_an_old_list_brings_nobody_back(newsroom: Newsroom, folder: Path) -> None:
    erase(newsroom.store, newsroom.store.number_with("chloe@example.org"), "x", NOW)
    exchange_keys(folder)
    lines = ["address,language,confirmed_at", "chloe@example.org,,2025-01-01"]
    with Newsroom(folder, {}) as again, pytest.raises(WrongKeys, match="does not belong to this database"):
        list(import_csv(again.store, lines, Evidence("a list", "1"), NOW))
    with Newsroom(folder, {}) as again, pytest.raises(WrongKeys):
        again.reports.recent(1)


def test_the_same_holds_where_only_suppressions_are_left(newsroom: Newsroom, folder: Path) -> None:
    erase(newsroom.store, join(newsroom.store, "anna@example.org", NOW), "x", NOW)
    exchange_keys(folder)
    assert not opens(folder)


@pytest.mark.parametrize(
    "row",
    [
        "INSERT INTO suppression (address_index, reason, at, source) VALUES (x'00', 'left', '', '')",
        "INSERT INTO form_mail (address_index, kind, at) VALUES (x'00', 'confirm', '')",
        "INSERT INTO pending_request (token_hash, public_id, address, address_index, language, source, wording, asked_at) "
        "VALUES (x'00', x'00', x'00', x'00', '', '', '', '')",
    ],
)
def test_whatever_was_written_with_a_key_binds_the_database_to_it(newsroom: Newsroom, folder: Path, row: str) -> None:
    newsroom.store.counts()
    execute(folder, row)
    exchange_keys(folder)
    assert not opens(folder)


def test_a_database_with_nothing_in_it_takes_new_keys(newsroom: Newsroom, folder: Path) -> None:
    newsroom.store.counts()
    exchange_keys(folder)
    with Newsroom(folder, {}) as again:
        join(again.store, "anna@example.org", NOW)
        assert audit_consent(again.store).log.faults == ()
    assert opens(folder)


@pytest.mark.usefixtures("readers")
def test_an_older_copy_of_the_key_file_is_refused(folder: Path) -> None:
    shutil.copy(folder / KEY_FILE, folder / "copy")
    begin_rotation(folder / KEY_FILE, NOW)
    assert opens(folder)
    shutil.copy(folder / "copy", folder / KEY_FILE)
    assert not opens(folder)


@pytest.mark.usefixtures("readers")
def test_a_damaged_key_is_refused(folder: Path) -> None:
    content = json.loads((folder / KEY_FILE).read_text())
    key = content["generations"]["1"]["addresses"]
    content["generations"]["1"]["addresses"] = ("A" if key[0] != "A" else "B") + key[1:]
    (folder / KEY_FILE).write_text(json.dumps(content))
    assert not opens(folder)


def test_a_database_of_an_earlier_version_takes_its_own_keys_and_no_others(old: Path) -> None:
    shutil.copy(old / KEY_FILE, old / "copy")
    exchange_keys(old)
    assert not opens(old)
    shutil.copy(old / "copy", old / KEY_FILE)
    with Newsroom(old, {}) as newsroom:
        assert newsroom.store.addresses([1, 2, 3]) == {1: "anna@example.org", 2: "boris@example.org"}
        assert audit_consent(newsroom.store).log.faults == ()
        join(newsroom.store, "erik@example.org", NOW)
        assert audit_consent(newsroom.store).log.faults == ()
    exchange_keys(old)
    assert not opens(old)


SOME_LEFT = "UPDATE subscriber SET address = NULL, address_index = NULL"
NO_REQUESTS = "DELETE FROM pending_request"


@pytest.mark.slow
@pytest.mark.parametrize("spoil", [(), (SOME_LEFT,), (SOME_LEFT, NO_REQUESTS)])
@pytest.mark.parametrize("exchange", [lambda _folder: None, exchange_keys])
def test_whatever_is_left_proves_the_keys(old: Path, spoil: tuple[str, ...], exchange: Callable[[Path], None]) -> None:
    execute(old, *spoil)
    exchange(old)
    assert opens(old) == (exchange is not exchange_keys)


def test_one_damaged_address_is_no_reason_against_the_keys(old: Path) -> None:
    execute(old, "UPDATE subscriber SET address = x'01ff' WHERE number = 2")
    assert opens(old)


def test_keys_that_are_right_once_are_only_read_from_then_on(newsroom: Newsroom, folder: Path) -> None:
    newsroom.store.counts()
    with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert opens(folder)
        other.execute("ROLLBACK")
