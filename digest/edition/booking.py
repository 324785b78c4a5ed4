"""Reads one booking of `sponsors.yaml`: who pays, what stands in the letter, and for which days. Pure."""

import calendar
import re
from dataclasses import dataclass, field, replace
from datetime import date

from digest.characters import one_line
from digest.edition.addresses import fault_of
from digest.edition.bare_addresses import bare_addresses
from digest.edition.fields import Fields
from digest.edition.keys import Holds, Key, Shape
from digest.edition.sponsor import Sponsor
from digest.edition.strict_yaml import Node, Table
from digest.problem import Mark, Problem
from digest.web_address import encoded

_DATES = {key: Key(Holds.WORD) for key in ("from", "to")}
_TEXTS = {key: Key(Holds.TEXT) for key in ("label", "words", "alt")}
_ADDRESSES = {key: Key(Holds.ADDRESS) for key in ("url", "picture")}
BOOKING = Shape("a booking", _DATES | _TEXTS | _ADDRESSES | {"size": Key(Holds.WORD)})
"""How a booking is typed."""
KEYS = ("from", "to", "label", "words", "url", "picture", "alt", "size")
_NEEDED = {
    "label": 'write who pays: `label: "Sponsored by ..."`',
    "words": "write what stands in the letter: `words: ...`",
    "url": "write where it leads: `url: https://...`",
}
_SIZE = re.compile(r"([1-9]\d{0,3}) ?[x×] ?([1-9]\d{0,3})", re.IGNORECASE)
LEAST_PIXELS = 20
"""Smaller pictures are there to be counted, which no letter does."""
_WITH_DOTS = re.compile(r"(?P<day>\d\d?)\.(?P<month>\d\d?)\.(?P<year>\d{4})\.?")
_UNPADDED = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)")
_OF_A_MONTH = re.compile(r"(?P<year>20\d\d)-(?P<month>0?[1-9]|1[0-2])(?:-.*)?")


@dataclass(frozen=True, slots=True)
class Days:
    """The days on which a booking may begin or end: one, where it can be read; `day` is None where it cannot."""

    first: date = date.min
    last: date = date.max
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Booking:
    """A booking at its `mark`; `sponsor` is None where its `problems` say why nobody can know what is booked.

    It is surely of no day before `first` or after `last`, whatever its dates are to be.
    """

    mark: Mark
    sponsor: Sponsor | None
    first: date = date.min
    last: date = date.max
    problems: tuple[Problem, ...] = field(default=(), compare=False)

    def may_be_of(self, day: date) -> bool:
        """Return whether the booking is of a day, or may be meant for it."""
        return self.first <= day <= self.last


def read_booking(fields: Fields, node: Node) -> Booking:
    """Return one booking; what is wrong with it is added to the problems of `fields`."""
    table = fields.table(node, BOOKING.noun, KEYS)
    if not isinstance(node, Table):
        return Booking(node.mark, None)
    first, last = _days(fields, table, "from"), _days(fields, table, "to")
    booking = Booking(table.mark, _sponsor(fields, table, first.day, last.day), first.first, last.last)
    if not (first.day and last.day and last.day < first.day):
        return booking
    fields.add_problem(table.keys["to"], f"the booking ends on {last.day}, before it begins", "exchange the two days")
    return replace(booking, first=last.day, last=first.day)


def _sponsor(fields: Fields, table: Table, first: date | None, last: date | None) -> Sponsor:
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
        picture_mark=table.keys.get("picture", table.mark),
    )
    _check_needed(fields, table, read)
    return read


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


def _days(fields: Fields, table: Table, key: str) -> Days:
    value = fields.line(table, key)
    mark = table.keys.get(key, table.mark)
    found = _day(value)
    if found is None:
        what = f"`{key}` is no day: `{value[:40]}`" if value else f"the booking has no `{key}`"
        if key not in fields.unread(table):
            fields.add_problem(mark, what, f"write it as `{key}: 2026-11-27`")
        return _of_its_month(value)
    if found.isoformat() != value:
        fields.remarks.add(table.nodes[key].mark, f"`{value}` was read as the day {found}")
    return Days(found, found, found)


def _day(value: str) -> date | None:
    """Return the day that is written, with the year first, or with dots, as where the day stands first everywhere."""
    found = _UNPADDED.fullmatch(value) or _WITH_DOTS.fullmatch(value)
    try:
        return date(*(int(found[part]) for part in ("year", "month", "day"))) if found else None
    except ValueError:
        return None


def _of_its_month(value: str) -> Days:
    """Return all days of the month in a day that there is none of, as 2026-02-30: it is the day that was mistyped.

    What is written in another way may be any day: nobody can know which number of 03/04/2026 is the month.
    """
    dotted = _WITH_DOTS.fullmatch(value)
    found = _OF_A_MONTH.fullmatch(f"{dotted['year']}-{dotted['month']}" if dotted else value)
    if not found:
        return Days()
    year, month = int(found["year"]), int(found["month"])
    return Days(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


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
