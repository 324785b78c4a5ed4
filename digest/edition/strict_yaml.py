"""YAML for people who are no programmers: maps, lists and text; nothing that surprises.

Anchors, aliases, merge keys, tags and duplicate keys are refused, every scalar is text, size and depth are capped, and
the place of every key and value is kept. Rules: docs/decisions/0008-strict-yaml.md. The parser is libyaml's event
stream where PyYAML brings it, so no recursion and no construction of objects takes place.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import yaml

from digest.problem import Mark

MAX_BYTES = 256_000
MAX_DEPTH = 12

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_UNQUOTED = re.compile(r"^(?P<lead>\s*(?:- +)*[A-Za-z_]+:[ \t]+)(?P<value>[^\s\"'|>\[{#&*!].*)$")
_Parser: "type[yaml.SafeLoader | yaml.CSafeLoader]" = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Fault:
    """What the YAML itself gets wrong, before any meaning is looked at."""

    mark: Mark
    what: str
    remedy: str


@dataclass(slots=True)
class Text:
    """A scalar, always text."""

    value: str
    mark: Mark


@dataclass(slots=True)
class Items:
    """A list."""

    mark: Mark
    nodes: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A mapping; `keys` holds the place of each key."""

    mark: Mark
    nodes: dict[str, "Node"] = field(default_factory=dict)
    keys: dict[str, Mark] = field(default_factory=dict)


Node = Text | Items | Table


def parse_yaml(text: str, place: Callable[[Mark], Mark] = lambda mark: mark) -> tuple[Node | None, list[Fault]]:
    """Parse one YAML document; return its root (None for an empty or broken file) and every fault found.

    `place` leads from a place in `text` to the one that its author sees, where these are not the same.
    """
    if len(text.encode()) > MAX_BYTES:
        return None, [Fault(Mark(1, 1), f"the file is larger than {MAX_BYTES // 1000} kB", "keep only the picks in it")]
    faults = [
        Fault(
            _mark_at(text, found.start()),
            "an invisible control character stands here",
            "delete it and type the text anew",
        )
        for found in _FORBIDDEN.finditer(text)
    ]
    if faults:
        return None, faults
    builder = _Builder(text.splitlines(), place)
    try:
        for event in yaml.parse(text, Loader=_Parser):
            builder.handle(event)
    except _Stop:
        pass
    except yaml.MarkedYAMLError as error:
        faults = [Fault(place(fault.mark), fault.what, fault.remedy) for fault in _syntax_faults(text, error)]
        return None, [*builder.faults, *faults]
    except yaml.YAMLError:
        builder.faults.append(Fault(Mark(1, 1), "the file is not readable as YAML", "save it as UTF-8 text"))
    return builder.root, builder.faults


class _Stop(Exception):
    """Reading further would only repeat the last fault."""


class _Builder:
    """Turns the parser's events into nodes with a stack, collecting faults on the way."""

    def __init__(self, lines: list[str], place: Callable[[Mark], Mark]) -> None:
        self.root: Node | None = None
        self.faults: list[Fault] = []
        self._lines = lines
        self._place_of = place
        self._open: list[tuple[Items | Table, str | None]] = []

    def handle(self, event: yaml.Event) -> None:
        mark = self._place_of(_mark(event))
        if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self._refuse(mark, "a second document begins here", "keep one edition per file and delete the `---`")
            raise _Stop
        if isinstance(event, yaml.AliasEvent):
            self._refuse(mark, f"`*{event.anchor}` is a YAML alias, which is not allowed here", "write the text out")
            self._place(Text("", mark))
            return
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_decorations(event, mark)
            self._refuse_cut_text(event, mark)
            self._scalar(str(event.value), mark)
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            self._refuse_decorations(event, mark)
            self._begin(Items(mark) if isinstance(event, yaml.SequenceStartEvent) else Table(mark), mark)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            self._open.pop()

    def _begin(self, node: Items | Table, mark: Mark) -> None:
        if len(self._open) >= MAX_DEPTH:
            self._refuse(mark, f"lists and keys are nested deeper than {MAX_DEPTH} levels", "check the indentation")
            raise _Stop
        if self._open and isinstance(self._open[-1][0], Table) and self._open[-1][1] is None:
            self._refuse(mark, "a list or mapping stands where a key is expected", "write `key: value`")
            raise _Stop
        self._place(node)
        self._open.append((node, None))

    def _scalar(self, value: str, mark: Mark) -> None:
        if not self._open:
            self._place(Text(value, mark))
            return
        parent, key = self._open[-1]
        if isinstance(parent, Table) and key is None:
            if value == "<<":
                self._refuse(mark, "`<<` is a YAML merge key, which is not allowed here", "write the keys out")
            elif value in parent.keys:
                first = parent.keys[value].line
                self._refuse(
                    mark, f"the key `{value}` stands here a second time (first on line {first})", "keep one of the two"
                )
            parent.keys.setdefault(value, mark)
            self._open[-1] = (parent, value)
            return
        self._place(Text(value, mark))

    def _place(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent, key = self._open[-1]
        if isinstance(parent, Items):
            parent.nodes.append(node)
        elif key is not None:
            parent.nodes.setdefault(key, node)
            self._open[-1] = (parent, None)

    def _refuse(self, mark: Mark, what: str, remedy: str) -> None:
        self.faults.append(Fault(mark, what, remedy))

    def _refuse_decorations(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, mark: Mark) -> None:
        if event.anchor:
            self._refuse(
                mark, f"`&{event.anchor}` is a YAML anchor, which is not allowed here", "put the value in double quotes"
            )
        if event.tag:
            self._refuse(
                mark, f"`{event.tag}` is a YAML tag, which is not allowed here", "put the value in double quotes"
            )

    def _refuse_cut_text(self, event: yaml.ScalarEvent, mark: Mark) -> None:
        """Refuse `title: Why #MeToo`: YAML would keep "Why" and drop the rest as a comment."""
        if event.style not in (None, "") or not event.value:
            return
        end = event.end_mark
        line = self._lines[end.line] if end and end.line < len(self._lines) else ""
        cut = re.match(r"\s*(#[^\s#].*)", line[end.column :] if end else "")
        if cut:
            lost = cut.group(1)
            self._refuse(
                mark, f"`{lost}` would be lost: YAML takes ` #` for a comment", "put the whole value in double quotes"
            )


def _syntax_faults(text: str, error: yaml.MarkedYAMLError) -> Iterator[Fault]:
    """Yield a fault for every line that needs quotes, or else one at the place where the parser gave up."""
    needing_quotes = list(_lines_needing_quotes(text))
    if needing_quotes:
        yield from needing_quotes
        return
    place = error.problem_mark or error.context_mark
    mark = Mark(place.line + 1, place.column + 1) if place else Mark(1, 1)
    line = next(iter(text.splitlines()[mark.line - 1 : mark.line]), "")
    if "\t" in line[: len(line) - len(line.lstrip())]:
        yield Fault(mark, "a tab stands in front of this line", "put spaces there, as many as the lines beside it have")
        return
    remedy = "look whether this line or the one above stands too far left or right, or lacks a quote or a bracket"
    yield Fault(mark, "nobody can know what is meant from here on", remedy)


def _lines_needing_quotes(text: str) -> Iterator[Fault]:
    for number, line in enumerate(text.splitlines(), 1):
        found = _UNQUOTED.match(line)
        if found and re.search(r":(\s|$)", found["value"]):
            mark = Mark(number, len(found["lead"]) + 1)
            yield Fault(
                mark,
                "the text has a colon in it, which YAML takes for a new key",
                "put the whole value in double quotes",
            )


def _mark(event: yaml.Event) -> Mark:
    start = event.start_mark
    return Mark(start.line + 1, start.column + 1) if start else Mark(1, 1)


def _mark_at(text: str, offset: int) -> Mark:
    before = text[:offset]
    return Mark(before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)
