"""Whoever only looks changes nothing: no file appears, goes, or gets another content or time."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from digest.app.container import Newsroom
from digest.app.looking import CopiedNewsroom
from digest.app.paths import DATABASE, JOURNAL, KEY_FILE
from digest.storage import database_copy
from subscribers.services.unsubscribe import unsubscribe
from subscribers.storage.key_file import create
from tests.standins.backups import backup, restore
from tests.standins.command_line import run
from tests.standins.sample import EDITION, NOW
from tests.standins.sending import Mailbox, send_edition


def everything(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Return every file and folder with its rights, time and content."""
    found = sorted(folder.rglob("*"))
    return {
        str(path.relative_to(folder)): (
            path.stat().st_mode,
            path.stat().st_mtime_ns,
            b"" if path.is_dir() else path.read_bytes(),
        )
        for path in found
    }


def as_it_is(_folder: Path) -> None:
    pass


def without_data(folder: Path) -> None:
    shutil.rmtree(folder / "data")


def without_database(folder: Path) -> None:
    (folder / DATABASE).unlink()


def without_keys(folder: Path) -> None:
    (folder / KEY_FILE).unlink()


def with_other_keys(folder: Path) -> None:
    (folder / KEY_FILE).unlink()
    create(folder / KEY_FILE)


def without_journal(folder: Path) -> None:
    (folder / JOURNAL).unlink()


def with_open_rights(folder: Path) -> None:
    (folder / "data").chmod(0o755)
    (folder / DATABASE).chmod(0o644)


def with_no_database_at_all(folder: Path) -> None:
    (folder / DATABASE).write_text("no database")


def with_another_programs(folder: Path) -> None:
    (folder / DATABASE).unlink()
    connection = sqlite3.connect(folder / DATABASE)
    connection.execute("CREATE TABLE other (x)")
    connection.close()


def with_broken_settings(folder: Path) -> None:
    (folder / "digest.toml").write_text("x = [")


STATES = [
    as_it_is, without_data, without_database, without_keys, with_other_keys, without_journal, with_open_rights,
    with_no_database_at_all, with_another_programs, with_broken_settings,
]  # fmt: skip


@pytest.fixture
def used(newsroom: Newsroom, readers: dict[str, int]) -> Path:
    """Return the folder of a newsroom with readers, one of whom left, and nobody has it open."""
    unsubscribe(newsroom.store, readers["anna"], "x", NOW)
    newsroom.database.dispose()
    return newsroom.folder


@pytest.mark.slow
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_the_doctor_runs_on_anything_and_changes_nothing(used: Path, state: Callable[[Path], None]) -> None:
    state(used)
    before = everything(used)
    done = run(used, "doctor")
    assert everything(used) == before
    assert "Traceback" not in done.stdout + done.stderr
    assert "was not made for" not in done.stdout
    assert done.stderr == ""
    assert done.returncode == (0 if state is as_it_is else 1) or state is without_database
    levels = {line.split()[0] for line in done.stdout.splitlines()}
    assert levels <= {"ok", "warning", "error"}


def test_the_doctor_leaves_no_copy_behind(used: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("tempfile.tempdir", str(temporary))
        assert run(used, "doctor").returncode == 0
    assert list(temporary.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("state", [without_data, without_database], ids=lambda state: state.__name__)
@pytest.mark.parametrize(
    "words",
    [
        ["status", EDITION],
        ["check", EDITION],
        ["send", EDITION, "--dry-run"],
        ["schedule", "--next", "2"],
        ["subscribers", "stats"],
        ["subscribers", "list"],
        ["subscribers", "audit"],
        ["settle", EDITION],
    ],
    ids=" ".join,
)
def test_a_look_makes_no_database_where_none_is(used: Path, words: list[str], state: Callable[[Path], None]) -> None:
    state(used)
    before = everything(used)
    done = run(used, *words)
    assert everything(used) == before
    assert "Traceback" not in done.stderr


def test_what_others_write_meanwhile_is_seen_and_they_are_not_kept_waiting(
    newsroom: Newsroom, readers: dict[str, int]
) -> None:
    assert readers
    with newsroom.engine.begin() as connection:  # in the middle of writing, with a WAL that nobody has put back
        connection.exec_driver_sql("UPDATE subscriber SET language = 'uk'")
        with CopiedNewsroom(newsroom.folder, {}) as looked_at:
            assert "uk" not in {person.language for person in looked_at.store.subscribers()}
    with CopiedNewsroom(newsroom.folder, {}) as looked_at:
        assert {person.language for person in looked_at.store.subscribers()} == {"uk"}


def test_a_database_of_a_program_that_died_is_copied_with_what_it_had_written(used: Path, tmp_path: Path) -> None:
    """Its WAL is there, and the shared memory file may be gone: a copy of the folder on another machine."""
    source, target = tmp_path / "source.db", tmp_path / "target.db"
    writer = sqlite3.connect(used / DATABASE, isolation_level=None)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("UPDATE subscriber SET language = 'uk'")
    for end in ("", "-wal"):
        shutil.copyfile(used / f"{DATABASE}{end}", f"{source}{end}")
    writer.close()
    database_copy.copy_database(source, target)
    assert {row for (row,) in sqlite3.connect(target).execute("SELECT language FROM subscriber")} == {"uk"}


def test_a_restored_backup_is_told_before_anything_is_put_right(
    newsroom: Newsroom, folder: Path, readers: dict[str, int]
) -> None:
    assert readers
    old = backup(newsroom)
    send_edition(newsroom, Mailbox())
    restore(newsroom, old)
    newsroom.database.dispose()
    before = everything(folder)
    for _ in range(2):
        told = run(folder, "doctor").stdout
        assert f"letters of {EDITION} were handed over of which it knows nothing" in told
    assert everything(folder) == before


def test_a_database_of_an_earlier_version_is_told_and_stays_as_it_is(used: Path) -> None:
    with CopiedNewsroom(used, {}) as room:
        room.database.dispose()
        assert not room.was_behind
    connection = sqlite3.connect(used / DATABASE)
    connection.execute("DELETE FROM alembic_version")
    connection.execute("INSERT INTO alembic_version VALUES ('digest_0001')")
    connection.commit()
    connection.close()
    assert database_copy.is_behind(used / DATABASE, {"digest_0002"})
    assert not database_copy.is_behind(used / DATABASE, {"digest_0001"})
    assert not database_copy.is_behind(used / "nothing.db", {"digest_0001"})


def test_without_room_for_a_copy_the_doctor_says_how_much_it_needs(used: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        free = 10

    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Full)
    done = run(used, "doctor")
    assert done.returncode == 1
    assert "for a copy of the database, which is looked at in its place" in done.stdout
    assert "error    room on the disk: 0 MB are free on the disk of the newsroom" in done.stdout
