"""The newsroom's `editions/inbox.yaml`. Only this reads or writes it.

Several processes may add links at once (`digest serve`, commands), and people save the file whenever they like. Those
of ours take turns by a lock on the folder. People take none: so a file is only put in its place while there still
stands what was read, and what somebody wrote into the old one at that very moment is taken over afterwards.
"""

import fcntl
import os
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from digest.edition.file_text import encoded_as, file_text
from digest.edition.inbox_file import MOST_BYTES, MOST_LINKS, Inbox, has_room, links_behind, parse_inbox
from digest.edition.inbox_link import INBOX_FILE, InboxLink
from digest.edition.inbox_tidy import TakenOut, without_pages
from digest.edition.strict_yaml import MAX_BYTES
from digest.errors import DigestError, InboxFull
from digest.problem import START, Problem
from digest.storage.edition_files import put_anew, write_whole
from digest.storage.plain_files import read_plain, real_file

Answer = TypeVar("Answer")
_TURN_SECONDS = 10.0
_NAP_SECONDS = 0.005
_MOST_TRIES = 50
_MOST_READ = MAX_BYTES * 4 + 1
_FULL = (
    f"the inbox is full: {INBOX_FILE} holds at most {MOST_LINKS} links and {MOST_BYTES // 1000} kB; "
    "delete those that are done with"
)


@dataclass(frozen=True, slots=True)
class LinkInboxFile:
    """The inbox of the newsroom in a folder; see `digest.ports.inbox.InboxFile`."""

    newsroom: Path
    replace: Callable[[Path, Path], object] = Path.replace
    """How a file takes the place of another: at once."""

    def read(self) -> Inbox:
        """Return what stands in it; nothing where there is none."""
        try:
            text = file_text(_bytes_of(self._file()), INBOX_FILE)
        except OSError as error:
            what = f"the file cannot be read ({error.strerror})"
            return Inbox((), (Problem(INBOX_FILE, START, what, "see that you may read it"),))
        return Inbox((), (text,)) if isinstance(text, Problem) else parse_inbox(text)

    def append(self, links: Sequence[InboxLink]) -> int:
        """Put links behind what stands there, all or none; return how many of them are new.

        The file is written anew also where it knows all of them: how long that takes tells nobody what stands in it.
        Raises `InboxFull`, and `DigestError` where it cannot be written.
        """
        return self._written_anew(lambda data: _with_links(data, links))

    def take_out(self, pages: Collection[str]) -> TakenOut:
        """Take out the links to these pages, by the names of pages, and no other byte; return which were taken.

        A file in which there are none is not touched. Raises `DigestError` where it cannot be written.
        """
        if not any(link.page in pages for link in self.read().every):
            return TakenOut("")
        return self._written_anew(lambda data: _without(data, pages))

    def would_take_out(self, pages: Collection[str]) -> TakenOut:
        """Return which links `take_out` would take and leave as the file is now; changes nothing."""
        if not any(link.page in pages for link in self.read().every):
            return TakenOut("")
        return _without(_bytes_of(self._file()), pages)[1]

    def _written_anew(self, change: Callable[[bytes], tuple[bytes, Answer]]) -> Answer:
        """Write the file as `change` makes it, and return what that returns besides."""
        try:
            return self._changed(change)
        except OSError as error:
            what = f"{INBOX_FILE} cannot be written ({error.strerror})"
            raise DigestError(f"{what}; see that a plain text file of this name lies there") from None

    def _changed(self, change: Callable[[bytes], tuple[bytes, Answer]]) -> Answer:
        file = self._file()
        with _turn(file.parent):
            there = text = _bytes_of(file)
            for _ in range(_MOST_TRIES):
                try:
                    data, done = change(text)
                except DigestError:
                    if text != there:  # what was saved into the old file goes back, though nothing can be changed
                        self._put(file, there, text)
                    raise
                try:
                    late = self._put(file, there, data)
                except FileExistsError:
                    there = text = _bytes_of(file)
                    continue
                if late is None:
                    return done
                there, text = data, late
        raise DigestError(f"{INBOX_FILE} is being written by others all the time; nothing was changed, try again")

    def _file(self) -> Path:
        return real_file(self.newsroom / INBOX_FILE)  # behind a link, it is the file there that is written

    def _put(self, file: Path, there: bytes, data: bytes) -> bytes | None:
        """Put `data` in the place of a file that holds what is `there`, whole or not at all.

        Return None when that is done and nobody wrote meanwhile, or what somebody saved into the old file at the moment
        in which the new one came. Raises `FileExistsError`, and leaves all as it is, where another text stands there.
        """
        if not file.exists():
            if there:  # somebody deleted it meanwhile
                raise FileExistsError
            write_whole(file, data, put=put_anew)
            _sync(file.parent)
            return None
        left = there

        def put(temporary: Path, file: Path) -> None:
            nonlocal left
            with file.open("rb") as old:
                if old.read(_MOST_READ) != there:
                    raise FileExistsError
                self.replace(temporary, file)
                _sync(file.parent)
                old.seek(0)
                left = old.read(_MOST_READ)

        write_whole(file, data, file.stat().st_mode & 0o777, put)
        return None if left == there else left


def _with_links(data: bytes, links: Sequence[InboxLink]) -> tuple[bytes, int]:
    """Return the bytes of the file with links behind them, and how many are new; raises `DigestError`."""
    text = file_text(data, INBOX_FILE)
    if isinstance(text, Problem):
        raise DigestError(str(text))
    if not has_room(text, links):
        raise InboxFull(_FULL)
    added = links_behind(text, links)
    if added is None:
        raise DigestError(
            f"nothing can be put behind what stands in {INBOX_FILE}; see what is wrong with it by `digest candidates`, "
            "and write each link on a line of its own"
        )
    new = parse_inbox(text + added).written - parse_inbox(text).written if added else 0
    own = encoded_as(data, added).removeprefix(encoded_as(data, ""))
    return data + own, new


def _without(data: bytes, pages: Collection[str]) -> tuple[bytes, TakenOut]:
    """Return the bytes of the file without links, and which these are; raises `DigestError`."""
    text = file_text(data, INBOX_FILE)
    if isinstance(text, Problem):
        raise DigestError(str(text))
    done = without_pages(text, pages)
    return (encoded_as(data, done.text) if done.taken else data), done


def _bytes_of(file: Path) -> bytes:
    """Return what stands in a file, up to more than it may hold; nothing where there is none."""
    try:
        return read_plain(file, _MOST_READ)
    except FileNotFoundError:
        return b""


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """Wait until no other of ours adds links; the lock is gone with the process that holds it, however that ends."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise DigestError(f"{folder.name} cannot be opened ({error.strerror}); nothing was added") from error
    try:
        deadline = time.monotonic() + _TURN_SECONDS
        while not _locked(descriptor):
            if time.monotonic() > deadline:
                raise DigestError(f"{INBOX_FILE} is held by another program; nothing was added, try again")
            time.sleep(_NAP_SECONDS)
        yield
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sync(folder: Path) -> None:
    """Let the disk know that another file stands there: what was answered with yes must be there after a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
