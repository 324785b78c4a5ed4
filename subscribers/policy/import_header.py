"""The first line of an imported list: which columns are read, and every reason why a file is no such list. Pure.

Excel writes and understands a line before it, `sep=;`, that says what separates the cells. Without it commas do, or
tabs, as in Excel's "Unicode Text", where none of the other marks stands in that line.
"""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from subscribers.policy.csv_text import SEPARATORS, CellFault, NotAList, Record, Shape, read_records

COLUMNS = ("address", "language", "confirmed_at")
TAKEN = ("zone", "source", "wording", "paused_until", "preferences")
HEEDED = ("status", "suppressed")
"""Columns of our own export that say who must not be written to."""
_READ = (*COLUMNS, *TAKEN, *HEEDED)
_DECLARED = re.compile('\ufeff?"?sep=(.*?)"?[\r\n]*', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a list: their cells' numbers by name, how many there are, and warnings about those not read.

    `line` is the number of the line that names them, `separator` what stands between two cells.
    """

    positions: Mapping[str, int]
    width: int
    warnings: tuple[CellFault, ...]
    line: int = 1
    separator: str = ","

    @property
    def shape(self) -> Shape:
        """Return what a row of this list is known by."""
        plain = frozenset(self.positions[column] for column in COLUMNS)
        return Shape(self.width, self.positions["address"], plain, self.separator)


def read_beginning(lines: Iterator[str]) -> Header:
    """Read what stands before the rows of a list; raises `NotAList` with all that is wrong with it."""
    first = next(lines, "")
    declared = _DECLARED.fullmatch(first)
    if declared is None:
        found = [mark for mark in SEPARATORS if mark in first]
        return read_header(first, separator="\t" if found == ["\t"] else ",")
    if declared[1] not in SEPARATORS:
        raise NotAList(CellFault(1, declared.start(1) + 1, "`sep=` names no comma, semicolon, tab or bar; write one"))
    return read_header(next(lines, ""), 2, declared[1])


def read_header(line: str, number: int = 1, separator: str = ",") -> Header:
    """Read the line that names the columns, of this number; raises `NotAList` with all that is wrong with it."""
    empty = Record(number, [], "", separator)
    header = next(read_records([line], Shape(0, 0, frozenset(), separator), number), empty)
    if isinstance(header, CellFault):
        raise NotAList(header)
    names = [cell.replace("\ufeff", "").strip().lower() for cell in header.cells]
    faults = [
        header.fault(at, f"the column {name} stands here a second time; leave one of them")
        for at, name in enumerate(names)
        if name in _READ and name in names[:at]
    ]
    if missing := [column for column in COLUMNS if column not in names]:
        faults.append(_without(header, missing))
    if faults:
        raise NotAList(*faults)
    return Header(
        {column: names.index(column) for column in _READ if column in names},
        len(names),
        tuple(_unread(header, names)),
        number,
        separator,
    )


def _unread(header: Record, names: Sequence[str]) -> list[CellFault]:
    """Warn of every column whose name is nearly one that is read."""
    faults = []
    for at, name in enumerate(names):
        near = [known for known in TAKEN if known in name] or difflib.get_close_matches(name, TAKEN, n=1, cutoff=0.8)
        if near and name not in names[:at] and name not in TAKEN:
            faults.append(header.fault(at, f"this column is not read; did you mean {near[0]}?"))
    return faults


def _without(header: Record, missing: Sequence[str]) -> CellFault:
    """Return what is wrong with a first line without these columns, which another mark may separate."""
    text = header.text.lower()
    for mark, word in SEPARATORS.items():
        if mark != header.separator and mark in text and all(column in text for column in COLUMNS):
            above = "a line `sep=` with a tab" if mark == "\t" else f"the line `sep={mark}`"
            remedy = f"save the list as CSV with commas, or put {above} above this one"
            remedy = remedy if header.line == 1 else "name them in `sep=` on line 1"
            return CellFault(header.line, text.index(mark) + 1, f"{word} separate the cells; {remedy}")
    which = "the first line" if header.line == 1 else f"line {header.line}"
    return CellFault(
        header.line,
        1,
        f"{which} has no column {', '.join(missing)}; it must be `{header.separator.join(COLUMNS)}` "
        "(confirmed_at says when the reader agreed; without it a row is no proof of consent)",
    )
