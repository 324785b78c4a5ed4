"""The bytes of a journal on the disk: a file is begun, and lines are added behind its last whole one, by whoever may.

A line that a crash cut off was reported to nobody, and the next one replaces it.
"""

import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from subscribers.storage.journal_line import (
    BEGINS,
    LINK_DIGITS,
    START,
    JournalEnd,
    JournalLine,
    Words,
    link_of,
    name_in,
)

FIRST_BYTES = 4_096
"""The first line of a journal is shorter than so many bytes."""
_MOST_NAMED = 100
"""How many earlier journals a journal names; all of them but where somebody begins one every day."""
_TAIL = 4_096


@contextmanager
def new_journal(path: Path, at: str, earlier: Sequence[str], texts: Iterable[str] = ()) -> Iterator[tuple[Path, str]]:
    """Write a journal on to the disk, for the caller to put at `path`; yield where it is meanwhile, and its id.

    `earlier` are the ids of the journals before it, `texts` the times, kinds and words of its first lines.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new, name = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part"), secrets.token_hex(8)
    descriptor = os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        place = START
        for text in (" ".join((at, BEGINS, name, *earlier[-_MOST_NAMED:])), *texts):
            place = _write(descriptor, place, text)
        os.fsync(descriptor)
        yield new, name
    finally:
        os.close(descriptor)
        new.unlink(missing_ok=True)
    _sync_folder(path.parent)


def append_lines(descriptor: int, lines: Sequence[Words]) -> list[JournalLine]:
    """Add lines to a journal that nobody else writes to, and sync them; all of them or, on `OSError`, none."""
    size = _whole(descriptor)
    end, name = JournalEnd(size, _last_link(descriptor, size)), name_in(os.pread(descriptor, FIRST_BYTES, 0))
    written = list[JournalLine]()
    try:
        for at, kind, *words in lines:
            begins, end = end.size, _write(descriptor, end, " ".join((at, kind, *words)))
            written.append(JournalLine(begins, *end, at, kind, tuple(words), name))
    except OSError:
        os.ftruncate(descriptor, size)
        raise
    os.fdatasync(descriptor)
    return written


def _whole(descriptor: int) -> int:
    """Return the size of the file up to its last whole line, and cut off what lies behind: nobody was told of it."""
    size = os.fstat(descriptor).st_size
    start = size
    while start > 0:
        begin = max(0, start - _TAIL)
        found = os.pread(descriptor, start - begin, begin).rfind(b"\n")
        if found >= 0:
            start = begin + found + 1
            break
        start = begin
    if start < size:
        os.ftruncate(descriptor, start)
    return start


def _last_link(descriptor: int, size: int) -> str:
    """Return the link of the last line of a file whose whole lines end at `size`."""
    begin, tail = size, b""
    while begin > 0 and b"\n" not in tail[:-1]:
        step = max(0, begin - _TAIL)
        tail = os.pread(descriptor, begin - step, step) + tail
        begin = step
    return tail[:-1].rpartition(b"\n")[2][:LINK_DIGITS].decode("ascii", errors="replace")


def _write(descriptor: int, end: JournalEnd, text: str) -> JournalEnd:
    """Write a line behind `end` and return where it ends; half a line on a full disk is taken back."""
    link = link_of(end.link, text)
    line = f"{link} {text}\n".encode()
    try:
        written = 0
        while written < len(line):
            written += os.write(descriptor, line[written:])
    except OSError:
        os.ftruncate(descriptor, end.size)
        raise
    return JournalEnd(end.size + len(line), link)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
