"""The journal's file: lines that are only ever added, each on disk before anybody hears of it.

A line is its link, a time, what happened, and opaque names; never an address. The first line names the journal. Each
link is a hash over the link before and its own line, so a line that was changed, or a piece that was cut out, is
noticed by whoever reads on. A line that a crash cut off was reported to nobody, and the next one replaces it.
"""

import fcntl
import os
import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from subscribers.errors import SubscribersError
from subscribers.storage.journal_line import (
    BEGINS,
    DAMAGED,
    LINK_DIGITS,
    START,
    JournalEnd,
    JournalLine,
    Words,
    link_of,
    name_in,
    parse,
)

REMEDY = (
    "without it nobody knows who was written to, or left, since a backup was made. Put its newest copy back; if there "
    "is none, `digest journal new --reason …` begins another one and pauses what is under way"
)
"""What to do when the journal is not there as it was."""
_TAIL = 4_096
_PATIENCE_SECONDS = 30.0
_NAP_SECONDS = 0.001


class JournalLost(SubscribersError):
    """The journal the database was written with is missing, is another one, or is shorter than it was."""


class JournalBusy(SubscribersError):
    """Another program holds the journal, and does not let go of it."""


class JournalFile:
    """The file; `begin` makes it.

    Any number of processes and threads may append; one that has to wait longer than its `patience` (seconds) gives up.
    """

    def __init__(self, path: Path, patience: float = _PATIENCE_SECONDS) -> None:
        self.path = path
        self._patience = patience

    def begin(self, at: str, texts: Iterable[str] = ()) -> None:
        """Make the file, unless it is there: its first line, then the `texts` (time, kind and words of a line each)."""
        with self._new(at, texts) as new, suppress(FileExistsError):  # another process was first
            os.link(new, self.path)

    def begin_another(self, at: str) -> Path:
        """Make a file in the place of this one, if there is one, and return under which name that one is kept.

        At no moment is there none: whoever writes meanwhile writes into one of them.
        """
        kept = self.path.with_name(f"{self.path.name}-{at}")
        while kept.exists():  # a second one within the same second is kept, too
            kept = kept.with_name(f"{kept.name}-again")
        with self._new(at) as new:
            with suppress(FileNotFoundError):
                os.link(self.path, kept)
            new.rename(self.path)
        return kept

    @contextmanager
    def _new(self, at: str, texts: Iterable[str] = ()) -> Iterator[Path]:
        """Write a file on to the disk for the caller to put into its place."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = self.path.with_name(f"{self.path.name}.{secrets.token_hex(4)}.part")
        descriptor = os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            place = START
            for text in (f"{at} {BEGINS} {secrets.token_hex(8)}", *texts):
                place = _write(descriptor, place, text)
            os.fsync(descriptor)
            yield new
        finally:
            os.close(descriptor)
            new.unlink(missing_ok=True)
        _sync_folder(self.path.parent)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep everybody else from writing to the file, if there is one; raises `JournalBusy`."""
        with ExitStack() as stack:
            with suppress(JournalLost):
                stack.enter_context(self._locked(os.O_RDONLY))
            yield

    def id(self) -> str:
        """Return the id of the journal; empty when there is no file. Raises `JournalLost` for any other file."""
        try:
            with self.path.open("rb") as file:
                name = name_in(file.read(_TAIL))
        except FileNotFoundError:
            return ""
        if not name:
            raise JournalLost(f"{self.path} is no journal: {REMEDY}")
        return name

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
            end, name = JournalEnd(size, _last_link(descriptor, size)), name_in(os.pread(descriptor, _TAIL, 0))
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

    def lines(self, after: JournalEnd = START) -> Iterator[JournalLine]:
        """Yield the whole lines behind a place, oldest first; raises `JournalLost` where they do not follow from it."""
        try:
            with self.path.open("rb") as file:
                name = name_in(file.read(_TAIL))
                file.seek(0, os.SEEK_END)
                if file.tell() < after.size:
                    raise JournalLost(f"{self.path} is shorter than the database remembers it: {REMEDY}")
                file.seek(after.size)
                for raw in file:
                    if not raw.endswith(b"\n"):  # cut off by a crash, or being written at this moment
                        return
                    line = parse(after, raw, name)
                    if line is None:
                        raise JournalLost(f"{self.path} was changed at byte {after.size + 1}: {REMEDY}")
                    yield line
                    after = JournalEnd(line.ends, line.link)
        except FileNotFoundError:
            raise self._missing() from None

    def kept(self) -> list["JournalFile"]:
        """Return the files in whose place others were begun, the oldest first."""
        return [JournalFile(path) for path in sorted(self.path.parent.glob(f"{self.path.name}-*"))]

    def all_lines(self) -> Iterator[JournalLine]:
        """Yield every line, whatever happened to the file, as far as there is one: of the kind `DAMAGED` the unsound.

        A line is sound if it follows from the one before it as that one stands, or as its text says it stood; so lines
        behind a damage are, too.
        """
        with suppress(FileNotFoundError), self.path.open("rb") as file:
            name = name_in(file.read(_TAIL))
            file.seek(0)
            size, links = 0, [""]
            for raw in file:
                ways = [parse(JournalEnd(size, link), raw, name) for link in links if raw.endswith(b"\n")]
                link, text = raw[:LINK_DIGITS].decode("ascii", errors="replace"), raw[LINK_DIGITS + 1 : -1]
                damaged = JournalLine(size, size + len(raw), link, "", DAMAGED, (), name)
                yield next(filter(None, ways), damaged)
                size, links = size + len(raw), [link, link_of(links[0], text.decode("utf-8", errors="replace"))]

    @contextmanager
    def _locked(self, flags: int) -> Iterator[int]:
        descriptor = self._open(flags)
        try:
            self._lock(descriptor)
            while not self._is_in_place(descriptor):  # another journal was begun while this one was waited for
                os.close(descriptor)
                descriptor = self._open(flags)
                self._lock(descriptor)
            yield descriptor
        finally:
            os.close(descriptor)

    def _open(self, flags: int) -> int:
        try:
            return os.open(self.path, flags, 0o600)
        except FileNotFoundError:
            raise self._missing() from None

    def _is_in_place(self, descriptor: int) -> bool:
        try:
            return os.path.samestat(os.fstat(descriptor), self.path.stat())
        except FileNotFoundError:
            return False

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
