"""A folder that becomes a site of plain files: each is replaced whole, and nothing is ever deleted.

Whoever copies the folder to a file host, or is ended half-way, has every file as it was or as it is.
"""

import os
import tempfile
from pathlib import Path

from digest.errors import DigestError


class FileSite:
    """The folder; it is made when the first file is written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, path: str, body: bytes) -> bool:
        """Write a file, whole or not at all; return False where it was there already, just so. Raises `DigestError`."""
        file, part = self.folder / path, ""
        try:
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
            remedy = "see that there is room and that you may write there"
            raise DigestError(f"{file} cannot be written ({error.strerror}); {remedy}") from error
        return True
