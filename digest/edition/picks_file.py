"""Reads a picks file, `editions/2026-11-27.yaml`, into an `Edition`, or into all of its problems at once.

The keys are those of docs/editors.md; those of parts (note, briefs, ...) come from the models. What the file means for
the letter (missing words, too many picks) is decided in `checks.py`; here only its form is read.
"""

import dataclasses

from digest.characters import one_line, without_invisible
from digest.edition.addresses import page_address
from digest.edition.fields import Fields
from digest.edition.model import NO_PICTURE, Edition, Pick, Section
from digest.edition.parts import parts_of, with_parts
from digest.edition.strict_yaml import Node, Table, Text, parse_yaml
from digest.problem import START, Problem

OWN_KEYS = ("subject", "preheader", "language", "kind", "repeats", "sections")
EDITION_KEYS = (*OWN_KEYS, *parts_of(Edition))
KINDS = ("regular", "special")
SECTION_KEYS = ("name", "picks")
PICK_KEYS = tuple(field.name for field in dataclasses.fields(Pick) if not field.name.startswith("mark"))


def parse(text: str, file: str, edition_id: str) -> tuple[Edition | None, list[Problem]]:
    """Parse `text`, the content of `file`, as the picks of edition `edition_id`.

    Returns the edition as far as it could be parsed (None when the YAML itself is broken) and every problem of form, in
    the order found. Never raises for anything an editor can type.
    """
    root, faults = parse_yaml(text)
    problems = [Problem(file, fault.mark, fault.what, fault.remedy) for fault in faults]
    if root is None or not isinstance(root, Table):
        if not problems:
            what = "the file is empty" if root is None else "the file does not begin with `key: value` lines"
            problems.append(Problem(file, START, what, "begin with `subject:` and `sections:`"))
        return None, problems
    fields = Fields(file, problems)
    return _edition(fields, root, edition_id), fields.problems


def _edition(fields: Fields, root: Table, edition_id: str) -> Edition:
    table = fields.table(root, "the edition", EDITION_KEYS)
    edition = Edition(
        id=edition_id,
        file=fields.file,
        subject=fields.line(table, "subject"),
        preheader=fields.line(table, "preheader"),
        language=fields.line(table, "language"),
        kind=_kind(fields, table),
        repeats=fields.flag(table, "repeats"),
        sections=tuple(_section(fields, node) for node in fields.items(table.nodes.get("sections"), "`sections`")),
        marks=table.keys,
        unread=fields.unread(table),
    )
    return with_parts(fields, table, edition)


def _kind(fields: Fields, table: Table) -> str:
    value = fields.line(table, "kind")
    if value not in ("", *KINDS):
        fields.add_problem(
            table.nodes["kind"].mark,
            f"`kind` must be regular or special, not `{value}`",
            "write `kind: special` or leave it out",
        )
    return value if value in KINDS else KINDS[0]


def _section(fields: Fields, node: Node) -> Section:
    table = fields.table(node, "a section", SECTION_KEYS)
    name = fields.line(table, "name")
    if not name and isinstance(node, Table) and "name" not in fields.unread(table):
        fields.add_problem(table.mark, "the section has no name", "give it one: `name: News`")
    picks = [_pick(fields, entry) for entry in fields.items(table.nodes.get("picks"), "`picks`")]
    unread = None in picks or not isinstance(node, Table) or "picks" in fields.unread(table)
    return Section(name=name, picks=tuple(pick for pick in picks if pick), mark=table.mark, unread=unread)


def _pick(fields: Fields, node: Node) -> Pick | None:
    if isinstance(node, Text):
        url = page_address(without_invisible(node.value).strip())
        return Pick(url=url, mark=node.mark) if fields.address_is_good(url, node.mark) else None
    table = fields.table(node, "a pick", PICK_KEYS)
    url = fields.address(table, "url")
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
        language=fields.line(table, "language"),
        topics=fields.lines(table, "topics"),
        lead=fields.flag(table, "lead"),
        mark=table.mark,
        marks=table.keys,
        unread=fields.unread(table),
    )
    return with_parts(fields, table, pick)
