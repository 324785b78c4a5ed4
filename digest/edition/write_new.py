"""Writes new picks, sections and briefs into a picks file, and takes a pick from one section to another. Pure.

Each function returns the file as it is then, or raises `NotWritable`.
"""

from collections.abc import Iterator

from digest.edition.keys import PICK, SECTION, Shape
from digest.edition.model import Brief, Pick, Section
from digest.edition.write_entries import DASH, indented_as
from digest.edition.write_key import Way, written_as
from digest.edition.write_list import Blocks, briefs_of, section_picks, sections_of, with_added, without
from digest.edition.write_parts import BRIEF
from digest.edition.write_values import address, forms
from digest.edition.write_word import meant_by
from digest.edition.written import Written


def with_new_pick(written: Written, section: int, url: str) -> Written:
    """Return the file with one pick more, the last of a section; `url` may be as people paste it."""
    pick, found = Pick(address(url, is_page=True)), section_picks(written, section)
    return with_added(found, len(found.items), pick, _bare(pick.url, PICK, written.end))


def with_new_section(written: Written, place: int, name: str) -> Written:
    """Return the file with one section more, which has no picks yet."""
    section = Section(meant_by(SECTION, "name", name), ())
    return with_added(sections_of(written), place, section, _named(section.name, written.end))


def with_new_brief(written: Written, place: int, text: str) -> Written:
    """Return the file with one brief more."""
    brief = Brief(meant_by(BRIEF, "text", text))
    return with_added(briefs_of(written), place, brief, _bare(brief.text, BRIEF, written.end))


def with_pick_in(written: Written, pick: tuple[int, int], to: tuple[int, int]) -> Written:
    """Return the file with a pick in another section; both are the numbers of a section and of the pick in it."""
    found = section_picks(written, pick[0])
    moved, block, old = found.items[pick[1]], found.listing.block(pick[1]), found.listing.entry(pick[1]).lead
    rest = section_picks(without(found, pick[1]), to[0])
    return with_added(rest, to[1], moved, lambda lead, _: iter([indented_as(block, old, lead)]))


def _bare(value: str, shape: Shape, end: str) -> Blocks:
    """Return the lines of an entry that is its one value alone."""

    def blocks(lead: str, bullet: str) -> Iterator[Way]:
        for form in forms(value, shape.keys[shape.bare]):
            yield written_as(lead + bullet, form, lead, "", end)

    return blocks


def _named(name: str, end: str) -> Blocks:
    """Return the lines of a section without picks."""

    def blocks(lead: str, bullet: str) -> Iterator[Way]:
        bullet = bullet or DASH
        inner = lead + " " * len(bullet)
        for form in forms(name, SECTION.keys["name"]):
            yield [*written_as(f"{lead}{bullet}name: ", form, inner, "", end), f"{inner}picks:{end}"]

    return blocks
