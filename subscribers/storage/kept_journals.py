"""Journals in whose place another one was begun: each is kept beside it, and read when one more is begun.

A line is known by its link, wherever it stands: a damage moves what lies behind it, and people lay copies beside the
journal before they mend anything. In doubt too many lines count as not applied, for doing one again changes nothing.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import compress
from pathlib import Path
from typing import NamedTuple

from subscribers.storage.journal_file import JournalFile, JournalLost
from subscribers.storage.journal_line import CONTINUED, DAMAGED, GIVEN_UP, LINK_DIGITS, JournalEnd, JournalLine
from subscribers.storage.journal_order import JournalCopy, OneJournal, chain_of, in_order

_NONE = "-"


class JournalMark(NamedTuple):
    """How far a database follows the journal whose id is `journal`."""

    journal: str
    end: JournalEnd


class GivenUp(NamedTuple):
    """What a database had done of a journal when another was begun: all up to the link `done`, and `read` lines of it.

    A copy that turns up later may hold more, or others: `digest` tells which were read; empty where an earlier version
    noted their number alone.
    """

    journal: str
    done: str
    read: int
    digest: str = ""

    def words(self) -> tuple[str, ...]:
        """Return the words of its line in the journal that was begun."""
        return GIVEN_UP, self.journal, self.done or _NONE, str(self.read), self.digest

    def has_read(self, lines: Collection[JournalLine]) -> bool:
        """Return whether these are the lines that were read."""
        return _digest(lines) == self.digest if self.digest else len(lines) <= self.read


class Readable(NamedTuple):
    """The lines of a journal that is to be given up and of those before it, each once, oldest first.

    `waiting` are those that the database has not applied, or, `in_doubt`, all, because the one it followed last is
    gone; `turned_up` is how many of them stand in a copy of a journal that was given up before. `damaged` is how many
    lines nobody can read. `found` tells whether there is any file of the journal that the database follows,
    `absent_since` since when (ISO 8601) another journal went on that is in no file; else empty. `missing` is how many
    are in no file of those that this database has yet to read.

    `copies` are the lines file by file; `own` those of the journals that this database follows or followed, whose ids
    are `names`; `given_up` is what the next journal has to note of them.
    """

    lines: Sequence[JournalLine]
    waiting: Sequence[JournalLine]
    turned_up: int
    damaged: int
    in_doubt: bool
    found: bool
    absent_since: str
    missing: int
    copies: Sequence[Sequence[JournalLine]]
    own: Sequence[JournalLine]
    names: Sequence[str]
    given_up: Sequence[GivenUp]


def kept_files(file: JournalFile) -> list[JournalFile]:
    """Return the files beside a journal that are copies of it or of those before it, the oldest first.

    Their numbers tell the order, not the clock; those of an earlier version, and people's own copies, come first.
    """
    paths = [path for path in file.path.parent.glob(f"{file.path.name}-*") if path.is_file()]
    return [JournalFile(path) for path in sorted(paths, key=lambda path: (_number(file.path, path), path.name))]


def begin_another(file: JournalFile, at: str, earlier: Sequence[str]) -> Path:
    """Make a journal in the place of the one that the caller holds, if there is one; return as what that one is kept.

    At no moment is there none: whoever writes meanwhile writes into one of them. The new one names the `earlier` ones;
    the old one's last line says that it was continued.
    """
    number = max((_number(file.path, one.path) for one in kept_files(file)), default=0)
    return file.replace(at, earlier, f"-{number + 1}")


def copies(file: JournalFile) -> list[JournalCopy]:
    """Return what can be read in the files kept beside a journal, by their numbers, and at last in the journal."""
    kept = [JournalCopy(_names(one), list(one.all_lines())) for one in kept_files(file)]
    journals = [one for one in kept if any(line.kind != DAMAGED for line in one.lines)]  # another file, or a packed one
    return [*journals, JournalCopy(_names(file), list(file.all_lines()))]


def find_readable(mark: JournalMark | None, ahead: Collection[str], found: Sequence[JournalCopy]) -> Readable:
    """Return what the copies `found` hold, for a database with this `mark` that applied the links `ahead` beyond it."""
    name, end = (mark.journal, mark.end.link) if mark else ("", "")
    journals = in_order(found, name, end)
    applied = set(ahead)
    for copy in found:
        links = [line.link for line in copy.lines]
        if end and end in links:
            applied.update(links[: links.index(end) + 1])
    followed = [not name or name in one.names for one in journals]
    nameless = [not one.name for one in journals]  # where no file tells, it can only be one of these
    begins = next((is_one.index(True) for is_one in (followed, nameless) if True in is_one), len(journals))
    since = journals[begins:]
    waiting = [line for one in since for link, line in one.lines.items() if link not in applied]
    in_doubt = bool(waiting) and bool(end) and end not in applied
    is_own, chain = chain_of(name, journals)
    own = list(compress(journals, is_own))
    notes = _notes(own, {line.link for line in waiting})
    before = next((one.earlier for one in journals if one.name == name), None)
    turned_up = {one.name: _turned_up(one, notes, before) for one in compress(journals[:begins], is_own)}
    late = [line for lines in turned_up.values() for line in lines]
    known = {name for one in journals for name in one.names}
    sound = {line.link for one in since for line in one.lines.values()}
    unsound = {line.link for one in since for copy in one.copies for line in copy.lines if line.kind == DAMAGED}
    absent = [line for one in since for line in one.lines.values() if line.kind == CONTINUED]
    to_read = _gone_on(since, name)
    names = [*(name for one in own for name in (*one.earlier, one.name)), name, *sorted(chain)]
    return Readable(
        lines=[line for one in journals for line in one.lines.values()],
        waiting=[*late, *waiting],
        turned_up=len(late),
        damaged=len(unsound - applied - sound),
        in_doubt=in_doubt,
        found=any(followed),
        absent_since=min((line.at for line in absent if line.words[0] not in known), default=""),
        missing=len(to_read - {one.name for one in journals}),
        copies=[copy.lines for copy in found],
        own=[line for one in own for line in one.lines.values()],
        names=list(dict.fromkeys(filter(None, names))),
        given_up=_given_up(to_read | {one for one in turned_up if turned_up[one]}, own, notes, mark),
    )


def _notes(own: Iterable[OneJournal], waiting: Collection[str]) -> dict[str, GivenUp]:
    """Return what was noted last of each journal that was given up, by its id; notes that wait are not of this base."""
    notes = dict[str, GivenUp]()
    for one in own:
        for line in one.lines.values():
            if line.kind == GIVEN_UP and line.link not in waiting:
                journal, done, read, *digest = line.words
                notes[journal] = GivenUp(journal, "" if done == _NONE else done, int(read), "".join(digest))
    return notes


def _turned_up(one: OneJournal, notes: Mapping[str, GivenUp], before: Collection[str] | None) -> list[JournalLine]:
    """Return the lines of a journal before the one that is followed which the database may not have done.

    None where those can be read that were read when it was given up; all of one that was not known of then. `before`
    are those that the one which is followed names; None where nobody can tell.

    Where others can be read, those behind the line that was done last, in each copy for itself: of two copies that were
    both written on, the lines of one stand before or behind those of the other only by chance.
    """
    note, lines = notes.get(one.name), one.told
    if note is None:
        return lines if one.name and before is not None and one.name not in before else []
    if note.has_read(lines):
        return []
    behind = set[str]()
    for copy in one.copies:
        links = [line.link for line in copy.lines]
        behind.update(links[links.index(note.done) + 1 :] if note.done in links else links)
    return [line for line in lines if line.link in behind]


def _gone_on(since: Sequence[OneJournal], name: str) -> set[str]:
    """Return the ids of the journal that is followed and of those after it, whether or not there is a file of them.

    What came before it was done to its end.
    """
    ids = {name, *(one.name for one in since)}
    for one in since:
        ids |= one.went_on_in
        if name in one.earlier:
            ids.update(one.earlier[one.earlier.index(name) :])
    return ids - {""}


def _given_up(
    ids: Collection[str], own: Sequence[OneJournal], notes: Mapping[str, GivenUp], mark: JournalMark | None
) -> list[GivenUp]:
    """Return what is to be noted of the journals with these `ids`, and again of those of which there are `notes`."""
    told = {one.name: one.told for one in own}
    done = {mark.journal: mark.end.link} if mark else {}
    known = {journal: GivenUp(journal, done.get(journal, ""), 0) for journal in sorted(ids)} | dict(notes)
    return [_read_now(one, told.get(one.journal, [])) for one in known.values()]


def _read_now(note: GivenUp, lines: Sequence[JournalLine]) -> GivenUp:
    """Return a note with what can be read now, if anything can."""
    return note._replace(read=max(note.read, len(lines)), digest=_digest(lines)) if lines else note


def _digest(lines: Iterable[JournalLine]) -> str:
    """Return what tells a set of lines from any other."""
    return hashlib.sha256(" ".join(sorted(line.link for line in lines)).encode()).hexdigest()[:LINK_DIGITS]


def _number(path: Path, kept: Path) -> int:
    """Return the number under which a journal is kept, 0 when it was not this version that kept it."""
    number = kept.name.removeprefix(f"{path.name}-")
    return int(number) if number.isdecimal() else 0


def _names(file: JournalFile) -> tuple[str, ...]:
    try:
        return file.names()
    except JournalLost:
        return ()
