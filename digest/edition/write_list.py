"""The lists of a picks file whose entries are added, moved and removed: its sections, their picks, its briefs. Pure.

All other lines stay as they are; with an entry go its keys and the comments directly above it. Each function returns
the file as it is then, or raises `NotWritable`; numbers are places in the list as it is, from 0.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from digest.edition.keys import EDITION, SECTION, Shape
from digest.edition.model import Brief, Correction, Edition, Event, Pick, Related, Section
from digest.edition.strict_yaml import Items, Node, Table
from digest.edition.write_entries import DASH, STEP, Listing, listing
from digest.edition.write_key import Way, key_line, place_of_new
from digest.edition.written import NotWritable, Written, nodes_of, picks_of, proved

Item = TypeVar("Item", bound=Pick | Section | Brief | Event | Correction | Related)
Blocks = Callable[[str, str], Iterator[Way]]
"""The lines of a new entry in the ways in which it can be written, from what stands before its bullet, and that."""
_EMPTY = re.compile(r"""(?:\[\s*\]|""|'')?(?P<comment>\s*(?:#.*)?)""")


@dataclass(frozen=True)
class ListOf(Generic[Item]):
    """The list of `items` that `node` is, behind `key` of the mapping `holder`; `wanted` is the edition with others.

    `indent` is how much further right than its key a list of this kind begins in this file, and `bullet` its bullet.
    """

    written: Written
    holder: Node
    shape: Shape
    key: str
    node: Node | None
    items: tuple[Item, ...]
    wanted: Callable[[Sequence[Item]], Edition]
    indent: str = STEP
    bullet: str = DASH

    @property
    def listing(self) -> Listing:
        """Return its entries as lines."""
        return listing(self.written, self.node, [item.mark for item in self.items])


def sections_of(written: Written) -> ListOf[Section]:
    """Return the sections of a file."""
    edition, root = written.edition, written.root
    return ListOf(
        written,
        root,
        EDITION,
        "sections",
        root.nodes.get("sections"),
        edition.sections,
        lambda sections: replace(edition, sections=tuple(sections)),
    )


def briefs_of(written: Written) -> ListOf[Brief]:
    """Return the briefs of a file."""
    edition, root = written.edition, written.root
    return ListOf(
        written,
        root,
        EDITION,
        "briefs",
        root.nodes.get("briefs"),
        edition.briefs,
        lambda briefs: replace(edition, briefs=tuple(briefs)),
    )


def section_picks(written: Written, number: int) -> ListOf[Pick]:
    """Return the picks of a section; where it has none, they are to stand as those of the others do."""
    sections = written.edition.sections
    node = nodes_of(written.root.nodes.get("sections"))[number]

    def wanted(picks: Sequence[Pick]) -> Edition:
        section = replace(sections[number], picks=tuple(picks))
        return replace(written.edition, sections=(*sections[:number], section, *sections[number + 1 :]))

    return ListOf(
        written, node, SECTION, "picks", picks_of(node), sections[number].picks, wanted, *_usual_picks(written)
    )


def with_added(found: ListOf[Item], place: int, item: Item, blocks: Blocks) -> Written:
    """Return the file with one entry more, at a `place` of the list or behind the last."""
    wanted = found.wanted([*found.items[:place], item, *found.items[place:]])
    if not nodes_of(found.node):
        return proved(found.written, wanted, _first(found, blocks))
    entries = found.listing
    near = entries.entry(place) if place < len(found.items) else entries.entries[-1]
    ways = (entries.with_block(place, block) for block in blocks(near.lead, near.bullet))
    return proved(found.written, wanted, ways)


def with_moved(found: ListOf[Item], number: int, place: int) -> Written:
    """Return the file with an entry at another place of the list."""
    if number == place:
        return found.written
    items = list(found.items)
    items.insert(place, items.pop(number))
    entries = found.listing
    return proved(found.written, found.wanted(items), [entries.moved(number, place)])


def without(found: ListOf[Item], *numbers: int) -> Written:
    """Return the file without some entries."""
    items = [item for number, item in enumerate(found.items) if number not in numbers]
    return proved(found.written, found.wanted(items), [found.listing.without(numbers)])


def _first(found: ListOf[Item], blocks: Blocks) -> Iterator[Way]:
    """Yield the file with the first entry of a list, whose key may not be there yet."""
    written, holder = found.written, found.holder
    if not isinstance(holder, Table):
        raise NotWritable
    lines = written.lines
    if found.key in holder.keys:
        line = key_line(written, holder.keys[found.key], found.node)
        comment = _EMPTY.fullmatch(line.rest)
        if comment is None:
            raise NotWritable
        value = line.rest.removesuffix(comment["comment"])
        behind = line.space + line.rest if not value else f" {comment['comment'].strip()}".rstrip()
        head, inner = [*lines[: line.index], f"{line.before}{line.word}{behind}{line.end}"], line.inner
        at = line.index + 1
        while at < len(lines) and written.is_comment(at) and written.line(at).indent > line.indent:
            at += 1
        head += lines[line.index + 1 : at]
    else:
        at, inner = place_of_new(written, holder, found.shape, found.key)
        at = at if inner else len(lines)
        head = [*lines[:at], f"{inner}{found.key}:{written.end}"]
    for block in blocks(inner + found.indent, found.bullet):
        yield [*head, *block, *lines[at:]]


def _usual_picks(written: Written) -> tuple[str, str]:
    """Return how much further right than their key the first picks of a file stand, and behind which bullet."""
    for node in nodes_of(written.root.nodes.get("sections")):
        picks = picks_of(node)
        if isinstance(node, Table) and isinstance(picks, Items) and picks.nodes and "picks" in node.keys:
            try:
                entry = listing(written, picks, []).entries[0]
                line = key_line(written, node.keys["picks"], picks)
            except NotWritable:
                continue
            if entry.lead.startswith(line.inner) and entry.bullet:
                return entry.lead.removeprefix(line.inner), entry.bullet
    return STEP, DASH
