"""The entries of a list in a picks file as runs of lines, which can be moved, taken out and put in. Pure.

An entry is its bullet's line, all lines below it that stand further right, and the comments directly above it. Comments
that stand by themselves between two entries stay where they are, and so do empty lines, unless they part all entries.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from digest.edition.strict_yaml import Node
from digest.edition.written import NotWritable, Written, nodes_of
from digest.problem import Mark

STEP = "  "
DASH = "- "


@dataclass(frozen=True, slots=True)
class Entry:
    """Lines from `top` to before `end`, from 0; its bullet stands on `start`, behind `lead`, spaces behind it."""

    top: int
    start: int
    end: int
    lead: str
    bullet: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The entries of a list; `read` are the numbers of those that the edition has, in its order."""

    written: Written
    entries: tuple[Entry, ...]
    read: tuple[int, ...]

    def entry(self, number: int) -> Entry:
        """Return the entry of the edition's `number`, from 0."""
        return self.entries[self.read[number]]

    def _between(self, number: int) -> list[str]:
        """Return what stands between an entry and the next one."""
        return self.written.lines[self.entries[number].end : self.entries[number + 1].top]

    def block(self, number: int) -> list[str]:
        """Return the lines of the entry of the edition's `number`."""
        entry = self.entry(number)
        return self.written.lines[entry.top : entry.end]

    def without(self, numbers: Sequence[int]) -> list[str]:
        """Return the lines of the file without some entries."""
        places = {self.read[number] for number in numbers}
        gone = {line for place in places for line in range(*self._cut(place, places))}
        return [line for at, line in enumerate(self.written.lines) if at not in gone]

    def moved(self, number: int, to: int) -> list[str]:
        """Return the lines of the file with an entry at the place that another one has."""
        lines, block, (top, end) = self.written.lines, self.block(number), self._cut(self.read[number])
        if number < to:
            at = self.entry(to).end
            return [*lines[:top], *lines[end:at], *self._parting, *block, *lines[at:]]
        at = self.entry(to).top
        return [*lines[:at], *block, *self._parting, *lines[at:top], *lines[end:]]

    def with_block(self, number: int, block: Sequence[str]) -> list[str]:
        """Return the lines of the file with another entry before that of the edition's `number`, or behind the last."""
        lines = self.written.lines
        if number < len(self.read):
            at = self.entry(number).top
            return [*lines[:at], *block, *self._parting, *lines[at:]]
        at = self.entries[-1].end
        return [*lines[:at], *self._parting, *block, *lines[at:]]

    @property
    def _parting(self) -> list[str]:
        """Return the empty lines that part one entry from the next one, if they part all of them."""
        last = len(self.entries) - 1
        is_parted = last > 0 and all(
            self._between(place) and not "".join(self._between(place)).strip() for place in range(last)
        )
        return self._between(0) if is_parted else []

    def _cut(self, place: int, gone: Collection[int] = ()) -> tuple[int, int]:
        """Return from where to where an entry is taken out, with the empty lines that part it from the next one.

        Where none of those behind it stay, as they are `gone`, too, these are the lines before it.
        """
        top, end = self.entries[place].top, self.entries[place].end
        if not self._parting:
            return top, end
        is_last = all(later in gone for later in range(place + 1, len(self.entries)))
        if is_last:
            return (self.entries[place - 1].end if place else top), end
        return top, self.entries[place + 1].top


def listing(written: Written, node: Node | None, marks: Sequence[Mark]) -> Listing:
    """Return the entries of a list, of which the edition has those at `marks`; raises `NotWritable`."""
    nodes = nodes_of(node)
    places = {entry.mark: place for place, entry in enumerate(nodes)}
    if len(places) != len(nodes) or not places.keys() >= set(marks):
        raise NotWritable
    return Listing(written, tuple(_entries(written, nodes)), tuple(places[mark] for mark in marks))


def indented_as(block: Sequence[str], old: str, new: str) -> list[str]:
    """Return the lines of an entry whose bullet stood behind `old` with it behind `new`."""
    return [new + line.removeprefix(old) if line.startswith(old) and line.strip() else line for line in block]


def _entries(written: Written, nodes: Sequence[Node]) -> Iterator[Entry]:
    floor = 0
    for node in nodes:
        start, lead, bullet = _beginning(written, node.mark)
        if start < floor:
            raise NotWritable
        end = _end(written, start)
        yield Entry(_top(written, start, floor), start, end, lead, bullet)
        floor = end


def _beginning(written: Written, mark: Mark) -> tuple[int, str, str]:
    """Return the line on which an entry's bullet stands, what stands before that, and the bullet."""
    index = mark.line - 1
    line = written.line(index)
    start, width = written.start(mark)
    if width:
        return index, line.text[: line.start], line.text[line.start : start]
    above = next((at for at in range(index - 1, -1, -1) if not _is_unseen(written, at)), index)
    dash = written.line(above)
    if re.fullmatch(r"\s*-\s*(?:#.*)?", dash.text) and dash.indent < line.indent:
        return above, dash.text[: dash.start], DASH
    return index, line.text[: line.start], ""


def _end(written: Written, start: int) -> int:
    """Return where an entry ends: before what stands no further right; comments that do are still of it."""
    indent, end = written.line(start).indent, start + 1
    for index in range(start + 1, len(written.lines)):
        if _is_unseen(written, index):
            continue
        if written.line(index).indent <= indent:
            break
        end = index + 1
    for index in range(end, len(written.lines)):
        if written.is_comment(index) and written.line(index).indent > indent:
            end = index + 1
        elif not written.line(index).is_empty:
            break
    return end


def _top(written: Written, start: int, floor: int) -> int:
    """Return where the comments begin that stand directly above an entry."""
    top = start
    while top > floor and written.is_comment(top - 1):
        top -= 1
    return top


def _is_unseen(written: Written, index: int) -> bool:
    return written.line(index).is_empty or written.is_comment(index)
