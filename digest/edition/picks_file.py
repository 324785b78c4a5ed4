"""Reads a picks file, `editions/2026-11-27.yaml`, into an `Edition`, or into all of its problems at once.

The keys are those of docs/editors.md. What the file means for the letter (missing words, too many picks) is decided in
`checks.py`; here only its form is read.
"""

from digest.edition.fields import Fields
from digest.edition.model import Brief, Correction, Edition, Note, Pick, Related, Section
from digest.edition.strict_yaml import Node, Table, Text, read
from digest.problem import START, Mark, Problem

EDITION_KEYS = {
    "subject": "the subject line",
    "preheader": "the line an inbox shows behind the subject",
    "language": "the language of the letter, if not the digest's own",
    "kind": "`special` for a letter that goes out by hand only",
    "repeats": "true when it may be made of articles that earlier letters had",
    "note": "the editor's note",
    "sections": "the sections with their picks",
    "briefs": "news in one sentence each",
    "corrections": "what earlier letters got wrong",
}
KINDS = ("regular", "special")
SECTION_KEYS = {"name": "its heading", "picks": "its articles"}
PICK_KEYS = {
    "url": "the article's page",
    "title": "own headline",
    "summary": "own summary",
    "byline": "own byline",
    "kicker": "the word above the headline",
    "picture": "address of another picture",
    "alt": "what the picture shows",
    "credit": "who took it",
    "language": "the article's language",
    "topics": "its topics",
    "related": "further links",
    "lead": "true for the lead story",
}
NOTE_KEYS = {"text": "Markdown", "by": "who signs it"}
LINK_KEYS = {"text": "the sentence", "url": "a page about it"}
RELATED_KEYS = {"title": "the words of the link", "url": "the page"}


def parse(text: str, file: str, edition_id: str) -> tuple[Edition | None, list[Problem]]:
    """Read `text`, the content of `file`, as the picks of edition `edition_id`.

    Returns the edition as far as it could be read (None when the YAML itself is broken) and every problem of form, in
    the order found. Never raises for anything an editor can type.
    """
    root, faults = read(text)
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
    return Edition(
        id=edition_id,
        file=fields.file,
        subject=fields.line(table, "subject"),
        preheader=fields.line(table, "preheader"),
        language=fields.line(table, "language"),
        kind=_kind(fields, table),
        repeats=fields.flag(table, "repeats"),
        note=_note(fields, table.nodes.get("note")),
        sections=tuple(_section(fields, node) for node in fields.items(table.nodes.get("sections"), "`sections`")),
        briefs=tuple(
            Brief(*_sentence(fields, node, "a brief")) for node in fields.items(table.nodes.get("briefs"), "`briefs`")
        ),
        corrections=tuple(
            Correction(*_sentence(fields, node, "a correction"))
            for node in fields.items(table.nodes.get("corrections"), "`corrections`")
        ),
        marks=table.keys,
    )


def _kind(fields: Fields, table: Table) -> str:
    value = fields.line(table, "kind")
    if value not in ("", *KINDS):
        fields.note(
            table.nodes["kind"].mark,
            f"`kind` must be regular or special, not `{value}`",
            "write `kind: special` or leave it out",
        )
    return value if value in KINDS else KINDS[0]


def _note(fields: Fields, node: Node | None) -> Note | None:
    if node is None:
        return None
    if isinstance(node, Text):
        return Note(text=node.value.strip())
    table = fields.table(node, "the editor's note", NOTE_KEYS)
    note = Note(text=fields.text(table, "text"), by=fields.line(table, "by"))
    if not note.text and "text" not in table.nodes:
        fields.note(table.mark, "the editor's note has no text", "write it as `text:` or delete the note")
    return note


def _section(fields: Fields, node: Node) -> Section:
    table = fields.table(node, "a section", SECTION_KEYS)
    name = fields.line(table, "name")
    if not name and isinstance(node, Table):
        fields.note(table.mark, "the section has no name", "give it one: `name: News`")
    picks = (_pick(fields, entry) for entry in fields.items(table.nodes.get("picks"), "`picks`"))
    return Section(name=name, picks=tuple(pick for pick in picks if pick), mark=table.mark)


def _pick(fields: Fields, node: Node) -> Pick | None:
    if isinstance(node, Text):
        url = node.value.strip()
        return Pick(url=url, mark=node.mark) if fields.address_is_good(url, node.mark) else None
    table = fields.table(node, "a pick", PICK_KEYS)
    if isinstance(node, Table) and not fields.line(table, "url"):
        fields.note(table.mark, "the pick has no url", "give the article's page: `url: https://...`")
    return Pick(
        url=fields.address(table, "url"),
        title=fields.line(table, "title"),
        summary=" ".join(fields.text(table, "summary").split()),
        byline=fields.line(table, "byline"),
        kicker=fields.line(table, "kicker"),
        picture=fields.address(table, "picture"),
        alt=fields.line(table, "alt"),
        credit=fields.line(table, "credit"),
        language=fields.line(table, "language"),
        topics=fields.lines(table, "topics"),
        related=tuple(_related(fields, entry) for entry in fields.items(table.nodes.get("related"), "`related`")),
        lead=fields.flag(table, "lead"),
        mark=table.mark,
        marks=table.keys,
    )


def _related(fields: Fields, node: Node) -> Related:
    table = fields.table(node, "a related link", RELATED_KEYS)
    related = Related(title=fields.line(table, "title"), url=fields.address(table, "url"))
    if isinstance(node, Table) and not (related.title and "url" in table.nodes):
        fields.note(table.mark, "a related link needs a title and a url", "write both, or delete the link")
    return related


def _sentence(fields: Fields, node: Node, noun: str) -> tuple[str, str, Mark]:
    if isinstance(node, Text):
        return " ".join(node.value.split()), "", node.mark
    table = fields.table(node, noun, LINK_KEYS)
    text = " ".join(fields.text(table, "text").split())
    if not text and isinstance(node, Table):
        fields.note(table.mark, f"{noun} has no text", "write it as `text:`")
    return text, fields.address(table, "url"), table.mark
