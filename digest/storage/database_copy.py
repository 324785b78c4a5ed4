"""A copy of an SQLite database for whoever only looks: taking it writes nothing beside it, and keeps nobody waiting.

Opening a database in WAL mode makes files beside it, so one that nobody has open is copied as files. One that is open
has a shared memory file, and is read through SQLite, which sees one state of it (https://sqlite.org/wal.html).
"""

import shutil
import sqlite3
from collections.abc import Collection
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

from digest.errors import DigestError

_PATIENCE_SECONDS = 5.0
_SPARE = 1.1
"""How much more room than the database a copy of it may need."""


def copy_database(source: Path, target: Path) -> None:
    """Copy the database `source`, if there is one, to `target`, which is not there; raises `DigestError`."""
    if not source.exists():
        return
    try:
        _refuse_without_room(source, target.parent)
        if _beside(source, "-shm").exists():
            _copy_open(source, target)
        else:
            _copy_closed(source, target)
    except sqlite3.Error as error:
        raise DigestError(
            f"the database {source} cannot be read ({error}); see that it is one, and that no other program holds it"
        ) from None
    except OSError as error:
        raise DigestError(
            f"the database {source} cannot be copied to look at it ({error.strerror}); see that you may read it, and "
            f"that there is room in {target.parent}, or name another place in TMPDIR"
        ) from None


def is_behind(copy: Path, newest: Collection[str]) -> bool:
    """Return whether an earlier version made the database of which `copy` is one, so that opening it changes it."""
    if not copy.exists():
        return False
    with closing(sqlite3.connect(copy)) as connection, suppress(sqlite3.Error):
        found = {name for (name,) in connection.execute("SELECT version_num FROM alembic_version")}
        return not set(newest) <= found
    return False


def _refuse_without_room(source: Path, folder: Path) -> None:
    size = sum(file.stat().st_size for file in (source, _beside(source, "-wal")) if file.exists())
    if shutil.disk_usage(folder).free < size * _SPARE:
        raise DigestError(
            f"there is no room in {folder} for a copy of the database, which is looked at in its place; make "
            f"{size * _SPARE / 1e6:,.0f} MB of room there, or name another place in TMPDIR"
        )


def _copy_closed(source: Path, target: Path) -> None:
    for end in ("", "-wal"):
        if _beside(source, end).exists():
            shutil.copyfile(_beside(source, end), _beside(target, end))


def _copy_open(source: Path, target: Path) -> None:
    name = f"file:{quote(str(source.resolve()))}?mode=ro"
    with (
        closing(sqlite3.connect(name, uri=True, timeout=_PATIENCE_SECONDS)) as original,
        closing(sqlite3.connect(target)) as copy,
    ):
        original.backup(copy)


def _beside(file: Path, end: str) -> Path:
    return file.with_name(file.name + end)
