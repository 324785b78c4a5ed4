"""Typed reading of the nodes of a picks file: each function returns a value and collects the problems it meets.

A value that cannot be read comes back empty, so that one bad line never hides the next one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from digest.characters import one_line, several_lines, without_invisible
from digest.edition.addresses import fault_as_typed, page_address
from digest.edition.strict_yaml import Items, Node, Table, Text
from digest.problem import Mark, Problem, did_you_mean

LINE_LIMIT = 300
TEXT_LIMIT = 5_000


@dataclass(slots=True)
class Fields:
    """Reads nodes of one `file` and collects the problems in them."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    _unread: set[Mark] = field(default_factory=set)

    def add_problem(self, mark: Mark, what: str, remedy: str) -> None:
        """Add one error at `mark`."""
        self.problems.append(Problem(self.file, mark, what, remedy))

    def unread(self, table: Table) -> frozenset[str]:
        """Return the keys whose value is written and could not be read: a problem says so, and they are not missing."""
        return frozenset(key for key, node in table.nodes.items() if node.mark in self._unread)

    def table(self, node: Node, noun: str, known: Iterable[str]) -> Table:
        """Return a mapping; one problem for each key that is not `known`, naming the nearest that is."""
        if not isinstance(node, Table):
            self.add_problem(node.mark, f"{noun} must be `key: value` lines", "known here: " + ", ".join(known))
            return Table(node.mark)
        for key, mark in node.keys.items():
            if key not in known:
                self.add_problem(mark, f"unknown key `{key}` in {noun}", did_you_mean(key, known))
        return node

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
        """Return whether `true` is written; missing means false."""
        value = self.line(table, key)
        if value not in ("", "true", "false"):
            self.add_problem(
                table.nodes[key].mark,
                f"`{key}` must be true or false, not `{value}`",
                f"write `{key}: true` or leave it out",
            )
        return value == "true"

    def address(self, table: Table, key: str, *words: str) -> str:
        """Return a web address that a letter may link to, or one of the `words`; empty where it is missing or bad."""
        value = page_address(without_invisible(self._text(table, key, LINE_LIMIT * 10)).strip())
        return value if not value or value in words or self.address_is_good(value, table.nodes[key].mark) else ""

    def address_is_good(self, value: str, mark: Mark) -> bool:
        """Return whether `value` may be linked from a letter; a problem says why not."""
        fault = fault_as_typed(value)
        if fault:
            self._add_unread(
                mark, f"bad URL `{value[:80]}`: {fault}", "copy the page's address from the browser, https:// included"
            )
        return fault is None

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
        self._unread.add(mark)
        self.add_problem(mark, what, remedy)
