"""Reads files that people put into a folder, where anything may lie under the name: only what is plainly a file there.

Folders, pipes and links are put there by hand, by a program that keeps folders the same, or by a push. A pipe would be
waited for without end. A link that leads out of its folder would show, to whoever may see the file, what only the
program may read, such as its keys (CWE-59); one to another file of the same folder, or below it, is followed.
"""

import errno
import os
import stat
from pathlib import Path


def real_file(file: Path) -> Path:
    """Return where a file really lies; raises `OSError`, with a reason in words, for a link that leads elsewhere."""
    if not file.is_symlink():
        return file
    real = Path(os.path.realpath(file))  # unlike `Path.resolve`, it raises nothing where links lead in a circle
    if not real.is_relative_to(os.path.realpath(file.parent)):
        raise OSError(errno.ELOOP, "it is a link that leads out of its folder")
    if not real.exists():
        raise OSError(errno.ELOOP, "it is a link that leads to no file")
    return real


def read_plain(file: Path, most: int) -> bytes:
    """Return at most the first `most` bytes of a file.

    Raises `FileNotFoundError` where nothing lies, and another `OSError`, with a reason in words, for what is no file.
    """
    try:
        opened = os.open(real_file(file), os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        if error.errno == errno.ENXIO:  # a socket, or a device that is not there
            raise OSError(errno.EINVAL, "it is no file") from None
        raise
    try:
        mode = os.fstat(opened).st_mode
        if not stat.S_ISREG(mode):
            raise OSError(errno.EINVAL, "it is a folder" if stat.S_ISDIR(mode) else "it is no file")
        with open(opened, "rb", closefd=False) as content:
            return content.read(most)
    finally:
        os.close(opened)
