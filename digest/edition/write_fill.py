"""Writes into a picks file what a section was filled with: picks below its own, and the day beside its `fill`. Pure.

Every other byte stays. The new text is read again before it is returned: it must say what the old one did, and these
picks and that day besides, or else nothing is written.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from digest.edition.keys import SECTION
from digest.edition.model import Pick
from digest.edition.pick_line import pick_line
from digest.edition.strict_yaml import Node, Table
from digest.edition.write_entries import DASH
from digest.edition.write_key import Way, ways
from digest.edition.write_list import Blocks, section_picks, with_added
from digest.edition.written import NotWritable, Written, nodes_of, proved, read_written
from digest.problem import Mark


def write_fill(text: str, place: Mark, picks: Sequence[tuple[str, Sequence[str]]], day: str) -> str | None:
    """Return a picks file whose section at `place` has these picks behind its own, and was filled on `day`.

    A pick is an address, and the words of the comment behind it. None where the file is written in a way in which that
    cannot be done without changing more, such as in brackets.
    """
    written = read_written(text)
    sections = written.edition.sections if written else ()
    number = next((number for number, one in enumerate(sections) if one.mark == place and one.fill), None)
    if written is None or number is None:
        return None
    try:
        for url, words in picks:
            own = section_picks(written, number)
            written = with_added(own, len(own.items), Pick(url), _line(url, words, written.end))
        return _dated(written, number, day).text
    except NotWritable:
        return None


def _line(url: str, words: Sequence[str], end: str) -> Blocks:
    """Return the line of a pick: an address, with words behind it that only people read."""

    def blocks(lead: str, bullet: str) -> Iterator[Way]:
        yield [f"{lead}{bullet}{pick_line(url, words, indent='').removeprefix(DASH)}{end}"]

    return blocks


def _dated(written: Written, number: int, day: str) -> Written:
    """Return the file with the day beside the keys of a section's `fill`."""
    sections = written.edition.sections
    fill = sections[number].fill
    section = nodes_of(written.root.nodes.get("sections"))[number]
    node = section.nodes.get("fill") if isinstance(section, Table) else None
    if fill is None or node is None:
        raise NotWritable
    dated = replace(sections[number], fill=replace(fill, filled=day))
    wanted = replace(written.edition, sections=(*sections[:number], dated, *sections[number + 1 :]))
    return proved(written, wanted, _ways(written, node, day))


def _ways(written: Written, node: Node, day: str) -> Iterator[Way]:
    shape = SECTION.keys["fill"].shape
    at, lines = node.mark.line - 1, written.lines
    start, end = node.mark.column - 1, lines[at].rfind("}")
    if "{" in lines[at][max(0, start - 1) : start + 1] and end > 0:
        inside = lines[at][:end].rstrip()
        yield [*lines[:at], f"{inside}, filled: {day}{lines[at][len(inside) :]}", *lines[at + 1 :]]
    elif shape is not None:
        yield from ways(written, node, shape, "filled", day)
