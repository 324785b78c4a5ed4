"""The journal's file: lines that are only ever added, each on disk before anybody hears of it.

A line is its link, a time, what happened, and opaque names; never an address. The first line names the journal. Each
link is a hash over the link before and its own line, so a line that was changed, or a piece that was cut out, is
noticed by whoever reads on. A line that a crash cut off was reported to nobody, and the next one replaces it.
"""

import fcntl
import hashlib
import os
import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from subscribers.errors import SubscribersError

REMEDY = (
    "without it nobody knows who was written to, or left, since a backup was made. Put its newest copy back; if there "
    "is none, `digest journal new --reason …` begins another one and pauses what is under way"
)
"""What to do when the journal is not there as it was."""
_LINK_DIGITS = 16
_TAIL = 4_096
_PATIENCE_SECONDS = 30.0
_NAP_SECONDS = 0.001
BEGINS = "journal"
"""What the first line says happened; its word is the journal's id."""


class JournalLost(SubscribersError):
    """The journal the database was written with is missing, is another one, or is shorter than it was."""


class JournalBusy(SubscribersError):
    """Another program holds the journal, and does not let go of it."""


class JournalEnd(NamedTuple):
    """A place between two lines: how many bytes lie before it, and the link of the last line there."""

    size: int
    link: str


START = JournalEnd(0, "")
Words = tuple[str, ...]
"""What a line says: when (ISO 8601), what happened, and to what."""


class JournalLine(NamedTuple):
    """One line: its first byte and the one behind it, its link, when (ISO 8601), what happened, and to what."""

    begins: int
    ends: int
    link: str
    at: str
    kind: str
    words: tuple[str, ...]


class JournalFile:
    """The file; `begin` makes it.

    Any number of processes and threads may append; one that has to wait longer than its `patience` (seconds) gives up.
    """

    def __init__(self, path: Path, patience: float = _PATIENCE_SECONDS) -> None:
        self.path = path
        self._patience = patience

    def begin(self, at: str, texts: Iterable[str] = ()) -> None:
        """Make the file, unless it is there: its first line, then the `texts` (time, kind and words of a line each)."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = self.path.with_name(f"{self.path.name}.{secrets.token_hex(4)}.part")
        descriptor = os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            place = START
            for text in (f"{at} {BEGINS} {secrets.token_hex(8)}", *texts):
                place = _write(descriptor, place, text)
            os.fsync(descriptor)
            with suppress(FileExistsError):  # another process was first
                os.link(new, self.path)
        finally:
            os.close(descriptor)
            new.unlink()
        _sync_folder(self.path.parent)

    def set_aside(self, word: str) -> Path:
        """Give the file, if there is one, another name that ends with `word`; return that name."""
        kept = self.path.with_name(f"{self.path.name}-{word}")
        with suppress(FileNotFoundError):
            self.path.rename(kept)
        return kept

    def id(self) -> str:
        """Return the id of the journal; empty when there is no file. Raises `JournalLost` for any other file."""
        try:
            with self.path.open("rb") as file:
                first = file.readline(_TAIL)
        except FileNotFoundError:
            return ""
        line = _parse(START, first) if first.endswith(b"\n") else None
        if line is None or line.kind != BEGINS:
            raise JournalLost(f"{self.path} is no journal: {REMEDY}")
        return line.words[0]

    def append(self, at: str, kind: str, *words: str) -> JournalLine:
        """Write one line and sync it; raises `JournalLost` when there is no file any more, `JournalBusy`, `OSError`."""
        (line,) = self.append_all([(at, kind, *words)])
        return line

    def append_all(self, lines: Sequence[Words]) -> list[JournalLine]:
        """Do as `append` for several lines, each with its own link, with one sync; all of them or, on error, none."""
        if not lines:
            return []
        with self._locked(os.O_RDWR | os.O_APPEND) as descriptor:
            size = _whole(descriptor)
            end = JournalEnd(size, _last_link(descriptor, size))
            written = list[JournalLine]()
            try:
                for at, kind, *words in lines:
                    begins, end = end.size, _write(descriptor, end, " ".join((at, kind, *words)))
                    written.append(JournalLine(begins, *end, at, kind, tuple(words)))
            except OSError:
                os.ftruncate(descriptor, size)
                raise
            os.fdatasync(descriptor)
            return written

    def lines(self, after: JournalEnd = START) -> Iterator[JournalLine]:
        """Yield the whole lines behind a place, oldest first; raises `JournalLost` where they do not follow from it."""
        try:
            with self.path.open("rb") as file:
                file.seek(0, os.SEEK_END)
                if file.tell() < after.size:
                    raise JournalLost(f"{self.path} is shorter than the database remembers it: {REMEDY}")
                file.seek(after.size)
                for raw in file:
                    if not raw.endswith(b"\n"):  # cut off by a crash, or being written at this moment
                        return
                    line = _parse(after, raw)
                    if line is None:
                        raise JournalLost(f"{self.path} was changed at byte {after.size + 1}: {REMEDY}")
                    yield line
                    after = JournalEnd(line.ends, line.link)
        except FileNotFoundError:
            raise self._missing() from None

    @contextmanager
    def _locked(self, flags: int) -> Iterator[int]:
        try:
            descriptor = os.open(self.path, flags, 0o600)
        except FileNotFoundError:
            raise self._missing() from None
        try:
            self._lock(descriptor)
            yield descriptor
        finally:
            os.close(descriptor)

    def _lock(self, descriptor: int) -> None:
        """Wait for the turn to write; not for ever, as the kernel would, for a frozen program never lets go."""
        deadline = time.monotonic() + self._patience
        while True:
            try:
                return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise JournalBusy(
                        f"another program has held {self.path} for {self._patience:g} seconds: end the one that hangs "
                        "(a stopped `digest send` or `digest serve`), then run this again"
                    ) from None
            time.sleep(_NAP_SECONDS)

    def _missing(self) -> JournalLost:
        return JournalLost(f"{self.path} is missing: {REMEDY}")


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
    return tail[:-1].rpartition(b"\n")[2][:_LINK_DIGITS].decode("ascii", errors="replace")


def _write(descriptor: int, end: JournalEnd, text: str) -> JournalEnd:
    """Write a line behind `end` and return where it ends; half a line on a full disk is taken back."""
    link = _link(end.link, text)
    line = f"{link} {text}\n".encode()
    try:
        written = 0
        while written < len(line):
            written += os.write(descriptor, line[written:])
    except OSError:
        os.ftruncate(descriptor, end.size)
        raise
    return JournalEnd(end.size + len(line), link)


def _parse(after: JournalEnd, raw: bytes) -> JournalLine | None:
    """Return the line `raw`, which ends with a newline; None when it does not follow from the lines before it."""
    link, _, text = raw[:-1].decode("utf-8", errors="replace").partition(" ")
    at, *rest = text.split(" ")
    if not rest or link != _link(after.link, text):
        return None
    return JournalLine(after.size, after.size + len(raw), link, at, rest[0], tuple(rest[1:]))


def _link(before: str, text: str) -> str:
    return hashlib.sha256(f"{before} {text}".encode()).hexdigest()[:_LINK_DIGITS]


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
