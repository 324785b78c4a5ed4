"""Reads a picks file, `editions/2026-11-27.yaml`, into an `Edition`, or into all of its problems at once.

The keys are those of docs/editors.md; those of parts (note, briefs, ...) come from the models. What the file means for
the letter (missing words, too many picks) is decided in `checks.py`; here only its form is read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, zip_longest

from digest.calendar.edition_id import is_special
from digest.characters import one_line
from digest.edition.block_names import LEAVABLE, MOVABLE, UNLEAVABLE, UNMOVABLE, block_name
from digest.edition.fields import Fields
from digest.edition.keys import EDITION_KEYS, PICK_KEYS, SECTION_KEYS, belongs_to
from digest.edition.line_places import line_places
from digest.edition.model import LOOKS, NO_PICTURE, Edition, Pick, Section
from digest.edition.parts import with_parts
from digest.edition.strict_yaml import Items, Node, Table, Text, parse_yaml
from digest.edition.typed_file import read_typed
from digest.edition.typed_line import looks_like_address
from digest.edition.yaml_lines import Unclear, YamlLines
from digest.problem import START, Mark, Problem, excerpt, in_order

_BEGINNING = (
    'begin with `subject: "..."`, `sections:`, `- name: News` and `picks:`, each on a line of its own, and below them '
    "`- ` and an address for each article"
)
KINDS = ("regular", "special")
MOST_PICKS, MOST_ENTRIES = 200, 2_000
"""The most picks of an edition, and entries of all its lists together: several times those of a long letter."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file means as far as it can be read, its problems, and what that was read from: its lines and keys."""

    edition: Edition | None
    problems: list[Problem]
    typed: YamlLines
    root: Table | None = None


def parse(text: str, file: str, edition_id: str) -> tuple[Edition | None, list[Problem]]:
    """Parse `text`, the content of `file`, as the picks of edition `edition_id`.

    Returns the edition as far as it could be parsed (None when the YAML itself is broken) and every problem of form, in
    the order found. Never raises for anything an editor can type.
    """
    found = parse_whole(text, file, edition_id)
    return found.edition, found.problems


def parse_whole(text: str, file: str, edition_id: str) -> Parsed:
    """Parse as `parse` does, for whoever needs to know as well where each thing stands."""
    typed = read_typed(text)
    root, faults = parse_yaml(typed.text(), typed.place)
    problems = [_unclear(unclear, file, typed) for unclear in typed.unclear]
    problems += [Problem(file, fault.mark, fault.what, fault.remedy) for fault in faults]
    if root is None or not isinstance(root, Table):
        if not problems or typed.knows_no_key:
            what = "the file is empty" if root is None else "the file does not begin with `key: value` lines"
            problems = [Problem(file, START, what, _BEGINNING)]
        return Parsed(None, problems, typed)
    if beyond := _beyond(root):
        return Parsed(None, [*problems, Problem(file, *beyond)], typed)
    fields = Fields(file, problems, typed.remarks, typed.unread, belongs_to)
    edition = _with_line_places(_edition(fields, root, edition_id), [line.shown for line in typed.typed])
    errors = [_with_line(problem, typed) for problem in fields.problems]
    return Parsed(edition, in_order([*errors, *fields.remarks.problems(file)]), typed, root)


def _beyond(root: Table) -> tuple[Mark, str, str] | None:
    """Return where a file has more than a letter can hold, what, and what to do; None where it does not.

    Of such a file nothing is read: every page about it, and each save, would cost the more the longer it is.
    """
    sections = _entries(root.nodes.get("sections"))
    tables = [named for one in sections if isinstance(named := _named(one), Table)]
    picks = [pick for one in tables for pick in _entries(one.nodes.get("picks"))]
    if len(picks) > MOST_PICKS:
        what = f"the edition has {len(picks):,} picks, more than {MOST_PICKS}"
        return picks[MOST_PICKS].mark, what, "keep the best; no letter is read, or shown whole, that is so long"
    every = list(islice(_all_entries(root), MOST_ENTRIES + 1))
    if len(every) > MOST_ENTRIES:
        what = f"the edition's lists have more than {MOST_ENTRIES:,} entries together"
        return every[-1].mark, what, "keep what is for this letter"
    return None


def _entries(node: Node | None) -> list[Node]:
    return node.nodes if isinstance(node, Items) else []


def _all_entries(node: Node) -> Iterator[Node]:
    """Yield the entries of all lists in a node, however deep, in the order of the file."""
    if isinstance(node, Items):
        for entry in node.nodes:
            yield entry
            yield from _all_entries(entry)
    elif isinstance(node, Table):
        for value in node.nodes.values():
            yield from _all_entries(value)


def _with_line_places(edition: Edition, written: Sequence[str]) -> Edition:
    note = edition.note
    if note is None:
        return edition
    return replace(edition, note=replace(note, marks=line_places(note.text, written, edition.mark_of("note"))))


def _with_line(problem: Problem, typed: YamlLines) -> Problem:
    """Return a problem with the line it is about, if it does not show that already."""
    line = typed.typed[min(problem.mark.line, len(typed.typed)) - 1].shown
    return problem if problem.excerpt else replace(problem, excerpt=excerpt(line, problem.mark))


def _unclear(unclear: Unclear, file: str, typed: YamlLines) -> Problem:
    """Return the problem of a line that nobody can be sure about, with the line as it is and as it should be."""
    line = typed.typed[unclear.mark.line - 1].shown
    return Problem(
        file, unclear.mark, unclear.what, unclear.remedy, excerpt=excerpt(line, unclear.mark, unclear.corrected)
    )


def _edition(fields: Fields, root: Table, edition_id: str) -> Edition:
    table = fields.table(root, "the edition", EDITION_KEYS)
    edition = Edition(
        id=edition_id,
        file=fields.file,
        subject=fields.line(table, "subject"),
        preheader=fields.line(table, "preheader"),
        number=fields.line(table, "number"),
        language=fields.language(table, "language"),
        kind=_kind(fields, table, edition_id),
        repeats=fields.flag(table, "repeats"),
        in_this_issue=fields.flag(table, "in_this_issue"),
        order=fields.names(table, "order", MOVABLE, UNMOVABLE, block_name),
        without=fields.names(table, "without", LEAVABLE, UNLEAVABLE, block_name),
        sections=_sections(fields, table.nodes.get("sections")),
        marks=table.keys,
        unread=fields.unread(table) | (set() if fields.knows_all(table, EDITION_KEYS) else {"sections"}),
    )
    return with_parts(fields, table, edition)


def _kind(fields: Fields, table: Table, edition_id: str) -> str:
    """Return the kind that is written; one whose name says that it is special is so, whatever is written."""
    written = fields.choice(table, "kind", KINDS, "write `kind: special` or leave it out") or KINDS[0]
    return KINDS[1] if is_special(edition_id) else written


def _sections(fields: Fields, node: Node | None) -> tuple[Section, ...]:
    nodes = fields.items(node, "`sections`")
    bare = [entry for entry in nodes if isinstance(entry, Text)]
    if bare and looks_like_address(bare[0].value):
        fields.add_problem(
            bare[0].mark,
            "picks stand here without a section",
            "write `- name: News` and, below it, `picks:` before them",
        )
        return tuple(Section("", (), entry.mark, unread=True) for entry in nodes)
    ends = [entry.mark.line for entry in nodes[1:]]
    return tuple(_section(fields, entry, end) for entry, end in zip_longest(nodes, ends))


def _section(fields: Fields, node: Node, end: int | None) -> Section:
    """Read a section that goes on to the line `end`, or to the end of the file."""
    if isinstance(node, Text):
        what = f"`{node.value[:80]}` is no section with picks"
        fields.add_problem(node.mark, what, "write `- name: ...` and, below it, `picks:` with `- ` before each address")
        return Section(one_line(node.value), (), node.mark, unread=True)
    table = fields.table(_named(node), "a section", SECTION_KEYS)
    name = fields.line(table, "name")
    if not name and isinstance(node, Table) and "name" not in fields.unread(table):
        fields.add_problem(table.mark, "the section has no name", "give it one: `name: News`")
    picks = [_pick(fields, entry) for entry in fields.items(table.nodes.get("picks"), "`picks`")]
    lost = any(node.mark.line <= mark.line < (end or mark.line + 1) for mark in fields.unread_marks)
    unread = lost or None in picks or not isinstance(node, Table) or "picks" in fields.unread(table)
    look = fields.choice(table, "look", LOOKS, "leave it out for cards, each with its picture beside the words")
    return with_parts(fields, table, Section(name, tuple(pick for pick in picks if pick), table.mark, look, unread))


def _named(node: Node) -> Node:
    """Return a section; one whose name stands as the key of its picks as if it were written `name:` and `picks:`."""
    if not isinstance(node, Table) or len(node.keys) != 1:
        return node
    ((name, mark),) = node.keys.items()
    below = node.nodes.get(name)
    if name in SECTION_KEYS or not isinstance(below, Items):
        return node
    return Table(node.mark, {"name": Text(name, mark), "picks": below}, {"name": mark, "picks": below.mark})


def _pick(fields: Fields, node: Node) -> Pick | None:
    if isinstance(node, Text):
        url = fields.pasted(node.value, node.mark, is_page=True)
        return Pick(url=url, mark=node.mark) if url else None
    table = fields.table(node, "a pick", PICK_KEYS)
    url = fields.address(table, "url", is_page=True)
    if isinstance(node, Table) and not url and "url" not in fields.unread(table):
        fields.add_problem(table.mark, "the pick has no url", "give the article's page: `url: https://...`")
    pick = Pick(
        url=url,
        title=fields.line(table, "title"),
        summary=one_line(fields.text(table, "summary")),
        byline=fields.line(table, "byline"),
        kicker=fields.line(table, "kicker"),
        picture=fields.address(table, "picture", NO_PICTURE),
        alt=fields.line(table, "alt"),
        credit=fields.line(table, "credit"),
        language=fields.language(table, "language"),
        topics=fields.lines(table, "topics"),
        lead=fields.flag(table, "lead"),
        live_from=fields.line(table, "live_from"),
        mark=table.mark,
        marks=table.keys,
        unread=fields.unread(table),
    )
    return with_parts(fields, table, pick)
