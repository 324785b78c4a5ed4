"""The journal's file: lines that are only ever added, each on disk before anybody hears of it.

A line is its link, a time, what happened, and opaque names; never an address. The first line names the journal. Each
link is a hash over the link before and its own line, so a line that was changed, or a piece that was cut out, is
noticed by whoever reads on. A line that a crash cut off was reported to nobody, and the next one replaces it.
"""

import fcntl
import os
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from subscribers.errors import SubscribersError
from subscribers.storage.journal_bytes import FIRST_BYTES, append_lines, new_journal
from subscribers.storage.journal_line import (
    CONTINUED,
    DAMAGED,
    LINK_DIGITS,
    START,
    JournalEnd,
    JournalLine,
    Words,
    link_of,
    name_in,
    names_in,
    parse,
    raw_link_of,
)

REMEDY = (
    "without it nobody knows who was written to, or left, since a backup was made. Put its newest copy back, and what "
    "is there now beside it as `journal-old`; without a copy, `digest journal new --reason …` begins another one and "
    "pauses what is under way"
)
"""What to do when the journal is not there, or is another one."""
_DAMAGED = (
    "what it says is not what was written, so nobody knows who was written to, or left, since a backup was made. "
    "`digest journal new --reason …` does all that can still be read of it, keeps it, and pauses what is under way"
)
"""What to do when it is there, and damaged: a copy in its place would lose what can still be read."""
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
        self._threads = threading.Lock()

    def begin(self, at: str, texts: Iterable[str] = ()) -> None:
        """Make the file, unless it is there: its first line, then the `texts` (time, kind and words of a line each)."""
        with new_journal(self.path, at, (), texts) as (new, _), suppress(FileExistsError):  # another process was first
            os.link(new, self.path)

    def replace(self, at: str, earlier: Sequence[str], kept: str) -> Path:
        """Put a journal in the place of this one, if there is one, which is then at a name that ends as `kept`.

        The caller holds this one. The new one names the `earlier` ones; the last line of this one says that it was
        continued, so that nobody takes it for the newest.
        """
        target = self.path.with_name(f"{self.path.name}{kept}")
        with new_journal(self.path, at, earlier) as (new, name):
            with suppress(FileNotFoundError):
                self._end(at, name)
                os.link(self.path, target)
            new.rename(self.path)
        return target

    def _end(self, at: str, name: str) -> None:
        with suppress(JournalLost):  # what is no journal, or not any more, nobody takes for one
            self.names()
            descriptor = os.open(self.path, os.O_RDWR | os.O_APPEND)
            try:
                append_lines(descriptor, [(at, CONTINUED, name)])
            finally:
                os.close(descriptor)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep everybody else from writing to the file, if there is one; raises `JournalBusy`."""
        with ExitStack() as stack:
            with suppress(JournalLost):
                stack.enter_context(self._locked(os.O_RDONLY))
            yield

    def names(self) -> tuple[str, ...]:
        """Return the id of the journal, then those of the journals before it; nothing when there is no file.

        Raises `JournalLost` for any other file.
        """
        try:
            with self.path.open("rb") as file:
                names = names_in(file.read(FIRST_BYTES))
        except FileNotFoundError:
            return ()
        if not names:
            raise JournalLost(f"{self.path} is no journal: {_DAMAGED}")
        return names

    def append(self, at: str, kind: str, *words: str) -> JournalLine:
        """Write one line and sync it; raises `JournalLost` when there is no file any more, `JournalBusy`, `OSError`."""
        (line,) = self.append_all([(at, kind, *words)])
        return line

    def append_all(self, lines: Sequence[Words]) -> list[JournalLine]:
        """Do as `append` for several lines, each with its own link, with one sync; all of them or, on error, none."""
        if not lines:
            return []
        with self._locked(os.O_RDWR | os.O_APPEND) as descriptor:
            return append_lines(descriptor, lines)

    def lines(self, after: JournalEnd = START) -> Iterator[JournalLine]:
        """Yield the whole lines behind a place that are there now, oldest first.

        Not those written while it is read: whoever must know who has left would run after them without an end. Raises
        `JournalLost` where they do not follow from the place.
        """
        try:
            with self.path.open("rb") as file:
                name = name_in(file.read(FIRST_BYTES))
                end = file.seek(0, os.SEEK_END)
                if end < after.size:
                    raise JournalLost(f"{self.path} is shorter than the database remembers it: {REMEDY}")
                file.seek(max(0, after.size - 1))
                if file.read(after.size > 0) not in {b"", b"\n"}:  # or the next line would take the place of this one
                    raise self._changed(after.size - 1)
                for raw in file:
                    if not raw.endswith(b"\n"):  # cut off by a crash, or being written at this moment
                        return
                    line = parse(after, raw, name)
                    if line is None:
                        raise self._changed(after.size)
                    yield line
                    after = JournalEnd(line.ends, line.link)
                    if after.size >= end:
                        return
        except FileNotFoundError:
            raise self._missing() from None

    def verify(self) -> None:
        """Raise `JournalLost` unless every line follows from the one before it, in half the time of `lines`."""
        try:
            with self.path.open("rb") as file:
                size, link = 0, b""
                for raw in file:
                    if not raw.endswith(b"\n"):
                        return
                    if raw[: LINK_DIGITS + 1] != raw_link_of(link, raw) + b" ":
                        raise self._changed(size)
                    size, link = size + len(raw), raw[:LINK_DIGITS]
        except FileNotFoundError:
            raise self._missing() from None

    def all_lines(self) -> Iterator[JournalLine]:
        """Yield every line, whatever happened to the file, as far as there is one: of the kind `DAMAGED` the unsound.

        A line is sound if it follows from the one before it as that one stands, or as its text says it stood; so lines
        behind a damage are, too.
        """
        with suppress(FileNotFoundError), self.path.open("rb") as file:
            name = name_in(file.read(FIRST_BYTES))
            file.seek(0)
            size, links = 0, [""]
            for raw in file:
                if not raw.endswith(b"\n"):  # cut off by a crash
                    return
                ways = [parse(JournalEnd(size, link), raw, name) for link in links]
                link, text = raw[:LINK_DIGITS].decode("ascii", errors="replace"), raw[LINK_DIGITS + 1 : -1]
                damaged = JournalLine(size, size + len(raw), link, "", DAMAGED, (), name)
                yield next(filter(None, ways), damaged)
                size, links = size + len(raw), [link, link_of(links[0], text.decode("utf-8", errors="replace"))]

    @contextmanager
    def _locked(self, flags: int) -> Iterator[int]:
        """Open the file and hold it, against threads of this process too: they wait asleep, where processes must ask.

        Twenty threads that ask for one file a thousand times a second would have no time left for readers.
        """
        deadline = time.monotonic() + self._patience
        if not self._threads.acquire(timeout=self._patience):
            raise self._busy()
        try:
            with self._locked_against_others(flags, deadline) as descriptor:
                yield descriptor
        finally:
            self._threads.release()

    @contextmanager
    def _locked_against_others(self, flags: int, deadline: float) -> Iterator[int]:
        descriptor = self._open(flags)
        try:
            self._lock(descriptor, deadline)
            while not self._is_in_place(descriptor):  # another journal was begun while this one was waited for
                os.close(descriptor)
                descriptor = self._open(flags)
                self._lock(descriptor, deadline)
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

    def _lock(self, descriptor: int, deadline: float) -> None:
        """Wait for the turn to write; not for ever, as the kernel would, for a frozen program never lets go."""
        while True:
            try:
                return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise self._busy() from None
            time.sleep(_NAP_SECONDS)

    def _busy(self) -> JournalBusy:
        return JournalBusy(
            f"another program has held {self.path} for {self._patience:g} seconds: end the one that hangs "
            "(a stopped `digest send` or `digest serve`), then run this again"
        )

    def _changed(self, size: int) -> JournalLost:
        return JournalLost(f"{self.path} was changed at byte {size + 1}: {_DAMAGED}")

    def _missing(self) -> JournalLost:
        return JournalLost(f"{self.path} is missing: {REMEDY}")
