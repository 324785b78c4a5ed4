"""The YAML that is written for a typed picks file, on the same lines, and what is to be told about it. Pure.

`place` leads back from a place in that YAML to the place in the file that the editor sees.
"""

from dataclasses import dataclass, field

from digest.edition.remarks import Remarks
from digest.edition.typed_line import TypedLine
from digest.problem import Mark


@dataclass(frozen=True, slots=True)
class Unclear:
    """A line that nobody can be sure about: where, why, what to do, and the line as it should be, or ""."""

    mark: Mark
    what: str
    remedy: str
    corrected: str = ""


@dataclass(slots=True)
class YamlLines:
    """What is written so far; `typed` are the lines of the file, which may have none of its keys."""

    typed: list[TypedLine]
    knows_no_key: bool = False
    written: dict[int, str] = field(default_factory=dict)
    unclear: list[Unclear] = field(default_factory=list)
    unread: set[Mark] = field(default_factory=set)
    dropped: set[int] = field(default_factory=set)
    comments: set[int] = field(default_factory=set)
    _anchors: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    remarks: Remarks = field(default_factory=Remarks)

    def write(self, line: TypedLine, text: str, *anchors: tuple[int, int]) -> None:
        """Write `text` on a line; each anchor is a place in it and the place in the typed line, both from 0."""
        self.written[line.number] = text
        self._anchors[line.number] = list(anchors)

    def move(self, line: TypedLine, start: int, columns: int) -> None:
        """Tell that what was written from `start` on stands some columns further right now."""
        self._anchors[line.number] += [(at + columns, typed) for at, typed in self._anchors[line.number] if at >= start]

    def drop(self, line: TypedLine) -> None:
        """Leave a line empty whose words stand on an earlier one."""
        self.written[line.number] = ""
        self.dropped.add(line.number)

    def remark(self, line: TypedLine, at: int, what: str) -> None:
        """Tell what was understood of the sign `at` a place in the text of a line."""
        self.remarks.add(self.mark(line, at), what)

    def refuse(self, line: TypedLine, at: int, unclear: tuple[str, str, str]) -> None:
        """Tell why a line is unclear: what, what to do, and the line as it should be."""
        self.unclear.append(Unclear(self.mark(line, at), *unclear))

    def text(self) -> str:
        """Return the YAML."""
        return "\n".join(self.written.get(line.number, line.text) for line in self.typed)

    def tidy_text(self) -> str:
        """Return the YAML without lines whose words stand on earlier ones; comments are in line with what follows."""
        return self._with_comments_in_line(self.text().split("\n"))

    def typed_text(self) -> str:
        """Return the file as it was typed, but for its comments, which are in line with what follows."""
        return self._with_comments_in_line([line.text for line in self.typed])

    def _with_comments_in_line(self, texts: list[str]) -> str:
        kept, indent = [], 0
        for line, text in zip(reversed(self.typed), reversed(texts), strict=True):
            if line.number in self.dropped:
                continue
            is_comment = line.number in self.comments
            kept.append(" " * indent + line.text[line.start :].rstrip() if is_comment else text)
            if text.strip() and not is_comment:
                indent = len(text) - len(text.lstrip())
        return "\n".join(reversed(kept))

    def place(self, mark: Mark) -> Mark:
        """Return the place in the file that a place in the YAML stands for."""
        if mark.line > len(self.typed):
            return mark
        line = self.typed[mark.line - 1]
        at = mark.column - 1
        before = [anchor for anchor in self._anchors.get(mark.line, []) if anchor[0] <= at]
        written, typed = before[-1] if before else (0, 0)
        return self.mark(line, typed + at - written)

    def mark(self, line: TypedLine, at: int) -> Mark:
        """Return the place of the sign `at` a place in the text of a line."""
        return Mark(line.number, self.column(line, at))

    @staticmethod
    def column(line: TypedLine, at: int) -> int:
        """Return the column, from 1, at which an editor sees the sign `at` a place in the text of a line."""
        if not line.columns:
            return at + 1
        return line.columns[min(at, len(line.columns) - 1)]
