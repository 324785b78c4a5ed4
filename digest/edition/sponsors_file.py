"""Reads `sponsors.yaml`, a list of bookings, and finds the one of an edition's day. Pure.

A sponsor who is booked and not in the letter is a problem, for whatever reason.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from digest.calendar.edition_id import corrected, edition_date
from digest.characters import one_line
from digest.edition.addresses import fault_of
from digest.edition.bare_addresses import bare_addresses
from digest.edition.fields import Fields
from digest.edition.model import Edition
from digest.edition.sponsor import Sponsor
from digest.edition.strict_yaml import Items, Node, Table, parse_yaml
from digest.problem import START, Problem, excerpt, in_order
from digest.web_address import encoded

FILE = "sponsors.yaml"
KEYS = ("from", "to", "label", "words", "url", "picture", "alt", "size")
_NEEDED = {
    "label": 'write who pays: `label: "Sponsored by ..."`',
    "words": "write what stands in the letter: `words: ...`",
    "url": "write where it leads: `url: https://...`",
}
_SIZE = re.compile(r"([1-9]\d{0,3}) ?[x×] ?([1-9]\d{0,3})", re.IGNORECASE)
LEAST_PIXELS = 20
"""Smaller pictures are there to be counted, which no letter does."""
_BEGINNING = "begin each booking with `- from: 2026-11-01` and put its other keys below that"


def parse_sponsors(text: str) -> tuple[tuple[Sponsor, ...], list[Problem]]:
    """Return the bookings in the text of the file, as far as they can be read, and every problem of its form."""
    root, faults = parse_yaml(text)
    fields = Fields(FILE, [Problem(FILE, fault.mark, fault.what, fault.remedy) for fault in faults])
    if isinstance(root, Items):
        read = [_sponsor(fields, node) for node in root.nodes]
    else:
        read = []
        if root is not None:
            fields.add_problem(root.mark, "the file is no list of bookings", _BEGINNING)
    lines = text.splitlines()
    problems = [*fields.problems, *fields.remarks.problems(FILE)]
    shown = [replace(one, excerpt=excerpt(lines[min(one.mark.line, len(lines)) - 1], one.mark)) for one in problems]
    return tuple(one for one in read if one), in_order(shown)


def with_sponsor(edition: Edition, sponsors: Sequence[Sponsor]) -> tuple[Edition, list[Problem]]:
    """Return the edition with the sponsor who is booked for its day, and what keeps a booked one out of the letter.

    Nobody is booked for the correction of a letter.
    """
    day = None if corrected(edition.id) else edition_date(edition.id)
    booked = [sponsor for sponsor in sponsors if day and sponsor.is_booked(day)]
    if not booked:
        return edition, []
    return replace(edition, sponsor=booked[0]), [*_booked_twice(edition, booked), *_left_out(edition, booked[0])]


def _booked_twice(edition: Edition, booked: Sequence[Sponsor]) -> Iterator[Problem]:
    for other in booked[1:]:
        what = f"{edition.id} is booked already (line {booked[0].mark.line}), and a letter has one sponsor"
        yield Problem(FILE, other.mark, what, "change the days of one of the two")


def _left_out(edition: Edition, sponsor: Sponsor) -> Iterator[Problem]:
    if "sponsor" in edition.without:
        what = f"`without` leaves out the sponsor who is booked for {edition.id} ({FILE}, line {sponsor.mark.line})"
        remedy = f"take `sponsor` out of it, or change the days of the booking in {FILE}"
        yield Problem(edition.file, edition.mark_of("without"), what, remedy)


def _sponsor(fields: Fields, node: Node) -> Sponsor | None:
    """Return one booking; None where a problem says why nobody can know what is booked."""
    before = len(fields.problems)
    table = fields.table(node, "a booking", KEYS)
    if not isinstance(node, Table):
        return None
    first, last = _day(fields, table, "from"), _day(fields, table, "to")
    if first and last and last < first:
        fields.add_problem(table.keys["to"], f"the booking ends on {last}, before it begins", "exchange the two days")
    width, height = _size(fields, table)
    read = Sponsor(
        first or date.min,
        last or date.min,
        label=fields.line(table, "label"),
        words=one_line(fields.text(table, "words")),
        url=fields.address(table, "url"),
        picture=fields.address(table, "picture"),
        alt=fields.line(table, "alt"),
        width=width,
        height=height,
        mark=table.mark,
    )
    _check_needed(fields, table, read)
    return read if len(fields.problems) == before else None


def _check_needed(fields: Fields, table: Table, read: Sponsor) -> None:
    for key, remedy in _NEEDED.items():
        if not getattr(read, key) and key not in fields.unread(table):
            fields.add_problem(table.mark, f"the booking has no {key}", remedy)
    for url in bare_addresses(f"{read.label} {read.words}"):
        if fault := fault_of(encoded(url)):
            what = f"the words of the booking link to `{url[:80]}`: {fault}"
            fields.add_problem(table.mark, what, "copy the page's address from the browser, https:// included")
    if read.picture and not read.alt:
        what = "nobody says what the picture of the booking shows"
        fields.add_problem(table.keys["picture"], what, 'write `alt: "..."` for readers who cannot see it')


def _day(fields: Fields, table: Table, key: str) -> date | None:
    value = fields.line(table, key)
    try:
        return date.fromisoformat(value)
    except ValueError:
        mark = table.keys.get(key, table.mark)
        what = f"`{key}` is no day: `{value[:40]}`" if value else f"the booking has no `{key}`"
        if key not in fields.unread(table):
            fields.add_problem(mark, what, f"write it as `{key}: 2026-11-27`")
        return None


def _size(fields: Fields, table: Table) -> tuple[int, int]:
    value = fields.line(table, "size")
    found = _SIZE.fullmatch(value)
    if value and not found:
        what = f"`size` must be width x height in pixels, not `{value[:40]}`"
        fields.add_problem(table.keys["size"], what, "write the size of the picture's file: `size: 1104x300`")
    if found and (int(found[1]) < LEAST_PIXELS or int(found[2]) < LEAST_PIXELS):
        what = f"a picture of {value} pixels shows nothing, and tells its owner who reads the letter"
        fields.add_problem(table.keys["size"], what, f"show one that is at least {LEAST_PIXELS} pixels wide and high")
    return (int(found[1]), int(found[2])) if found else (0, 0)


NO_FILE = Problem(FILE, START, "the file cannot be read", "see that you may read it, and save it as plain text")
"""What is said of a file that is there and cannot be read: somebody may be booked in it."""
