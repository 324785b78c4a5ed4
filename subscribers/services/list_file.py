"""The file of a list to import: opened as text, if all of it is text, before any of it is imported.

UTF-8 and UTF-16 with or without their marks, and UTF-32 with its own, as spreadsheets save "Unicode text". In what
other encoding a file is cannot be told for sure, and a guess would change names and addresses.
"""

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from subscribers.policy.csv_text import CellFault, NotAList

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BLOCK = 1 << 20
_BEGINNING = 4_096
_SHORTEST = 2 * len("sep=;")
"""The bytes of the shortest first line that a list in UTF-16 can have."""


@contextmanager
def open_list(file: Path) -> Iterator[tuple[Iterator[str], int]]:
    """Open a list as its lines, each with its end, and say how many rows there are about.

    Raises `NotAList` where it is no text, and `OSError`.
    """
    with file.open("rb") as raw:
        begin = raw.read(_BEGINNING)
    encoding = next((name for mark, name in _MARKS if begin.startswith(mark)), None) or _without_mark(begin)
    rows = max(0, _count_lines(file, encoding) - 1)
    with file.open(encoding=encoding, newline="") as lines:
        yield lines, rows


def _without_mark(begin: bytes) -> str:
    """Return the encoding of a file without a mark, by its first line, which names columns in ASCII.

    In UTF-16 one byte of each such letter is NUL, in UTF-8 none is. A few NULs are named where they stand.
    """
    line = begin.partition(b"\n")[0]
    big, little = line[::2].count(0), line[1::2].count(0)
    if len(line) < _SHORTEST or max(big, little) * 16 <= len(line):
        return "utf-8-sig"
    return "utf-16-be" if big > little else "utf-16-le"


def _count_lines(file: Path, encoding: str) -> int:
    """Decode the whole file; return how many lines end in it. Raises `NotAList` at the first byte that is no text."""
    decoder, ended, column = codecs.getincrementaldecoder(encoding)(), 0, 1
    with file.open("rb") as raw:
        while True:
            block = raw.read(_BLOCK)
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                before = error.object[: error.start].decode(encoding, "replace")
                raise NotAList(_no_text(encoding, ended, column, before)) from None
            if not block:
                return ended
            ended += text.count("\n")
            column = len(text) - text.rindex("\n") if "\n" in text else column + len(text)


def _no_text(encoding: str, ended: int, column: int, before: str) -> CellFault:
    name = "-".join(encoding.upper().split("-")[:2])
    at = len(before) - before.rindex("\n") if "\n" in before else column + len(before)
    return CellFault(
        ended + before.count("\n") + 1,
        at,
        f'what stands here is no {name} text; save the list as "CSV UTF-8" (nothing was imported)',
    )
