"""Backups of a newsroom's database, as an operator makes and restores them: the journal stays where it is."""

import shutil
import sqlite3
from pathlib import Path

from digest.app.container import Newsroom
from digest.app.paths import DATABASE


def backup(newsroom: Newsroom, name: str = "old.db") -> Path:
    """Copy the database as it is at this moment, and return the copy."""
    file = newsroom.folder / name
    source, target = sqlite3.connect(newsroom.folder / DATABASE), sqlite3.connect(file)
    source.backup(target)
    source.close()
    target.close()
    return file


def restore(newsroom: Newsroom, file: Path) -> None:
    """Put a copy in the place of the database."""
    newsroom.engine.dispose()
    for part in ("", "-wal", "-shm"):
        (newsroom.folder / f"{DATABASE}{part}").unlink(missing_ok=True)
    shutil.copy(file, newsroom.folder / DATABASE)
