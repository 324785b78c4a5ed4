"""Files and folders that nobody else of this machine may read, whatever the umask says."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from digest.errors import DigestError

_OTHERS = 0o077


def make_private(folder: Path, files: Iterable[Path] = ()) -> None:
    """Make a folder for secrets, or take from others what they may do in one that is there, and in its `files`.

    Raises `DigestError` when that cannot be done: then nothing secret may be put there.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _tighten([folder], 0o700)
    _tighten(files, 0o600)


def make_private_database(file: Path) -> None:
    """Make the file of an SQLite database before SQLite does, which gives its WAL and SHM the same rights.

    Files that are there already are tightened. Raises `DigestError` when that cannot be done.
    """
    # one that is there is not opened: closing it would give up the locks that SQLite holds on it for this process;
    # what is wrong with the folder, opening the database says
    with suppress(OSError):
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    _tighten((file.with_name(file.name + end) for end in ("", "-wal", "-shm", "-journal", "-turns")), 0o600)


def _tighten(paths: Iterable[Path], mode: int) -> None:
    for path in paths:
        if _is_open_to_others(path):
            with suppress(OSError):
                path.chmod(mode)
            if _is_open_to_others(path):
                raise DigestError(
                    f"{path} can be read by other users of this machine, and that cannot be changed from here; "
                    f"run `chmod {mode:o} {path}` as its owner, or move it to a disk that knows rights"
                )


def _is_open_to_others(path: Path) -> bool:
    try:
        return bool(path.stat().st_mode & _OTHERS)
    except OSError:
        return False
