"""The files of pictures that letters show, under names that say what is in them: never changed, never deleted.

Letters of years ago are opened again, and load them.
"""

import os
import tempfile
from pathlib import Path

from digest.errors import PictureUnreadable
from digest.pictures.model import name_of


class PictureFolder:
    """The folder; it is made when the first file is kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, name: str, data: bytes) -> None:
        """Keep a file, whole or not at all; raises `PictureUnreadable` when it cannot be written."""
        if self.has(name):
            return
        part = ""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            descriptor, part = tempfile.mkstemp(prefix=".", suffix=".part", dir=self.folder)
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(part).chmod(0o644)  # also for a program that copies them to where others read them
            Path(part).rename(self.folder / name)
        except OSError as error:
            if part:
                Path(part).unlink(missing_ok=True)
            raise PictureUnreadable(f"its copy cannot be written to {self.folder} ({error.strerror})") from None

    def has(self, name: str) -> bool:
        """Return whether a file is there, and is what its name says."""
        try:
            return name_of((self.folder / name).read_bytes(), name.rpartition(".")[2]) == name
        except OSError:
            return False
