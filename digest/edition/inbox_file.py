"""Reads `editions/inbox.yaml`, a list of links that wait for an edition, and writes more behind it. Pure.

People may write the file by hand, as freely as a picks file: a line `- ` and an address is enough. Whoever adds a link
puts it behind what is there, and no other byte changes; the new text is read again before it is returned, and must hold
all that it held and the new links, or else nothing is written.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import product

from digest.edition.fields import Fields
from digest.edition.inbox_link import INBOX_FILE, InboxLink
from digest.edition.keys import Holds, Key, Shape
from digest.edition.levels import of_list
from digest.edition.strict_yaml import Items, Node, Table, Text, parse_yaml
from digest.edition.typed_file import read_typed
from digest.edition.yaml_lines import YamlLines
from digest.problem import START, Problem, excerpt, in_order

MOST_LINKS = 500
MOST_BYTES = 200_000
"""How much an inbox holds; beyond it nothing is added until somebody makes room."""
INBOX_LINK = Shape(
    "a link of the inbox",
    {
        "url": Key(Holds.ADDRESS),
        "note": Key(Holds.TEXT),
        "added": Key(Holds.WORD),
        "from": Key(Holds.TEXT),
    },
    "url",
    needed=frozenset({"url"}),
)
"""How a link is typed."""
HEAD = """\
# Links that wait for an edition; `digest candidates` lists them.
# Add your own, one a line, below. Delete what is done with.
"""
_BEGINNING = "begin each line with `- ` and an address"
_BARE = re.compile(r"^(?=https?://\S+[ \t]*\r?$)", re.MULTILINE)
"""Where the dash is missing before an address that stands on a line of its own, as it was pasted."""
_DASH = re.compile(r"^([ ]*)- ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Inbox:
    """The links of the file, each page once, in its order, and every problem of its form.

    `written` is how many links stand in it, with those that stand there twice; `every` those that can be read.
    """

    links: tuple[InboxLink, ...] = ()
    problems: tuple[Problem, ...] = ()
    written: int = 0
    every: tuple[InboxLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """The links that wait, the newest last, each with the edition that had its page already, and all problems."""

    links: tuple[tuple[InboxLink, str], ...] = ()
    problems: tuple[Problem, ...] = ()


def parse_inbox(text: str) -> Inbox:
    """Return the links in the text of the file, as far as they can be read."""
    dash = _DASH.search(text)
    typed = read_typed(_BARE.sub(dash[0] if dash else "- ", text), of_list(INBOX_LINK))
    root, faults = parse_yaml(typed.text(), typed.place)
    problems = [Problem(INBOX_FILE, fault.mark, fault.what, fault.remedy) for fault in faults]
    problems += [Problem(INBOX_FILE, one.mark, one.what, one.remedy) for one in typed.unclear]
    if root is None and not problems and not (typed.knows_no_key and text.strip()):
        return Inbox()
    if not isinstance(root, Items):
        if not problems and not _is_only_comments(text):
            problems = [Problem(INBOX_FILE, START, "the file is no list of links", _BEGINNING)]
        return Inbox((), tuple(_with_lines(problems, typed)))
    fields = Fields(INBOX_FILE, problems, typed.remarks, typed.unread)
    read = [link for node in root.nodes if (link := _link(fields, node))]
    problems += fields.remarks.problems(INBOX_FILE, "nothing to do if that is what you mean")
    if len(read) > MOST_LINKS:
        what = f"the inbox holds {len(read)} links, more than {MOST_LINKS}: nothing is added to it"
        problems.append(Problem(INBOX_FILE, read[MOST_LINKS].mark, what, "delete those that are done with"))
    return Inbox(tuple(_each_once(read)), tuple(_with_lines(problems, typed)), len(root.nodes), tuple(read))


def links_behind(text: str, links: Sequence[InboxLink]) -> str | None:
    """Return what is to be put behind the text of the file so that it holds `links`, too: "" where it does already.

    None where the file is written in a way in which that cannot be done, such as in brackets, or in which it could not
    be read afterwards.
    """
    before = parse_inbox(text)
    known = {link.page for link in before.links}
    new = [link for link in _each_once(links) if link.page not in known]
    if not new:
        return ""
    wanted = [*_values(before), *_values(Inbox(tuple(new)))]
    for indent, is_quoted in product(_indents(text), (False, True)):
        added = _joint(text) + "".join(_written(link, indent, _end(text), is_quoted=is_quoted) for link in new)
        after = parse_inbox(text + added)
        if _values(after) == wanted:
            return added
    return None


def has_room(text: str, links: Sequence[InboxLink]) -> bool:
    """Return whether the file has room for `links`, whatever of them it holds already: nobody learns that by asking."""
    size = len(text.encode(errors="replace")) + sum(len(_written(link, "", "\n").encode()) for link in links)
    return parse_inbox(text).written + len(links) <= MOST_LINKS and size <= MOST_BYTES


def _is_only_comments(text: str) -> bool:
    return all(line.lstrip().startswith("#") or not line.strip() for line in text.splitlines())


def _link(fields: Fields, node: Node) -> InboxLink | None:
    if isinstance(node, Text):
        url = fields.pasted(node.value, node.mark, is_page=True)
        return InboxLink(url, mark=node.mark) if url else None
    table = fields.table(node, INBOX_LINK.noun, INBOX_LINK.keys)
    url = fields.address(table, "url", is_page=True)
    if not url:
        if "url" not in fields.unread(table):
            fields.add_problem(table.mark, "the link has no url", "give the page: `url: https://...`")
        return None
    return InboxLink(url, fields.line(table, "note"), _time(fields, table), fields.line(table, "from"), table.mark)


def _time(fields: Fields, table: Table) -> str:
    """Return when a link was added, as it is written: a day, or a day and a time."""
    value = fields.line(table, "added")
    try:
        if value:
            datetime.fromisoformat(value)
    except ValueError:
        remedy = "write it as `added: 2026-11-26`, or leave it out"
        fields.add_problem(table.nodes["added"].mark, f"`added` is no day: `{value[:40]}`", remedy)
        return ""
    return value


def _each_once(links: Sequence[InboxLink]) -> list[InboxLink]:
    """Return the links, each page once, where it stands first; a note is taken from where there is one."""
    found: dict[str, InboxLink] = {}
    for link in links:
        first = found.setdefault(link.page, link)
        if link.note and not first.note:
            found[link.page] = replace(first, note=link.note)
    return list(found.values())


def _values(inbox: Inbox) -> list[tuple[str, str, str, str]]:
    return [(link.url, link.note, link.added, link.origin) for link in inbox.links]


def _with_lines(problems: Sequence[Problem], typed: YamlLines) -> list[Problem]:
    """Return problems with the lines they are about, from top to bottom."""
    lines = [line.shown for line in typed.typed] or [""]
    return in_order(
        one if one.excerpt else replace(one, excerpt=excerpt(lines[min(one.mark.line, len(lines)) - 1], one.mark))
        for one in problems
    )


def _indents(text: str) -> Iterator[str]:
    """Yield what may stand before a dash: as before the last ones of the file, which may be inside of a note."""
    yield from dict.fromkeys([*reversed(_DASH.findall(text)), ""])


def _joint(text: str) -> str:
    """Return what stands between the text and the links behind it."""
    if not text.strip("\ufeff \t\r\n"):
        return HEAD if not text.strip("\ufeff") else _end(text) + HEAD
    return "" if text.endswith(("\n", "\r")) else _end(text)


def _end(text: str) -> str:
    """Return how lines of the file end."""
    found = re.search(r"\r\n|\n|\r", text)
    return found[0] if found else "\n"


def _written(link: InboxLink, indent: str, end: str, *, is_quoted: bool = False) -> str:
    """Return the lines of a link."""
    address = f'"{link.url}"' if is_quoted else link.url
    keys = {"note": link.note and _in_quotes(link.note), "added": link.added, "from": link.origin}
    lines = [f"- url: {address}", *(f"  {key}: {value}" for key, value in keys.items() if value)]
    return "".join(f"{indent}{line}{end}" for line in lines)


def _in_quotes(text: str) -> str:
    return f'"{text}"' if not set(text) & set('"\\') else "'{}'".format(text.replace("'", "''"))
