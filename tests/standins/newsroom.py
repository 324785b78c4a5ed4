"""Newsrooms for tests: the sample, with what is the same in every one of them made once.

All migrations run once a session, really, and each newsroom gets a copy of the database they made; templates that no
newsroom overrides are compiled once.
"""

import shutil
from functools import cache, cached_property
from pathlib import Path

from argon2 import PasswordHasher

from digest.app.container import Newsroom
from digest.app.paths import DATABASE, KEY_FILE, migration_folders, program_templates
from digest.letter.templates import Templates
from digest.storage.editor_passphrases import Argon2Hashes
from digest.storage.engine import open_database
from subscribers.storage.key_file import create
from tests.standins.newspaper import SAMPLE_SITE


class SampleNewsroom(Newsroom):
    """A newsroom that shares the compiled templates with all others that override none, and hashes little."""

    @cached_property
    def templates(self) -> Templates:
        """The program's templates, under the newsroom's own if it has any."""
        return super().templates if (self.folder / "templates").exists() else _program_only()

    @cached_property
    def passphrase_hashes(self) -> Argon2Hashes:
        """The real hashes, but for how much work they are: tests make hundreds."""
        return Argon2Hashes(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@cache
def _program_only() -> Templates:
    return Templates(program_templates())


def migrated_database(folder: Path) -> Path:
    """Make an empty database with all tables in `folder`, by the real migrations; return its file."""
    file = folder / DATABASE.name
    open_database(f"sqlite:///{file}", migration_folders()).dispose()
    return file


def make_sample(folder: Path, database: Path) -> None:
    """Make a newsroom of `folder` with the sample's settings and edition, keys of its own and a copy of `database`."""
    shutil.copytree(SAMPLE_SITE.parent, folder)
    (folder / DATABASE).parent.mkdir(mode=0o700)
    shutil.copy(database, folder / DATABASE)
    create(folder / KEY_FILE)
