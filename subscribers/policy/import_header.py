"""The first line of an imported list: which columns are read, and every reason why a file is no such list. Pure."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from subscribers.policy.csv_text import CellFault, NotAList, Record, Shape, read_records

COLUMNS = ("address", "language", "confirmed_at")
TAKEN = ("zone", "source", "wording", "paused_until", "preferences")
HEEDED = ("status", "suppressed")
"""Columns of our own export that say who must not be written to."""
_READ = (*COLUMNS, *TAKEN, *HEEDED)
_ANY = Shape(0, 0, frozenset())
_OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a list: their cells' numbers by name, how many there are, and warnings about those not read."""

    positions: Mapping[str, int]
    width: int
    warnings: tuple[CellFault, ...]

    @property
    def shape(self) -> Shape:
        """Return what a row of this list is known by."""
        return Shape(self.width, self.positions["address"], frozenset(self.positions[column] for column in COLUMNS))


def read_header(line: str) -> Header:
    """Read the first line of a list; raises `NotAList` with all that is wrong with it."""
    header = next(read_records([line], _ANY, 1), Record(1, [], ""))
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
    """Return what is wrong with a first line without these columns, which other marks than commas may separate."""
    text = header.text.lower()
    for mark, word in _OTHER_SEPARATORS.items():
        if mark in text and all(column in text for column in COLUMNS):
            return CellFault(1, text.index(mark) + 1, f"{word} separate the cells; save the list as CSV with commas")
    return CellFault(
        1,
        1,
        f"the first line has no column {', '.join(missing)}; it must be `{','.join(COLUMNS)}` "
        "(confirmed_at says when the reader agreed; without it a row is no proof of consent)",
    )
