"""The migrations make exactly the tables the code speaks of."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, text

from digest.adapters import tables
from digest.adapters.database import HEADS, DatabaseUnusable, open_database
from digest.wiring.folder import migration_folders
from digest.wiring.newsroom import Newsroom
from subscribers import tables as subscribers_tables


def test_tables_and_migrations_agree(newsroom: Newsroom) -> None:
    whole = MetaData()
    for metadata in (tables.metadata, subscribers_tables.metadata):
        for table in metadata.tables.values():
            table.to_metadata(whole)
    with newsroom.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), whole)
    assert [difference for difference in differences if "alembic_version" not in str(difference)] == []


def test_the_newest_revisions_are_those_of_the_folders() -> None:
    scripts = ScriptDirectory(str(migration_folders()[0].parent), version_locations=[str(folder) for folder in migration_folders()])
    assert set(scripts.get_heads()) == HEADS


def test_the_database_is_private_durable_and_in_wal(newsroom: Newsroom) -> None:
    with newsroom.engine.connect() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA synchronous")) == 2
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
    assert (newsroom.folder / "data/digest.db").stat().st_mode & 0o077 == 0


def test_opening_twice_migrates_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'd.db'}"
    open_database(url, migration_folders()).dispose()
    open_database(url, migration_folders()).dispose()


@pytest.mark.parametrize("url", ["nonsense", "postgresql://localhost/x", "sqlite:////proc/nowhere/d.db"])
def test_what_cannot_be_opened_is_said(url: str) -> None:
    with pytest.raises((DatabaseUnusable, OSError)):
        open_database(url, migration_folders())
