"""The migrations make exactly the tables the code speaks of; those who write take turns."""

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from importlib import import_module
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, String, create_engine, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.types import TypeEngine

from digest import storage
from digest.app.container import Newsroom
from digest.app.paths import migration_folders
from digest.storage.engine import DatabaseUnusable, newest, open_database, upgrade
from digest.storage.tables import metadata as digest_tables
from subscribers.storage import tables as subscribers_tables


def test_tables_and_migrations_agree(newsroom: Newsroom) -> None:
    whole = MetaData()
    for file in Path(storage.__path__[0]).glob("*_tables.py"):
        import_module(f"digest.storage.{file.stem}")  # which puts its tables beside the others
    for metadata in (digest_tables, subscribers_tables.metadata):
        for table in metadata.tables.values():
            table.to_metadata(whole)
    with newsroom.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": _is_another_type})
        differences = compare_metadata(context, whole)
    assert [difference for difference in differences if "alembic_version" not in str(difference)] == []


def _is_another_type(
    _context: MigrationContext, _one: object, _other: object, found: TypeEngine[object], wanted: TypeEngine[object]
) -> bool | None:
    """Compare types as usual (None), but for the length of texts, to which SQLite does not keep."""
    return False if isinstance(found, String) and isinstance(wanted, String) else None


def test_the_newest_revisions_are_those_of_the_folders() -> None:
    scripts = ScriptDirectory(
        str(migration_folders()[0].parent), version_locations=[str(folder) for folder in migration_folders()]
    )
    assert set(scripts.get_heads()) == newest(migration_folders())


def test_the_database_is_private_durable_and_in_wal(newsroom: Newsroom) -> None:
    with newsroom.engine.connect() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA synchronous")) == 2
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
    assert (newsroom.folder / "data/digest.db").stat().st_mode & 0o077 == 0


def test_opening_twice_migrates_once(tmp_path: Path) -> None:
    """A database that is up to date is opened without a turn to write, which a running send may have."""
    file = tmp_path / "d.db"
    open_database(f"sqlite:///{file}", migration_folders()).dispose()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        open_database(f"sqlite:///{file}", migration_folders()).dispose()
        other.execute("ROLLBACK")


@pytest.mark.parametrize("chain", ["digest", "subscribers"])
def test_a_database_of_a_newer_version_says_so_and_stays_as_it_is(tmp_path: Path, chain: str) -> None:
    file = tmp_path / "d.db"
    open_database(f"sqlite:///{file}", migration_folders()).dispose()
    with closing(sqlite3.connect(file)) as newer, newer:
        newer.execute(
            "UPDATE alembic_version SET version_num = ? WHERE version_num LIKE ?", (f"{chain}_9999", f"{chain}%")
        )
    with pytest.raises(DatabaseUnusable, match="was made by a newer version of this program; install that version"):
        open_database(f"sqlite:///{file}", migration_folders())
    with closing(sqlite3.connect(file)) as newer:
        assert (f"{chain}_9999",) in newer.execute("SELECT version_num FROM alembic_version").fetchall()


@pytest.mark.parametrize("url", ["nonsense", "postgresql://localhost/x", "sqlite:////proc/nowhere/d.db"])
def test_what_cannot_be_opened_is_said(url: str) -> None:
    with pytest.raises((DatabaseUnusable, OSError)):
        open_database(url, migration_folders())


@pytest.mark.slow
def test_threads_write_in_the_order_in_which_they_came_whoever_opened_the_database(
    newsroom: Newsroom, folder: Path
) -> None:
    engine, order = newsroom.engine, list[int]()

    def write(number: int) -> None:
        with (engine, other.engine)[number % 2].begin():
            order.append(number)

    with Newsroom(folder, {}) as other, ThreadPoolExecutor(8) as threads:
        assert other.engine is not engine
        for _ in range(5):
            order.clear()
            with engine.begin():
                for number in range(8):
                    threads.submit(write, number)
                    time.sleep(0.03)  # long enough to wait in turn
                assert order == []
            deadline = time.monotonic() + 10
            while len(order) < 8 and time.monotonic() < deadline:
                time.sleep(0.01)
            assert order == list(range(8))


@pytest.mark.slow
def test_whoever_reads_does_not_wait_for_those_who_wait_to_write(tmp_path: Path) -> None:
    file = tmp_path / "d.db"
    engine = open_database(f"sqlite:///{file}", migration_folders(), patience=2)
    answers: list[str] = []

    def write() -> None:
        try:
            with engine.begin():
                answers.append("wrote")
        except OperationalError:
            answers.append("gave up")

    with closing(sqlite3.connect(file, isolation_level=None)) as holder, ThreadPoolExecutor(40) as threads:
        holder.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        for _ in range(40):
            threads.submit(write)
        time.sleep(0.2)
        with engine.execution_options(reading=True).connect() as reading:
            assert reading.exec_driver_sql("SELECT 1").scalar() == 1
        assert answers == [], f"after {time.monotonic() - began} of the 2 seconds for which they wait"
        threads.shutdown()
        holder.execute("ROLLBACK")
    assert answers == ["gave up"] * 40
    engine.dispose()


def test_a_turn_is_given_back_whatever_happens_in_it(newsroom: Newsroom) -> None:
    for _ in range(3):
        with suppress(ZeroDivisionError), newsroom.engine.begin() as connection:
            connection.exec_driver_sql("INSERT INTO form_day VALUES ('x', 'y', 1)")
            raise ZeroDivisionError
        with suppress(OperationalError), newsroom.engine.begin() as connection:
            connection.exec_driver_sql("INSERT INTO nowhere VALUES (1)")
    began = time.monotonic()
    with newsroom.engine.begin() as connection, newsroom.engine.execution_options(reading=True).connect() as reading:
        assert reading.exec_driver_sql("SELECT 1").scalar() == 1, "reading waits for nobody"
        connection.exec_driver_sql("SELECT 1")
    assert time.monotonic() - began < 5


OLD_ROWS = (
    "INSERT INTO edition (number, id, fingerprint, state, recipients, started_at, fence, opens_at, special, even_though, "
    "waves) VALUES (1, '2026-11-20', 'f', 'sent', 1, '2026-11-20', 1, '2026-11-20', 1, 'the court has ruled', '{}')",
    "INSERT INTO single_letter (key, part, name, state, tries, made_at, due_at, expires_at, reason) "
    "VALUES ('report:2026-11-20', 0, 'letter-x', 'accepted', 1, '2026-11-20', '2026-11-20', '2026-11-21', '')",
    "INSERT INTO schedule_watch VALUES (1, 'Plan()', '2026-11-20T05:00:00+00:00')",
    "INSERT INTO subscriber (number, public_id, status, created_at, wishes) "
    "VALUES (1, x'00', 'confirmed', '2026-11-20', '{\"plain\":true}')",
    "INSERT INTO wording VALUES ('w-1', 'en', 'I agree', '1', '<p>', '2026-11-20')",
    "INSERT INTO disclosure (what, subscriber, reason, at) VALUES ('show', 1, 'asked by letter', '2026-11-20')",
    "INSERT INTO access VALUES (x'00', 'session', 1, '2026-11-21')",
    "INSERT INTO form_letter (address_index, kind, at) VALUES (x'00', 'confirm', '2026-11-20')",
)
NEW_ROWS = {
    "SELECT ad_hoc, override_reason FROM edition": (1, "the court has ruled"),
    "SELECT key, state FROM transactional_mail": ("report:2026-11-20", "accepted"),
    "SELECT since FROM schedule_state": ("2026-11-20T05:00:00+00:00",),
    "SELECT preferences FROM subscriber": ('{"plain":true}',),
    "SELECT text FROM consent_text": ("I agree",),
    "SELECT reason FROM access_log": ("asked by letter",),
    "SELECT kind FROM session": ("session",),
    "SELECT kind FROM form_mail": ("confirm",),
}


def test_what_an_earlier_version_wrote_is_found_under_its_new_names_and_stays_append_only(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'd.db'}"
    old = create_engine(url)
    with old.begin() as connection:
        upgrade(connection, migration_folders(), ("digest_0003", "subscribers_0003"))
        for row in OLD_ROWS:
            connection.exec_driver_sql(row)
    old.dispose()
    engine = open_database(url, migration_folders())
    with engine.connect() as connection:
        for question, kept in NEW_ROWS.items():
            assert tuple(connection.exec_driver_sql(question).one()) == kept
    for change in ("UPDATE consent_text SET text = 'x'", "DELETE FROM access_log", "DELETE FROM consent_text"):
        with pytest.raises(IntegrityError, match="append-only"), engine.begin() as connection:
            connection.exec_driver_sql(change)
    engine.dispose()
