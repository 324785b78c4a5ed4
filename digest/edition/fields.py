"""Typed reading of the nodes of a picks file: each function returns a value and collects the problems it meets.

A value that cannot be read comes back empty, so that one bad line never hides the next one.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from digest.characters import one_line, several_lines
from digest.edition.language_code import language_code
from digest.edition.pasted_address import pasted_address
from digest.edition.remarks import Remarks
from digest.edition.strict_yaml import Items, Node, Table, Text
from digest.problem import Mark, Problem, did_you_mean

LINE_LIMIT = 300
TEXT_LIMIT = 5_000
ADDRESS_LIMIT = 10 * LINE_LIMIT
MOST_FILLED = 25
_COUNT = re.compile("[0-9]{1,3}")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
YES, NO = ("true", "yes", "on"), ("false", "no", "off")


@dataclass(slots=True)
class Fields:
    """Reads nodes of one `file` and collects the problems in them, and in `remarks` what was understood.

    Of what stands at the `unread_marks` a problem says already that it cannot be read; `belongs_to` says in words what
    a key is written in, or "".
    """

    file: str
    problems: list[Problem] = field(default_factory=list)
    remarks: Remarks = field(default_factory=Remarks)
    unread_marks: set[Mark] = field(default_factory=set)
    belongs_to: Callable[[str], str] = lambda _key: ""
    _misnamed: dict[Mark, set[str]] = field(default_factory=dict)

    def add_problem(self, mark: Mark, what: str, remedy: str) -> None:
        """Add one error at `mark`."""
        self.problems.append(Problem(self.file, mark, what, remedy))

    def unread(self, table: Table) -> frozenset[str]:
        """Return the keys whose value is written and could not be read: a problem says so, and they are not missing."""
        unread = {key for key, node in table.nodes.items() if node.mark in self.unread_marks}
        return frozenset(unread | self._misnamed.get(table.mark, set()))

    def table(self, node: Node, noun: str, known: Iterable[str]) -> Table:
        """Return a mapping; one problem for each key that is not `known`, naming the nearest that is."""
        if not isinstance(node, Table):
            self.add_problem(node.mark, f"{noun} must be `key: value` lines", "known here: " + ", ".join(known))
            return Table(node.mark)
        for key, mark in node.keys.items():
            if key not in known:
                place = self.belongs_to(key)
                near = did_you_mean(key, known)
                remedy = f"`{key}` belongs to {place}" if place else near
                self.add_problem(mark, f"unknown key `{key}` in {noun}", remedy)
                self._misnamed.setdefault(node.mark, set()).update(word for word in known if f"`{word}`" in remedy)
        return node

    @staticmethod
    def knows_all(table: Table, known: Iterable[str]) -> bool:
        """Return whether every key of a mapping is `known`."""
        return set(table.keys) <= set(known)

    def items(self, node: Node | None, noun: str) -> list[Node]:
        """Return the nodes of a list; none where the list is missing."""
        if node is None:
            return []
        if isinstance(node, Items):
            return node.nodes
        if not (isinstance(node, Text) and not node.value):
            self._add_unread(node.mark, f"{noun} must be a list", "begin each entry with `- `")
        return []

    def line(self, table: Table, key: str) -> str:
        """Return one line of text; newlines and runs of spaces become one space. At most `LINE_LIMIT` characters."""
        return one_line(self._text(table, key, LINE_LIMIT))

    def text(self, table: Table, key: str) -> str:
        """Return text of several lines, at most `TEXT_LIMIT` characters."""
        return several_lines(self._text(table, key, TEXT_LIMIT))

    def flag(self, table: Table, key: str) -> bool:
        """Return whether `true` is written, or `yes`; missing means false."""
        value = self.line(table, key).lower()
        if value not in ("", *YES, *NO):
            self.add_problem(
                table.nodes[key].mark,
                f"`{key}` must be true or false, not `{value[:80]}`",
                f"write `{key}: true` or leave it out",
            )
        return value in YES

    def count(self, table: Table, key: str, most: int) -> str:
        """Return a whole number from 1 to `most`, as digits; empty where it is missing or none."""
        value = self.line(table, key)
        if value and not (_COUNT.fullmatch(value) and 1 <= int(value) <= most):
            what = f"`{key}` must be a number from 1 to {most}, not `{value[:40]}`"
            self._add_unread(table.nodes[key].mark, what, f"write `{key}: 3`")
            return ""
        return value and str(int(value))

    def day(self, table: Table, key: str) -> str:
        """Return a day, as `2026-11-27`; empty where it is missing or none."""
        value = self.line(table, key)
        if value and not _is_day(value):
            what = f"`{key}` is no day: `{value[:40]}`"
            self._add_unread(table.nodes[key].mark, what, f"write it as `{key}: 2026-11-27`, or delete it")
            return ""
        return value

    def choice(self, table: Table, key: str, words: Sequence[str], remedy: str) -> str:
        """Return the one of `words` that is written, whatever its capitals; empty where it is missing or another."""
        value = self.line(table, key)
        word = value.lower()
        if word in ("", *words):
            return word
        self.add_problem(table.nodes[key].mark, f"`{key}` must be {' or '.join(words)}, not `{value[:80]}`", remedy)
        return ""

    def names(
        self, table: Table, key: str, known: Sequence[str], others: Mapping[str, str], meant: Callable[[str], str]
    ) -> tuple[str, ...]:
        """Return a list of names, each as it is `meant`; one problem for each that is not `known`, or stands twice.

        `others` maps names that exist and cannot stand there to what is said of them.
        """
        found = list[str]()
        for node in self.items(table.nodes.get(key), f"`{key}`"):
            name = meant(one_line(node.value)) if isinstance(node, Text) else ""
            if name in found:
                self.add_problem(node.mark, f"`{name}` stands in `{key}` twice", "delete one of the two")
            elif name in known:
                found.append(name)
            else:
                what = (
                    f"`{name[:80]}` is no block that `{key}` can name"
                    if name
                    else f"`{key}` has an entry without a name"
                )
                self.add_problem(node.mark, what, others.get(name) or did_you_mean(name, known))
        return tuple(found)

    def language(self, table: Table, key: str) -> str:
        """Return the code of a language, also where its name is written."""
        value = self.line(table, key)
        code = language_code(value) if value else ""
        if code and code != value:
            self.remarks.add(table.nodes[key].mark, f"the language `{value}` was read as its code, `{code}`")
        elif value and not code:
            what = f"`{value[:80]}` is no language that is known here"
            self._add_unread(table.nodes[key].mark, what, "write its code of two letters, such as `uk`, `ru` or `de`")
        return code

    def address(self, table: Table, key: str, *words: str, is_page: bool = False) -> str:
        """Return a web address that a letter may link to, or one of the `words`; empty where it is missing or bad.

        `is_page` is that of `pasted_address`.
        """
        value = self._text(table, key, ADDRESS_LIMIT).strip()
        if not value or value.lower() in words:
            return value.lower()
        return self.pasted(value, table.nodes[key].mark, is_page=is_page)

    def pasted(self, value: str, mark: Mark, *, is_page: bool) -> str:
        """Return the address that is meant by `value`; empty where a problem says why a letter cannot link to it."""
        found = pasted_address(value, is_page=is_page)
        for remark in found.remarks:
            self.remarks.add(mark, remark)
        if found.fault and mark not in self.unread_marks:
            self._add_unread(
                mark, f"`{found.url[:80]}` is no address that a letter can link to: {found.fault}", found.remedy
            )
        return "" if found.fault else found.url

    def lines(self, table: Table, key: str) -> tuple[str, ...]:
        """Return a list of short texts."""
        found = []
        for node in self.items(table.nodes.get(key), f"`{key}`"):
            if isinstance(node, Text) and one_line(node.value):
                found.append(one_line(node.value))
            else:
                self.add_problem(node.mark, f"each entry of `{key}` must be text", "write one text per `- `")
        return tuple(found)

    def _text(self, table: Table, key: str, limit: int) -> str:
        node = table.nodes.get(key)
        if node is None:
            return ""
        if not isinstance(node, Text):
            self._add_unread(node.mark, f"`{key}` must be text", "write it behind the colon, in double quotes")
            return ""
        if len(node.value) > limit:
            self._add_unread(node.mark, f"`{key}` has {len(node.value)} characters, more than {limit}", "shorten it")
            return ""
        return node.value

    def _add_unread(self, mark: Mark, what: str, remedy: str) -> None:
        self.unread_marks.add(mark)
        self.add_problem(mark, what, remedy)


def _is_day(value: str) -> bool:
    try:
        return _DAY.fullmatch(value) is not None and date.fromisoformat(value) is not None
    except ValueError:
        return False
