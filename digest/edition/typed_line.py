"""One line of a picks file as somebody typed it: its indentation, its bullet, its key, and nothing unseen. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from digest.characters import without_controls, without_invisible

_PLAIN = re.compile("[ -~]*")
TAB = 4
"""How many columns a tab counts in the indentation: lines are put where they belong afterwards."""
_UNSEEN = "\u061c\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_BULLET = re.compile(r"(?:-{1,2}>?(?!-)|=>|[–—−•·‣▪◦●○∙*+]|\d{1,2}[.)])")
_GAP = re.compile(rf"[\s{_UNSEEN}]*")
_KEY = re.compile(
    r"""(?P<quote>["']?)(?P<word>[^\W\d][\w-]{0,30})(?P=quote)(?P<gap>\s*)(?P<colon>[:：]|\s=(?=\s))(?P<space>\s*)"""
)
_NAME = re.compile(r"""(?P<quote>["']?)(?P<word>[^\s:"'][^:"']{0,60})(?P=quote)\s*[:：]\s*(?:#.*)?$""")
_ADDRESS = re.compile(
    r"""[<"'`“”„«(]*(?:https?:|www\.[^\W_]|(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}/\S)""", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class TypedKey:
    """A word with a colon behind it; `value` is what follows, from `at` in the text of the line."""

    word: str
    value: str
    at: int
    oddity: str  # what YAML would not take for a key's colon, in words; "" for what it does

    @property
    def is_usual(self) -> bool:
        """Return whether YAML knows it as a key."""
        return not self.oddity


@dataclass(frozen=True)
class TypedLine:
    """A line; `number` counts from 1, `text` is what can be seen of it, and `columns` where that stands, from 1.

    `raw` is the whole line, as it stands in the file.
    """

    number: int
    text: str
    columns: tuple[int, ...]
    raw: str

    @property
    def shown(self) -> str:
        """Return the whole line for a terminal, without controls but for tabs."""
        return "\t".join(map(without_controls, self.raw.split("\t"))).rstrip()

    @cached_property
    def start(self) -> int:
        """Return where in `text` the first sign stands that is no space."""
        found = _GAP.match(self.text)
        return found.end() if found else 0

    @cached_property
    def indent(self) -> int:
        """Return how many columns the line is indented."""
        return sum(map(_width, self.text[: self.start]))

    @cached_property
    def is_empty(self) -> bool:
        """Return whether nothing can be seen."""
        return not self.text[self.start :].strip()

    @property
    def odd_indentation(self) -> str:
        """Return what the line is indented with that YAML does not know: "" for plain spaces."""
        before = self.text[: self.start]
        return "" if not before.strip(" ") else "tabs" if "\t" in before else "unusual spaces"

    @property
    def is_comment(self) -> bool:
        """Return whether the line is for the editor alone."""
        return self.text.startswith("#", self.start)

    def bullet(self, start: int) -> int:
        """Return how many signs at `start` make a bullet; 0 for none."""
        found = _BULLET.match(self.text, start)
        return len(found[0]) if found else 0

    def after_gap(self, start: int) -> int:
        """Return where at or behind `start` the next sign stands that can be seen."""
        found = _GAP.match(self.text, start)
        return found.end() if found else start

    def key(self, start: int) -> TypedKey | None:
        """Return the key at `start`, if a word with a colon stands there."""
        found = _KEY.match(self.text, start)
        if not found:
            return None
        at = found.end()
        oddity = ""
        if found["colon"] != ":":
            oddity = f"`{found['colon'].strip()}` was read as the colon of a key"
        elif not found["space"].startswith(" ") and at < len(self.text):
            oddity = "the word before the colon was read as a key, though no plain space stands behind the colon"
        return TypedKey(found["word"], self.text[at:].rstrip(), at, oddity)

    def name(self, start: int) -> str:
        """Return the words at `start` if there is nothing else but a colon behind them."""
        found = _NAME.match(self.text, start)
        return found["word"].strip() if found else ""


def looks_like_address(text: str) -> bool:
    """Return whether text begins as the address of a page does, in brackets or quotes, or without https://."""
    return _ADDRESS.match(text) is not None


def typed_lines(text: str) -> list[TypedLine]:
    """Return the lines of a file, which end where an editor sees them end."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [_line(number, line) for number, line in enumerate(lines, 1)]


def _line(number: int, line: str) -> TypedLine:
    if _PLAIN.fullmatch(line):
        return TypedLine(number, line, (), line)
    kept = [(sign, column) for column, sign in enumerate(line, 1) if without_invisible(sign)]
    text = "".join(sign if sign == "\t" else without_controls(sign) for sign, _ in kept)
    return TypedLine(number, text, tuple(column for _, column in kept), line)


def _width(sign: str) -> int:
    if sign == "\t":
        return TAB
    if sign in _UNSEEN:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
