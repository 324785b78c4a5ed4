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
from subscribers.storage.consent_log import Audit, audit, chain_hash
from tests.standins.readers import csv_lines
from tests.standins.sample import NOW


def audited(newsroom: Newsroom, expected: str = "") -> Audit:
    with newsroom.store.reading.connect() as connection:
        return audit(connection, newsroom.store.keyring, expected)


def tamper(newsroom: Newsroom, *statements: str) -> None:
    """Write past the program, as somebody with the database file could."""
    connection = sqlite3.connect(newsroom.folder / DATABASE)
    for trigger in ("consent_record_update", "consent_record_delete"):
        connection.execute(f"DROP TRIGGER {trigger}")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


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
    connection.execute("DROP TRIGGER consent_record_update")
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
    found = audited(newsroom)
    assert (found.records, found.head) == (6, head)
    assert "has no seal yet" in found.faults[0]
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)
    assert audited(newsroom, head).faults == ()
