"""A picks file as text with all that is known about it: its lines as they stand, what it means, where each thing is.

For whoever changes a file for its editor (`digest.edition.write_change`). A change is one of several ways to write what
is wanted: the first that, read again, means exactly that is taken (`proved`), and where none does nothing is. Pure.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from digest.edition.model import Edition
from digest.edition.picks_file import parse_whole
from digest.edition.same_words import words_of
from digest.edition.strict_yaml import Items, Node, Table
from digest.edition.typed_line import TypedLine
from digest.edition.value_ends import ValueEnd, value_ends
from digest.edition.yaml_lines import YamlLines
from digest.problem import START, Mark, Severity

OTHERWISE = (
    "this is written in the file in a way in which it cannot be changed here without changing more, such as in "
    "brackets; change it in the file itself"
)
_BOM = "\ufeff"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")


class NotWritable(Exception):
    """What is wanted cannot be written; its message says why, in words for the editor."""

    def __init__(self, reason: str = OTHERWISE) -> None:
        super().__init__(reason)


@dataclass(frozen=True)
class Written:
    """A file's text, the edition that it means as far as it can be read, and how many errors that has."""

    text: str
    edition: Edition
    errors: int
    root: Table  # the keys with their places, all of them as they were typed
    typed: YamlLines

    @cached_property
    def lines(self) -> list[str]:
        """Return the lines with their ends; the last one has one here, whether it has in the file or not."""
        lines = _LINE.findall(self.text.removeprefix(_BOM))
        return lines if self._is_ended else [*lines[:-1], lines[-1] + self.end]

    @cached_property
    def end(self) -> str:
        """Return how lines of the file end."""
        found = re.search(r"\r\n|\n|\r", self.text)
        return found[0] if found else "\n"

    @cached_property
    def _value_ends(self) -> dict[int, ValueEnd]:
        return value_ends(self.typed.text())

    def value_end(self, index: int) -> tuple[int, str]:
        """Return the line, from 0, on which quotes end that begin on one, and the comment behind them as it stands."""
        found = self._value_ends.get(index, ValueEnd(index, ""))
        if not found.comment:
            return found.line, ""
        raw = self.lines[found.line].rstrip("\r\n")  # has signs that nobody sees, which the other has not
        behind = re.search(rf"\s*(?:#[^#]*){{{found.comment.count('#')}}}\Z", raw)
        return found.line, behind[0] if behind else ""

    def line(self, index: int) -> TypedLine:
        """Return a line, from 0, as its editor sees it."""
        return self.typed.typed[index]

    def start(self, mark: Mark) -> tuple[int, int]:
        """Return where in its line that begins which stands at `mark`, and how wide the bullet is before it, if any.

        Raises `NotWritable` where more stands before it than spaces and a bullet.
        """
        line = self.line(mark.line - 1)
        start, width = line.start, line.bullet(line.start)
        if mark.column - 1 > start and width:
            start = line.after_gap(start + width)
        if mark.column - 1 > start or YamlLines.column(line, start) != start + 1 or (start > line.start and not width):
            raise NotWritable
        return start, start - line.start

    def is_comment(self, index: int) -> bool:
        """Return whether a line, from 0, is a comment; one of a text on several lines that looks so is none."""
        return index + 1 in self.typed.comments

    def with_lines(self, lines: Sequence[str]) -> str:
        """Return the text of the file with other lines: it begins and ends as it does now."""
        bom = _BOM if self.text.startswith(_BOM) else ""
        text = "".join(lines)
        return bom + (text if self._is_ended else text.rstrip("\r\n"))

    @property
    def _is_ended(self) -> bool:
        return self.text.removeprefix(_BOM)[-1:] in ("", "\r", "\n")


def read_written(text: str) -> Written | None:
    """Return what is known about a file; None for one in which no edition can be read."""
    found = parse_whole(text, "", "")
    edition = found.edition
    if edition is None and all(line.is_empty or line.is_comment for line in found.typed.typed):
        edition = Edition(id="", file="", subject="", sections=())
    errors = sum(problem.severity is Severity.ERROR for problem in found.problems)
    return None if edition is None else Written(text, edition, errors, found.root or Table(START), found.typed)


def proved(before: Written, wanted: Edition, ways: Iterable[Sequence[str]]) -> Written:
    """Return the file in the first of the `ways`, which are lines, that means the edition that is wanted.

    What is left of an old value says nothing, and is an error: there must be no more of these than `before`. Raises
    `NotWritable` where no way does.
    """
    if wanted == before.edition:
        return before
    meant = words_of(wanted)
    for lines in ways:
        after = read_written(before.with_lines(lines))
        if after is not None and after.errors <= before.errors and words_of(after.edition) == meant:
            return after
    raise NotWritable


def nodes_of(node: Node | None) -> list[Node]:
    """Return the entries of a list; none where there is no list."""
    return node.nodes if isinstance(node, Items) else []


def picks_of(section: Node) -> Node | None:
    """Return the picks of a section, also where its name stands as their key."""
    if not isinstance(section, Table):
        return None
    named = next(iter(section.nodes.values())) if len(section.nodes) == 1 else None
    return section.nodes.get("picks") or (named if isinstance(named, Items) else None)
