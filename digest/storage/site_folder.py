"""A folder that becomes a site of plain files: each is replaced whole, and nothing of anybody else's is deleted.

Whoever copies the folder to a file host, or is ended half-way, has every file as it was or as it is. A list in the
folder says which files are the site's, each before it is written: what an earlier export wrote can be taken away again.
One export at a time works on a folder.
"""

import fcntl
import os
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path, PurePosixPath

from digest.errors import DigestError

LIST = ".digest-site"
"""The list of the site's files, a line each."""
_LOCK = ".digest-site.lock"


class FileSite:
    """The folder; it is made when the first file is written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._list = folder / LIST

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other exports out of the folder meanwhile; raises `DigestError` where one is at work."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with (self.folder / _LOCK).open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                yield
        except BlockingIOError:
            raise DigestError(f"another export is writing into {self.folder}; wait until it has ended") from None
        except OSError as error:
            raise _unwritable(self.folder, error) from error

    def write(self, path: str, body: bytes) -> bool:
        """Write a file, whole or not at all; return False where it was there already, just so. Raises `DigestError`."""
        file = self.folder / path
        try:
            self._enlist(path)
            if file.is_file() and file.read_bytes() == body:
                return False
            file.parent.mkdir(parents=True, exist_ok=True)
            _replace(file, body)
        except OSError as error:
            raise _unwritable(file, error) from error
        return True

    def keep(self, paths: Collection[str]) -> int:
        """Delete what was written before and is not among `paths`; return how many; raises `DigestError`."""
        gone = 0
        for path in sorted(self._listed.difference(paths)):
            file = self.folder / path
            try:
                file.unlink()
                gone += 1
                self._tidy(file.parent)
            except FileNotFoundError:
                pass
            except OSError as error:
                raise DigestError(f"{file} cannot be deleted ({error.strerror}), and is out of date") from error
        try:
            _replace(self._list, "".join(f"{path}\n" for path in sorted(paths)).encode())
        except OSError as error:
            raise _unwritable(self._list, error) from error
        return gone

    def _tidy(self, folder: Path) -> None:
        """Delete a folder below the site's own that holds nothing any more, and those it was alone in."""
        while folder != self.folder and not folder.is_symlink() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent

    @cached_property
    def _listed(self) -> set[str]:
        """The paths on the list, but for what somebody else made of it."""
        try:
            lines = self._list.read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return set()
        return set(filter(_is_inside, lines))

    def _enlist(self, path: str) -> None:
        """Note that a file is the site's, before it is there."""
        if path not in self._listed:
            self.folder.mkdir(parents=True, exist_ok=True)
            with self._list.open("a", encoding="utf-8") as opened:
                opened.write(f"{path}\n")
                opened.flush()
                os.fsync(opened.fileno())
            self._listed.add(path)


def _is_inside(path: str) -> bool:
    """Return whether a path leads to a file below the folder, by its words alone: links in it are the folder's own."""
    pure = PurePosixPath(path)
    return bool(pure.parts) and not pure.is_absolute() and ".." not in pure.parts and "\0" not in path


def _replace(file: Path, body: bytes) -> None:
    """Write a file that whoever reads it finds whole; raises `OSError`."""
    descriptor, part = tempfile.mkstemp(prefix=".", suffix=".part", dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(body)
            opened.flush()
            os.fsync(opened.fileno())
        Path(part).chmod(0o644)  # for the program that gives them to everybody
        Path(part).replace(file)
    except OSError:
        Path(part).unlink(missing_ok=True)
        raise


def _unwritable(file: Path, error: OSError) -> DigestError:
    remedy = "see that there is room and that you may write there"
    return DigestError(f"{file} cannot be written ({error.strerror}); {remedy}")
