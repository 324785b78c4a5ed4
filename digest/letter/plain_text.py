"""The lines of a letter's text part: short enough for every program that shows plain text. Pure."""

import re
from collections.abc import Iterable
from functools import cache

from digest.letter.direction import along

WIDTH = 72
"""Columns of a line; RFC 3676 (4.2) asks for 78 at most, and answers put marks in front."""
ENDLESS = 1_000_000
"""Columns of a line where the reader's program breaks lines."""
NUMBERED = re.compile(r"^( *\[\d+\] )(\S+)$", re.MULTILINE)
"""A line with the number and the address of a link: all of it is the address, to its last sign."""
_NO_CAPITALS = {"az", "el", "ka", "tr"}
_GEORGIAN = re.compile("[\u10d0-\u10ff]")
_MANY_BLANK = re.compile(r"\n(?:[ \t]*\n){2,}")


def wrap(text: str, mark: str = "", width: int = WIDTH) -> str:
    """Wrap plain text at `width` columns, paragraph by paragraph; a word is never broken, so an address never is.

    With a `mark` such as `* ` the text begins with it, and its other lines hang below its first word.
    """
    lines = "\n".join(_wrap_paragraph(paragraph, width - len(mark)) for paragraph in text.split("\n"))
    return mark + lines.replace("\n", "\n" + " " * len(mark))


def capitals(words: str, language: str) -> str:
    """Return words in capitals, by which a text shows what a name is, where everybody can read those.

    Georgian has some that few fonts have, Turkish and Azerbaijani dot them, Greek takes accents off.
    """
    as_written = language.partition("-")[0] in _NO_CAPITALS or _GEORGIAN.search(words)
    return words if as_written else words.upper()


def apart(parts: Iterable[str]) -> str:
    """Return the parts of a text with one blank line between them, and nowhere two in a row."""
    whole = "\n\n".join(filter(None, (part.strip("\n") for part in parts)))
    return _MANY_BLANK.sub("\n\n", whole)


def _wrap_paragraph(paragraph: str, width: int) -> str:
    """Fill lines greedily (textwrap gives the same lines and takes twenty times as long)."""
    if len(paragraph) <= width:
        return along(paragraph.strip(), paragraph)
    lines = _lines(width).findall(" ".join(paragraph.split()))
    return "\n".join([along(line.rstrip(), paragraph) for line in lines])


@cache
def _lines(width: int) -> re.Pattern[str]:
    return re.compile(rf".{{1,{width}}}(?: |$)|\S+ ?")
