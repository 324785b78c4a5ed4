"""How the value behind a key, or of an entry, is written as YAML: text, address, word, list on its line. Pure."""

import re
from collections.abc import Iterator, Sequence

from digest.edition.keys import Shape
from digest.edition.strict_yaml import Items, Table, parse_yaml
from digest.edition.typed_line import TypedLine
from digest.edition.typed_text import end_of_quotes, is_closed, quoted, typed_text

_BLOCK = re.compile(r"(?P<style>[|>])(?P<indicators>[+-]?[1-9]?[+-]?)(?P<comment>\s+#.*)?$")
_COMMENT = re.compile(r"(?:^|\s+)#(?=\s|$).*|\s+#.*")
_PLAIN = re.compile(r"[A-Za-z0-9](?:\S*[^\s:])?")
_BETWEEN_TOPICS = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[^,;])*?)\s*(?:[,;]|$)""")
_FURTHEST = 2_000_000
"""How many signs are looked through for the ends of quotes and brackets, all in all."""


def with_comment(value: str) -> tuple[str, str]:
    """Return an address or word as YAML, and the comment behind it: neither can have a hash after a space."""
    if value[:1] in ("'", '"') and end_of_quotes(value) > 0:
        return value, ""
    found = _COMMENT.search(value)
    bare, comment = (value[: found.start()], value[found.start() :]) if found else (value, "")
    return (quoted(bare) if bare and not _PLAIN.fullmatch(bare) else bare), comment


def is_comment(value: str) -> bool:
    """Return whether nothing but a comment stands behind a key."""
    return value.startswith("#")


def block_header(value: str) -> str:
    """Return the indicators of a block text (`|`, `>-`) if `value` is nothing else."""
    found = _BLOCK.fullmatch(value)
    return f"{found['style']}{found['indicators']}" if found else ""


def topics(value: str) -> list[str]:
    """Return the entries of a list that is written on one line, with commas or semicolons, in brackets or without."""
    inner = value[1:-1] if value.startswith("[") and value.endswith("]") else value
    return [found[1] for found in _BETWEEN_TOPICS.finditer(inner) if found[1]]


def as_list(entries: list[str]) -> str:
    """Return texts, as typed, as a list of YAML on one line."""
    return f"[{', '.join(typed_text(entry).source for entry in entries)}]"


def is_flow(value: str, shape: Shape) -> bool:
    """Return whether `value` is a list or mapping in brackets that YAML reads, and that has keys which are known."""
    root, faults = parse_yaml(value)
    if faults or not isinstance(root, Items | Table):
        return False
    return isinstance(root, Items) or any(shape.exact(key) for key in root.keys)


class Ends:
    """Finds the line on which something ends that begins on an earlier one."""

    def __init__(self, lines: Sequence[TypedLine]) -> None:
        self._lines = lines
        self._left = _FURTHEST

    def of_quotes(self, index: int, value: str) -> int:
        """Return the index of the line on which the quotes end that open `value`; -1 for nowhere."""
        whole, sign = value, value[0]
        if end_of_quotes(whole) > 0:
            return index
        for number, line in self._following(index):
            whole += "\n" + line.text
            self._left -= len(whole) if sign in line.text else 0
            if sign in line.text and end_of_quotes(whole) > 0:
                return number
            if sign in line.text and is_closed(whole):
                return -1
        return -1

    def of_brackets(self, index: int, value: str) -> tuple[int, str]:
        """Return the index of the line on which the bracket closes that opens `value`, with all to there; or -1, ""."""
        brackets, whole = _Brackets(), ""
        for number, text in [(index, value), *((number, line.text) for number, line in self._following(index))]:
            whole += ("\n" if whole else "") + text
            self._left -= len(text)
            end = brackets.end_in(text)
            if end:
                return (number, whole) if not re.sub(_COMMENT, "", text[end:]).strip() else (-1, "")
            if self._left < 0:
                break
        return -1, ""

    def of_block(self, index: int, column: int) -> int:
        """Return the index of the last line of a block text whose key is typed at `column`."""
        last = index
        for number, line in self._following(index):
            if not line.is_empty and line.indent <= column:
                break
            last = last if line.is_empty else number
        return last

    def _following(self, index: int) -> Iterator[tuple[int, TypedLine]]:
        for number in range(index + 1, len(self._lines)):
            if self._left < 0:
                return
            yield number, self._lines[number]


class _Brackets:
    """Follows brackets over lines; those in quotes and comments do not count."""

    def __init__(self) -> None:
        self._depth = 0
        self._within = ""
        self._last = "["  # the last sign that is no space: quotes open behind some only

    def end_in(self, text: str) -> int:
        """Return where in a line the first bracket closes, behind it; 0 where it stays open."""
        place = 0
        while place < len(text):
            sign, before = text[place], text[place - 1 : place]
            if self._within:
                place += self._in_quotes(text[place : place + 2])
                continue
            if sign in "\"'" and self._last in "[{,:":
                self._within = sign
            elif sign == "#" and before in ("", " "):
                return 0
            self._last = self._last if sign.isspace() else sign
            self._depth += (sign in "[{") - (sign in "]}")
            place += 1
            if self._depth == 0:
                return place
        return 0

    def _in_quotes(self, text: str) -> int:
        """Read what stands in quotes; return how many signs that were: an escaped quote is two."""
        if text == "''" == self._within * 2 or (text[0] == "\\" and self._within == '"'):
            return 2
        self._within = "" if text[0] == self._within else self._within
        return 1
