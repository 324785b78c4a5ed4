"""Journals in whose place another one was begun: each is kept beside it, and read when one more is begun.

A line is known by its link, wherever it stands: a damage moves what lies behind it, and people lay copies beside the
journal before they mend anything. In doubt too many lines count as not applied, for doing one again changes nothing.
"""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from subscribers.storage.journal_file import JournalFile, JournalLost
from subscribers.storage.journal_line import CONTINUED, DAMAGED, JournalEnd, JournalLine


class JournalMark(NamedTuple):
    """How far a database follows the journal whose id is `journal`."""

    journal: str
    end: JournalEnd


class JournalCopy(NamedTuple):
    """What can be read in one file: its id and those of the journals before it, none where that is damaged; its lines.

    Those that nobody can read are of the kind `DAMAGED`.
    """

    names: tuple[str, ...]
    lines: Sequence[JournalLine]


class Readable(NamedTuple):
    """The lines of a journal that is to be given up and of those before it, each once, oldest first.

    `waiting` are those that the database has not applied, or, `in_doubt`, all, because the one it followed last is
    gone; `damaged` is how many lines nobody can read. `found` tells whether there is any file of the journal that the
    database follows, `absent_since` since when (ISO 8601) another journal went on that is in no file; else empty.
    """

    lines: Sequence[JournalLine]
    waiting: Sequence[JournalLine]
    damaged: int
    in_doubt: bool
    found: bool
    absent_since: str


def kept_files(file: JournalFile) -> list[JournalFile]:
    """Return the files beside a journal that are copies of it or of those before it, the oldest first.

    Their numbers tell the order, not the clock; those of an earlier version, and people's own copies, come first.
    """
    paths = [path for path in file.path.parent.glob(f"{file.path.name}-*") if path.is_file()]
    return [JournalFile(path) for path in sorted(paths, key=lambda path: (_number(file.path, path), path.name))]


def begin_another(file: JournalFile, at: str, followed: str) -> Path:
    """Make a journal in the place of the one that the caller holds, if there is one; return as what that one is kept.

    At no moment is there none: whoever writes meanwhile writes into one of them. The new one names those before it,
    also the one that the database has `followed`; the old one's last line says that it was continued.
    """
    number, names = 0, [followed]
    for one in kept_files(file):
        number = max(number, _number(file.path, one.path))
        names += _oldest_first(one)
    names += _oldest_first(file)
    return file.replace(at, list(dict.fromkeys(filter(None, names))), f"-{number + 1}")


def copies(file: JournalFile) -> list[JournalCopy]:
    """Return what can be read in a journal and in the files kept beside it, the oldest first.

    Copies of one journal stand together, where the last of them does.
    """
    kept = [JournalCopy(_names(one), list(one.all_lines())) for one in kept_files(file)]
    journals = [one for one in kept if any(line.kind != DAMAGED for line in one.lines)]  # another file, or a packed one
    found = [*journals, JournalCopy(_names(file), list(file.all_lines()))]
    last = {copy.names[0]: index for index, copy in enumerate(found) if copy.names}
    places = [last[copy.names[0]] if copy.names else index for index, copy in enumerate(found)]
    return [found[index] for index in sorted(range(len(found)), key=places.__getitem__)]


def find_readable(mark: JournalMark | None, ahead: Collection[str], found: Sequence[JournalCopy]) -> Readable:
    """Return what the copies `found` hold, for a database with this `mark` that applied the links `ahead` beyond it."""
    journal, end = (mark.journal, mark.end.link) if mark else ("", "")
    applied = set(ahead)
    followed = list[bool]()
    for copy in found:
        links = [line.link for line in copy.lines]
        is_before_end = bool(end) and end in links
        if is_before_end:
            applied.update(links[: links.index(end) + 1])
        followed.append(not journal or is_before_end or journal in copy.names)
    nameless = [not copy.names for copy in found]  # where no file tells, it can only be one of these
    begins = next((is_one.index(True) for is_one in (followed, nameless) if True in is_one), len(found))
    since = _sound(found[begins:])
    waiting = [line for link, line in since.items() if link not in applied]
    unsound = {line.link for copy in found[begins:] for line in copy.lines if line.kind == DAMAGED}
    in_doubt = bool(waiting) and bool(end) and end not in applied
    known = {name for copy in found for name in copy.names}
    absent = [line.at for line in since.values() if line.kind == CONTINUED and line.words[0] not in known]
    damaged = len(unsound - applied - since.keys())
    return Readable(list(_sound(found).values()), waiting, damaged, in_doubt, any(followed), min(absent, default=""))


def _sound(found: Iterable[JournalCopy]) -> dict[str, JournalLine]:
    """Return the lines that can be read, by their links, each where it stands first."""
    return {line.link: line for copy in found for line in copy.lines if line.kind != DAMAGED}


def _number(path: Path, kept: Path) -> int:
    """Return the number under which a journal is kept, 0 when it was not this version that kept it."""
    number = kept.name.removeprefix(f"{path.name}-")
    return int(number) if number.isdecimal() else 0


def _names(file: JournalFile) -> tuple[str, ...]:
    try:
        return file.names()
    except JournalLost:
        return ()


def _oldest_first(file: JournalFile) -> list[str]:
    own, *earlier = _names(file) or ("",)
    return [*earlier, own]
