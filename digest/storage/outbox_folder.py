"""The letters in data/outbox, for whoever looks at them: names first, and of a letter only what is asked for.

A name is looked at before the disk is: it can lead nowhere else, and holds nobody. Nothing is followed (no link, to a
folder or a file), nothing waits (a pipe is no letter), nothing is changed.
"""

import os
import re
import stat
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from digest.ports.outbox import LetterFile, Mailbox

_SETTLED_NS = 2_000_000_000
"""So long after its last change a folder's time of change tells whether it changed again."""
_FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}")
_FILE = re.compile(r"([A-Za-z0-9_-]{1,100})\.eml")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,100}")
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class _Listed:
    """What a folder held when it was `changed_ns`."""

    changed_ns: int
    letters: Sequence[LetterFile]
    others: int


@dataclass(slots=True)
class OutboxFolder:
    """The folder of all letters; a listing is kept until its folder changes."""

    folder: Path
    _kept: dict[str, _Listed] = field(default_factory=dict)

    def mailboxes(self) -> list[Mailbox]:
        """Return the folders with letters, the one with the newest letter first."""
        try:
            with os.scandir(self.folder) as found:
                names = [one.name for one in found if _FOLDER.fullmatch(one.name)]
        except OSError:
            return []
        boxes = [self._mailbox(name) for name in names]
        return sorted((box for box in boxes if box.letters), key=lambda box: (-box.changed_at, box.folder))

    def letters(self, folder: str) -> Sequence[LetterFile]:
        """Return the letters in a folder, the newest first; none where there is no such folder."""
        return self._list(folder).letters

    def others(self, folder: str) -> int:
        """Return how many things in a folder are no letters of ours."""
        return self._list(folder).others

    def read(self, folder: str, name: str, most_bytes: int) -> bytes | None:
        """Return a letter, or its begin; None where there is none of this name."""
        opened = self._open(folder) if _NAME.fullmatch(name) else None
        if opened is None:
            return None
        try:
            file = os.open(f"{name}.eml", _READ, dir_fd=opened)
        except OSError:
            return None
        finally:
            os.close(opened)
        if not stat.S_ISREG(os.fstat(file).st_mode):
            os.close(file)
            return None
        with os.fdopen(file, "rb") as letter:
            return letter.read(most_bytes)

    def path(self, folder: str, name: str) -> Path:
        """Return where a letter lies that was read."""
        return self.folder / folder / f"{name}.eml"

    def _mailbox(self, folder: str) -> Mailbox:
        listed = self._list(folder)
        newest = listed.letters[0].written_at if listed.letters else 0.0
        return Mailbox(folder, len(listed.letters), newest)

    def _list(self, folder: str) -> _Listed:
        opened = self._open(folder)
        if opened is None:
            return _Listed(0, (), 0)
        try:
            changed_ns = os.fstat(opened).st_mtime_ns
            kept = self._kept.pop(folder, None)
            if kept is None or kept.changed_ns != changed_ns:
                kept = _listed(opened, changed_ns)
            if time.time_ns() - changed_ns > _SETTLED_NS:
                self._kept[folder] = kept
            return kept
        finally:
            os.close(opened)

    def _open(self, folder: str) -> int | None:
        """Open a folder, and not what a link of its name leads to."""
        if not _FOLDER.fullmatch(folder):
            return None
        try:
            return os.open(self.folder / folder, _READ | os.O_DIRECTORY)
        except OSError:
            return None


def _listed(opened: int, changed_ns: int) -> _Listed:
    letters, others = list[LetterFile](), 0
    with os.scandir(opened) as found:
        for one in found:
            name = _FILE.fullmatch(one.name)
            if name and one.is_file(follow_symlinks=False):
                letters.append(LetterFile(name[1], _written_at(one)))
            elif not one.name.endswith(".part"):
                others += 1
    return _Listed(changed_ns, sorted(letters, key=lambda letter: (-letter.written_at, letter.name)), others)


def _written_at(one: "os.DirEntry[str]") -> float:
    try:
        return one.stat(follow_symlinks=False).st_mtime
    except OSError:  # it went while it was listed
        return 0.0
