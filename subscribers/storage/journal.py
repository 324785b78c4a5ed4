"""The journal: what a restored backup must not forget, in a file beside the database, and how far this one follows it.

Withdrawals, and what else a reader's safety hangs on; every attempt to hand letters over. The database keeps a mark,
before which all lines are applied, and the lines applied beyond it, each written in the transaction that applies it:
batches are answered in any order, and the line of somebody who was killed before applying it must not be hidden behind
the lines of others.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, column, text

from subscribers.storage.journal_file import REMEDY, JournalFile, JournalLost
from subscribers.storage.journal_line import CONTINUED, JournalEnd, JournalLine, Words
from subscribers.storage.kept_journals import JournalMark, Readable, begin_another, copies, find_readable

BEGUN_SINCE = (
    "another one was begun since the backup was made that was put back. `digest journal new --reason …` does what both "
    "of them know, and pauses what is under way"
)
PUT_BACK = (
    "put that one back, and keep this one beside it as `journal-old`; if it is gone, `digest journal new --reason …` "
    "begins one more and pauses what is under way"
)
"""What to do when there is a journal, but not the newest."""

_MARK = text("SELECT journal, bytes, link FROM journal_mark")
_BEGIN = text("INSERT INTO journal_mark (number, journal, bytes, link) VALUES (1, :journal, 0, '')")
_FORGET = (text("DELETE FROM journal_mark"), text("DELETE FROM journal_ahead"))
_MOVE = text(
    "UPDATE journal_mark SET bytes = :ends, link = :link WHERE bytes = :begins AND journal = :journal "
    "RETURNING EXISTS (SELECT 1 FROM journal_ahead WHERE begins = :ends) AS is_next_ahead"
).columns(column("is_next_ahead"))
"""Moves the mark over a line, and tells whether the next one was applied before it."""
_KEEP = text(
    "INSERT INTO journal_ahead (begins, ends, link) SELECT :begins, :ends, :link "
    "FROM journal_mark WHERE bytes < :begins AND journal = :journal ON CONFLICT (begins) DO NOTHING"
)
_KEEP_ALL = text(
    "INSERT INTO journal_ahead (begins, ends, link) SELECT :begins, :ends, :link "
    "FROM journal_mark WHERE bytes <= :begins AND journal = :journal ON CONFLICT (begins) DO NOTHING"
)
_CATCH_UP = (
    text(
        "UPDATE journal_mark SET (bytes, link) = (WITH RECURSIVE follows (ends, link) AS "
        "(SELECT bytes, link FROM journal_mark UNION ALL "
        "SELECT a.ends, a.link FROM follows f JOIN journal_ahead a ON a.begins = f.ends) "
        "SELECT ends, link FROM follows ORDER BY ends DESC LIMIT 1)"
    ),
    text("DELETE FROM journal_ahead WHERE begins < (SELECT bytes FROM journal_mark)"),
)
"""Moves the mark over all lines that follow from it without a gap."""
_APPLIED = text(
    "SELECT 1 FROM journal_mark WHERE journal = :journal "
    "AND (bytes > :begins OR EXISTS (SELECT 1 FROM journal_ahead WHERE begins = :begins))"
)
_AHEAD = text("SELECT begins, ends, link FROM journal_ahead ORDER BY begins")


class Place(Protocol):
    """Where a line stands in the journal."""

    @property
    def begins(self) -> int:
        """Its first byte."""
        ...

    @property
    def ends(self) -> int:
        """The byte behind it."""
        ...

    @property
    def link(self) -> str:
        """Its link."""
        ...

    @property
    def journal(self) -> str:
        """The id of the journal it stands in: whoever waited long may come with a line of the one before."""
        ...


class Journal:
    """The journal of one database."""

    def __init__(self, path: Path) -> None:
        self.file = JournalFile(path)

    def append(self, at: str, kind: str, *words: str) -> JournalLine:
        """Write one line and sync it; raises `JournalLost` when the file is not there any more, and `OSError`."""
        return self.file.append(at, kind, *words)

    def append_all(self, lines: Sequence[Words]) -> list[JournalLine]:
        """Do as `append` for several lines, with one sync."""
        return self.file.append_all(lines)

    def mark(self, connection: Connection) -> JournalMark | None:
        """Return how far the database follows; None when it follows no journal yet."""
        row = connection.execute(_MARK).first()
        return JournalMark(row.journal, JournalEnd(row.bytes, row.link)) if row else None

    def follow(self, connection: Connection) -> None:
        """Follow the file that is there from its beginning on, inside the caller's transaction."""
        for forget in _FORGET:
            connection.execute(forget)
        connection.execute(_BEGIN, {"journal": next(iter(self.file.names()), "")})

    def record_applied(self, connection: Connection, line: Place) -> None:
        """Record that the caller's transaction applies `line`; twice, or of another journal, changes nothing."""
        place = _place(line)
        more_follows = connection.scalar(_MOVE, place)
        if more_follows is None:
            connection.execute(_KEEP, place)
        elif more_follows:
            for catch_up in _CATCH_UP:
                connection.execute(catch_up)

    def record_all_applied(self, connection: Connection, lines: Sequence[Place]) -> None:
        """Do as `record_applied` for several lines, in as many statements as for one."""
        if lines:
            connection.execute(_KEEP_ALL, [_place(line) for line in lines])
            for catch_up in _CATCH_UP:
                connection.execute(catch_up)

    def has_applied(self, connection: Connection, line: Place) -> bool:
        """Return whether the database has applied `line`."""
        return connection.scalar(_APPLIED, {"begins": line.begins, "journal": line.journal}) is not None

    def unapplied(self, connection: Connection) -> list[JournalLine]:
        """Return the lines that the database has not applied, oldest first.

        Raises `JournalLost` when the file is missing, is not the one that the database follows, or lacks a line that
        was applied.
        """
        mark = self.mark(connection)
        if mark is None:
            return list(self.file.lines())
        ahead = {row.begins: row for row in connection.execute(_AHEAD)}
        found = list(self._lines(mark))
        places = {line.begins: line for line in found}
        for begins, row in ahead.items():
            if begins not in places or places[begins].link != row.link:
                raise JournalLost(f"{self.file.path} lacks lines that this database has applied: {REMEDY}")
        return [line for line in found if line.begins not in ahead]

    def readable(self, connection: Connection) -> Readable:
        """Return what can be read in the file, and in those kept beside it, though they are damaged or another's."""
        ahead = {row.link for row in connection.execute(_AHEAD)}
        return find_readable(self.mark(connection), ahead, copies(self.file))

    def begin_another(self, at: str, earlier: Sequence[str]) -> Path:
        """Make another journal, which names the `earlier` ones, in the place of the one that the caller holds.

        Return as what that one is kept.
        """
        return begin_another(self.file, at, earlier)

    def _lines(self, mark: JournalMark) -> Iterator[JournalLine]:
        name = next(iter(self.file.names()), mark.journal)
        if name != mark.journal:
            known = {name for copy in copies(self.file) for name in copy.names}
            remedy = BEGUN_SINCE if mark.journal in known else REMEDY
            raise JournalLost(f"{self.file.path} is not the journal of this database: {remedy}")
        for line in self.file.lines(mark.end):
            if line.kind == CONTINUED:
                raise JournalLost(f"{self.file.path} is an old one, in whose place another was begun: {PUT_BACK}")
            yield line


def _place(line: Place) -> dict[str, int | str]:
    return {"begins": line.begins, "ends": line.ends, "link": line.link, "journal": line.journal}
