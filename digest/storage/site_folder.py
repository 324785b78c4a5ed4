"""A folder that becomes a site of plain files: each is replaced whole, and nothing of anybody else's is deleted.

Whoever copies the folder to a file host, or is ended half-way, has every file as it was or as it is. A list in the
folder says which files are the site's, each before it is written: what an earlier export wrote can be taken away again.
"""

import os
import tempfile
from collections.abc import Collection
from functools import cached_property
from pathlib import Path

from digest.errors import DigestError

LIST = ".digest-site"
"""The list of the site's files, a line each."""


class FileSite:
    """The folder; it is made when the first file is written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._list = folder / LIST

    def write(self, path: str, body: bytes) -> bool:
        """Write a file, whole or not at all; return False where it was there already, just so. Raises `DigestError`."""
        file, part = self.folder / path, ""
        try:
            self._enlist(path)
            if file.is_file() and file.read_bytes() == body:
                return False
            file.parent.mkdir(parents=True, exist_ok=True)
            descriptor, part = tempfile.mkstemp(prefix=".", suffix=".part", dir=file.parent)
            with os.fdopen(descriptor, "wb") as opened:
                opened.write(body)
                opened.flush()
                os.fsync(opened.fileno())
            Path(part).chmod(0o644)  # for the program that gives them to everybody
            Path(part).replace(file)
        except OSError as error:
            if part:
                Path(part).unlink(missing_ok=True)
            raise _unwritable(file, error) from error
        return True

    def keep(self, paths: Collection[str]) -> int:
        """Delete what was written before and is not among `paths`; return how many; raises `DigestError`."""
        gone = 0
        try:
            for path in self._listed.difference(paths):
                file = (self.folder / path).resolve()
                if file.is_relative_to(self.folder.resolve()) and file.is_file():  # whatever somebody made of the list
                    file.unlink()
                    gone += 1
            self._list.write_text("".join(f"{path}\n" for path in sorted(paths)), encoding="utf-8")
        except OSError as error:
            raise _unwritable(self._list, error) from error
        return gone

    @cached_property
    def _listed(self) -> set[str]:
        """The paths on the list."""
        try:
            return set(self._list.read_text(encoding="utf-8", errors="replace").splitlines())
        except FileNotFoundError:
            return set()

    def _enlist(self, path: str) -> None:
        """Note that a file is the site's, before it is there."""
        if path not in self._listed:
            self.folder.mkdir(parents=True, exist_ok=True)
            with self._list.open("a", encoding="utf-8") as opened:
                opened.write(f"{path}\n")
            self._listed.add(path)


def _unwritable(file: Path, error: OSError) -> DigestError:
    remedy = "see that there is room and that you may write there"
    return DigestError(f"{file} cannot be written ({error.strerror}); {remedy}")
