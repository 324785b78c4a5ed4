"""The consent log is a chain: whoever changes, cuts or rewrites it past the program is found out."""

import sqlite3
from collections.abc import Callable

import pytest

from digest.app.container import Newsroom
from digest.app.paths import DATABASE, migration_folders
from digest.storage.engine import open_database
from subscribers.services.erase import erase
from subscribers.services.import_export import Evidence, import_csv
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage.consent_log import Audit, NotedHead, audit, chain_hash, heads_not_held, noted_head
from tests.standins.readers import csv_lines
from tests.standins.sample import NOW


def audited(newsroom: Newsroom, expected: str = "") -> Audit:
    with newsroom.store.reading.connect() as connection:
        return audit(connection, newsroom.store.keyring, expected)


def tamper(newsroom: Newsroom, *statements: str) -> None:
    """Write past the program, as somebody with the database file could."""
    connection = sqlite3.connect(newsroom.folder / DATABASE)
    for trigger in ("consent_record_update", "consent_record_delete"):
        connection.execute(f"DROP TRIGGER IF EXISTS {trigger}")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.slow
def test_everything_the_program_writes_is_sound(newsroom: Newsroom, readers: dict[str, int]) -> None:
    before = audited(newsroom)
    assert (before.records, before.faults) == (6, ())
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)
    erase(newsroom.store, readers["boris"], "x", NOW)
    list(import_csv(newsroom.store, csv_lines(2_500), Evidence("a list", "1"), NOW))
    after = audited(newsroom, before.head)
    assert (after.records, after.faults) == (2_508, ())


@pytest.mark.usefixtures("readers")
@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE consent_record SET wording = 'another' WHERE number = 3", "record 3 does not follow"),
        ("UPDATE consent_record SET at = '2020-01-01T00:00:00+00:00' WHERE number = 1", "record 1 does not follow"),
        ("UPDATE consent_record SET subscriber = 2 WHERE number = 2", "record 2 does not follow"),
        ("UPDATE subscriber SET public_id = randomblob(12) WHERE number = 2", "record 3 does not follow"),
        ("DELETE FROM consent_record WHERE number = 4", "record 5 does not follow"),
        ("DELETE FROM consent_record WHERE number >= 5", "its end was cut off"),
        ("DELETE FROM consent_head", "nothing says how many"),
        (
            "INSERT INTO consent_record (subscriber, event, at, source, wording) VALUES (1, 'confirm', 'x', 'x', 'x')",
            "record 7 does not follow",
        ),
    ],
)
def test_what_is_changed_past_the_program_is_found(newsroom: Newsroom, statement: str, words: str) -> None:
    tamper(newsroom, statement)
    (fault,) = audited(newsroom).faults
    assert words in fault


@pytest.mark.usefixtures("readers")
def test_a_chain_forged_from_end_to_end_does_not_have_the_seal(newsroom: Newsroom) -> None:
    _forge(newsroom, lambda told: [told[0], told[1], told[2], "forged", told[4]])
    (fault,) = audited(newsroom).faults
    assert "the seal does not fit" in fault


def _forge(newsroom: Newsroom, change: Callable[[list[str | None]], list[str | None]]) -> None:
    """Rewrite every record with the public algorithm, and head and count with it, without the keys."""
    connection = sqlite3.connect(newsroom.folder / DATABASE)
    connection.execute("DROP TRIGGER IF EXISTS consent_record_update")
    rows = connection.execute(
        "SELECT r.number, s.public_id, r.event, r.at, r.source, r.wording, r.confirmed_at FROM consent_record r "
        "JOIN subscriber s ON s.number = r.subscriber ORDER BY r.number"
    ).fetchall()
    head = bytes(32)
    for number, public_id, *told in rows:
        changed = change(told)
        head = chain_hash(head, public_id, changed)
        connection.execute(
            "UPDATE consent_record SET wording = ?, chain = ? WHERE number = ?", (changed[3], head, number)
        )
    connection.execute("UPDATE consent_head SET head = ?", (head,))
    connection.commit()
    connection.close()


def test_an_older_copy_is_found_by_a_head_noted_elsewhere(newsroom: Newsroom, readers: dict[str, int]) -> None:
    store = newsroom.store
    source = sqlite3.connect(newsroom.folder / DATABASE)
    old = sqlite3.connect(newsroom.folder / "old.db")
    source.backup(old)
    unsubscribe(store, readers["anna"], "x", NOW)
    noted = audited(newsroom).head
    old.backup(source)
    old.close()
    source.close()
    assert audited(newsroom).faults == ()
    (fault,) = audited(newsroom, noted).faults
    assert "no link of this chain" in fault


def test_logs_of_earlier_versions_are_chained_when_the_tables_are_brought_up_to_date(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    from alembic import command
    from alembic.config import Config

    head = audited(newsroom).head
    config = Config()
    config.set_main_option("script_location", "digest/storage/migrations")
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(map(str, migration_folders())))
    with newsroom.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "subscribers_0002")
    open_database(f"sqlite:///{newsroom.folder / DATABASE}", migration_folders()).dispose()
    with Newsroom(newsroom.folder, {}) as again:
        assert audited(again) == Audit(6, head, ())
        unsubscribe(again.store, readers["anna"], "x", NOW)
        assert audited(again, head).faults == ()


FORGED = "UPDATE consent_head SET seal = x'', head = (SELECT chain FROM consent_record ORDER BY number DESC LIMIT 1)"


@pytest.mark.parametrize("cover", ["", FORGED, "DELETE FROM consent_head", "UPDATE consent_head SET broken_at = 1"])
def test_a_forged_log_is_not_made_sound_by_the_records_that_follow(
    newsroom: Newsroom, readers: dict[str, int], cover: str
) -> None:
    _forge(newsroom, lambda told: [told[0], told[1], told[2], "forged", told[4]])
    tamper(newsroom, *filter(None, [cover]))
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)
    assert audited(newsroom).faults
    with Newsroom(newsroom.folder, {}) as again:
        erase(again.store, readers["boris"], "x", NOW)
        (fault,) = audited(again).faults
    assert "the first 6 records prove nothing" in fault or cover.endswith("= 1")


def test_a_break_that_was_found_cannot_be_forgotten(newsroom: Newsroom, readers: dict[str, int]) -> None:
    _forge(newsroom, lambda told: [told[0], told[1], told[2], "forged", told[4]])
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)
    tamper(newsroom, "UPDATE consent_head SET broken_at = NULL")
    unsubscribe(newsroom.store, readers["boris"], "x", NOW)
    (fault,) = audited(newsroom).faults
    assert "the first 7 records prove nothing" in fault


def test_an_emptied_log_is_not_begun_anew_as_a_sound_one(newsroom: Newsroom, readers: dict[str, int]) -> None:
    tamper(newsroom, "DELETE FROM consent_record", "DELETE FROM consent_head")
    assert "nothing says how many" in audited(newsroom).faults[0]
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)
    assert "prove nothing" in audited(newsroom).faults[0]


def test_a_head_noted_elsewhere_is_held_until_the_log_is_cut_off_or_rewritten(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    store = newsroom.store

    def is_held(noted: NotedHead) -> bool:
        with store.reading.connect() as connection:
            return not heads_not_held(connection, store.keyring, [noted])

    with store.reading.connect() as connection:
        noted = noted_head(connection, store.keyring)
    unsubscribe(store, readers["anna"], "x", NOW)
    with store.reading.connect() as connection:
        later = noted_head(connection, store.keyring)
    assert (noted.records, later.records) == (6, 7)
    assert is_held(noted)
    assert is_held(later)
    assert not is_held(NotedHead(7, noted.seal))
    tamper(newsroom, "DELETE FROM consent_record WHERE number = 7")
    assert is_held(noted)
    assert not is_held(later)
    _forge(newsroom, lambda told: [told[0], told[1], told[2], "forged", told[4]])
    assert not is_held(noted)
