"""The lines of a letter's text part: short enough for every program that shows plain text. Pure."""

import re
from collections.abc import Iterable
from functools import cache

WIDTH = 72
"""Columns of a line; RFC 3676 (4.2) asks for 78 at most, and answers put marks in front."""
ENDLESS = 1_000_000
"""Columns of a line where the reader's program breaks lines."""
NUMBERED = re.compile(r"^( *\[\d+\] )(\S+)$", re.MULTILINE)
"""A line with the number and the address of a link: all of it is the address, to its last sign."""
_MANY_BLANK = re.compile(r"\n(?:[ \t]*\n){2,}")


def wrap(text: str, mark: str = "", width: int = WIDTH) -> str:
    """Wrap plain text at `width` columns, paragraph by paragraph; a word is never broken, so an address never is.

    With a `mark` such as `* ` the text begins with it, and its other lines hang below its first word.
    """
    if not mark and len(text) <= width:
        return text
    lines = "\n".join(_wrap_paragraph(paragraph, width - len(mark)) for paragraph in text.split("\n"))
    return mark + lines.replace("\n", "\n" + " " * len(mark))


def apart(parts: Iterable[str]) -> str:
    """Return the parts of a text with one blank line between them, and nowhere two in a row."""
    whole = "\n\n".join(filter(None, (part.strip("\n") for part in parts)))
    return _MANY_BLANK.sub("\n\n", whole)


def _wrap_paragraph(paragraph: str, width: int) -> str:
    """Fill lines greedily (textwrap gives the same lines and takes twenty times as long)."""
    if len(paragraph) <= width:
        return paragraph.strip()
    return "\n".join([line.rstrip() for line in _lines(width).findall(" ".join(paragraph.split()))])


@cache
def _lines(width: int) -> re.Pattern[str]:
    return re.compile(rf".{{1,{width}}}(?: |$)|\S+ ?")
