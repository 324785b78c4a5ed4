"""One at a time in a folder, of all threads and processes of this machine that ask: by flock(2) on the folder itself.

Nothing is left behind in it, and the kernel gives up the lock of a process that dies.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from digest.errors import DigestError

PATIENCE_SECONDS = 20.0
_NAP_SECONDS = 0.005


@contextmanager
def alone_in(folder: Path, patience_seconds: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Wait until nobody else is in `folder`, and keep others out; raises `DigestError` when that takes too long.

    Where the file system has no such locks, nobody waits.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        with suppress(OSError):
            _wait(descriptor, folder, patience_seconds)
        yield
    finally:
        os.close(descriptor)  # which gives up the lock


def _wait(descriptor: int, folder: Path, patience_seconds: float) -> None:
    deadline = time.monotonic() + patience_seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise DigestError(f"another program has been saving in {folder.name} for long; try again") from None
            time.sleep(_NAP_SECONDS)
        else:
            return
