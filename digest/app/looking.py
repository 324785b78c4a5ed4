"""A newsroom for whoever only looks: what its database and journal hold is read from copies, and nothing changes.

Opening the real ones would make, migrate or complete them. The copies lie in a private folder for temporary files,
which goes away with the newsroom; the keys are not among them.
"""

import shutil
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from types import TracebackType
from typing import TYPE_CHECKING

from digest.app.container import Newsroom
from digest.app.paths import DATABASE, JOURNAL, WITHDRAWAL_LOG, database_file, database_url, migration_folders

if TYPE_CHECKING:
    from sqlalchemy import Engine

_TRIES = 3


class CopiedNewsroom(Newsroom):
    """A newsroom of which nothing changes, whatever is done with it.

    `is_moving` says that the journal grew with every try to copy both: letters are being handed over. `was_behind`
    says that the database was made by an earlier version.
    """

    is_moving = False
    was_behind = False
    _temporary: "TemporaryDirectory[str] | None" = None

    @cached_property
    def state(self) -> Path:
        """The folder with the copies, made when anything of them is first asked for; raises `DigestError`."""
        if self._temporary is None:
            self._temporary = TemporaryDirectory(prefix="digest-")
        for _ in range(_TRIES):
            folder = Path(mkdtemp(dir=self._temporary.name))
            (folder / DATABASE).parent.mkdir(mode=0o700)
            self.is_moving = not self._copy_to(folder)
            if not self.is_moving:
                break
        return folder

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        super().__exit__(kind, error, trace)
        if self._temporary:
            self._temporary.cleanup()

    def _copy_to(self, folder: Path) -> bool:
        """Copy database and journal; return whether both are of one moment."""
        from digest.storage.database_copy import copy_database

        before = _size(self.folder / JOURNAL)
        if source := database_file(self.folder, self.settings.database.url):
            copy_database(source, folder / DATABASE)
        for file in (*self.folder.glob(f"{JOURNAL}*"), self.folder / WITHDRAWAL_LOG):  # after it: none is behind it
            with suppress(FileNotFoundError):
                shutil.copyfile(file, folder / file.relative_to(self.folder))
        return before == _size(self.folder / JOURNAL)

    @cached_property
    def database(self) -> "Engine":
        """The copy of the database, migrated."""
        from digest.storage.database_copy import is_behind
        from digest.storage.engine import newest, open_database

        self.was_behind = is_behind(self.state / DATABASE, newest(migration_folders()))
        return open_database(database_url(self.state, ""), migration_folders(), self.patience_seconds)


def newsroom_to_look_at(folder: Path, environment: Mapping[str, str]) -> Newsroom:
    """Open the newsroom in `folder` so that a look at it makes no database where none is; raises `DigestError`."""
    room = Newsroom(folder, environment)
    file = database_file(folder, room.settings.database.url)
    return CopiedNewsroom(folder, environment) if file and not file.exists() else room


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0
