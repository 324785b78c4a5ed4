"""Reading CSV (RFC 4180) so that no row is lost without a word. Pure.

`csv.reader` takes everything behind a quote that is not closed for one cell. Here such a row is a fault of its own,
named by the place where the quote opens, and reading goes on with the very next line.
"""

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from subscribers.errors import SubscribersError

LONGEST_CELL = 131_072
"""The most characters of a cell: the limit of Python's `csv`. More is a quote that is not closed, or no list."""
MOST_LINES = 100
"""The most lines of a row whose cells hold line breaks."""

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_CELLS = {mark: re.compile(rf'"(?:[^"]|"")*"[^{re.escape(mark)}]*|[^{re.escape(mark)}]*') for mark in SEPARATORS}
_CLOSED = re.compile(r'"(?:[^"]|"")*"')
_BREAK = re.compile(r"\r\n?|\n")
_FORMULA = re.compile("'*[=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20]")
_OPEN = "the quote that opens here is not closed; close it, or double it where it is meant as a character"
_CLOSES_EARLY = "the quote that opens here closes before its cell ends; double the quotes inside of it"
_TOO_LONG = f"this cell has more than {LONGEST_CELL:,} characters; shorten it"


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong with a cell or a row: its line and column, counted from 1, and why. Never what stands in it."""

    line: int
    column: int
    reason: str


class NotAList(SubscribersError):
    """A file that cannot be read as a list at all; `faults` says where and why, all of it."""

    def __init__(self, *faults: CellFault) -> None:
        self.faults = faults
        super().__init__("; ".join(f"line {fault.line}: {fault.reason}" for fault in faults))


@dataclass(frozen=True, slots=True)
class Shape:
    """What a row is known by: how many cells, which of them holds an address, and which hold no line breaks.

    `separator` is what stands between two cells, one of `SEPARATORS`.
    """

    width: int
    address: int
    plain: frozenset[int]
    separator: str = ","

    def fits(self, cells: Sequence[str]) -> bool:
        """Return whether `cells` look like a row."""
        return len(cells) > max(self.plain, default=len(cells)) and "@" in cells[self.address]


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a file: the line it begins on, its cells, and the text they were read from."""

    line: int
    cells: list[str]
    text: str
    separator: str = ","

    def fault(self, cell: int, reason: str) -> CellFault:
        """Return what is wrong with the cell of that number, at its place; of one that is missing, at the end."""
        text = self.text.rstrip("\r\n")
        starts = _starts(text, self.separator)
        at = starts[cell] if cell < len(starts) else len(text)
        breaks = list(_BREAK.finditer(text, 0, at))
        return CellFault(self.line + len(breaks), at - (breaks[-1].end() if breaks else 0) + 1, reason)


def read_records(lines: Iterable[str], shape: Shape, first: int) -> Iterator[Record | CellFault]:
    """Read `lines`, the first of which has the number `first`; yield every row, or what is wrong with it.

    A cell may hold line breaks, but no further row: a quoted cell with text of that `shape` in it was not closed.
    """
    coming, ahead, number = iter(lines), deque[str](), first
    while (line := ahead.popleft() if ahead else next(coming, None)) is not None:
        taken = 1
        if "\0" in line:
            yield CellFault(number, line.index("\0") + 1, "a NUL character stands here, which no text holds; remove it")
        elif '"' in line:
            ahead.extend(islice(coming, MOST_LINES - 1 - len(ahead)))
            found, taken = _read_quoted(number, [line, *ahead], shape)
            for _ in range(taken - 1):
                ahead.popleft()
            yield found
        else:
            yield _checked(Record(number, line.rstrip("\r\n").split(shape.separator), line, shape.separator))
        number += taken


def disarm(cell: str) -> str:
    """Return a cell with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def rearm(cell: str) -> str:
    """Return what `disarm` was given; no other apostrophe is taken off."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _read_quoted(number: int, lines: list[str], shape: Shape) -> tuple[Record | CellFault, int]:
    """Read the row that begins with the first of `lines`; return it or its fault, and how many lines that takes."""
    reader = csv.reader(lines, strict=True, delimiter=shape.separator)
    try:
        cells = next(reader)
    except csv.Error:
        return _fault_of_quotes(number, lines[0], shape.separator, closed=reader.line_num == 1), 1
    if reader.line_num > 1 and _swallows_a_row(cells, shape):
        return _fault_of_quotes(number, lines[0], shape.separator, closed=False), 1
    text = "".join(lines[: reader.line_num])
    return _checked(Record(number, cells, text, shape.separator)), reader.line_num


def _fault_of_quotes(number: int, line: str, separator: str, closed: bool) -> CellFault:
    """Return what is wrong with the first quoted cell of `line` that does not end where it should."""
    text = line.rstrip("\r\n")
    cells = [(start, _cell(text, start, separator)) for start in _starts(text, separator)]
    for start, cell in cells:
        if cell.startswith('"') and not _CLOSED.fullmatch(cell):
            return CellFault(number, start + 1, _CLOSES_EARLY if closed and _CLOSED.match(cell) else _OPEN)
    longest, _ = max(cells, key=lambda placed: len(placed[1]))
    return CellFault(number, longest + 1, _TOO_LONG)


def _swallows_a_row(cells: list[str], shape: Shape) -> bool:
    """Return whether a row of several lines holds what looks like another row, or like the rest of its own."""
    if any(cells[shape.width :]):
        return True
    for number, cell in enumerate(cells):
        begin, *further = _BREAK.split(cell)
        if further and (
            number in shape.plain
            or shape.fits([""] * number + begin.split(shape.separator))
            or any(shape.fits(line.split(shape.separator)) for line in further)
        ):
            return True
    return False


def _checked(record: Record) -> Record | CellFault:
    """Return the record, or the fault of a cell that is longer than any cell may be."""
    if len(record.text) > LONGEST_CELL:
        for number, cell in enumerate(record.cells):
            if len(cell) > LONGEST_CELL:
                return record.fault(number, _TOO_LONG)
    return record


def _starts(text: str, separator: str) -> list[int]:
    """Return where each cell of a row's text begins."""
    starts = [0]
    while (end := starts[-1] + len(_cell(text, starts[-1], separator))) < len(text):
        starts.append(end + 1)
    return starts


def _cell(text: str, start: int, separator: str) -> str:
    """Return the text of the cell that begins at `start`, with its quotes."""
    found = _CELLS[separator].match(text, start)
    return found[0] if found else ""
