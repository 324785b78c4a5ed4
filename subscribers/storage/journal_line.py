"""A line of the journal as text, and the link by which it follows from the one before it. Pure."""

import hashlib
from typing import NamedTuple

LINK_DIGITS = 16
BEGINS = "journal"
"""What the first line says happened; its words are the journal's id, and those of the journals before it."""
CONTINUED = "continued"
"""What the last line says happened of a journal in whose place another was begun; its word is that one's id."""
GIVEN_UP = "given-up"
"""What a line says happened of a journal before this one, when this one was begun; see `kept_journals.GivenUp`."""
DAMAGED = ""
"""What a line says happened that cannot be read."""


class JournalEnd(NamedTuple):
    """A place between two lines: how many bytes lie before it, and the link of the last line there."""

    size: int
    link: str


START = JournalEnd(0, "")
Words = tuple[str, ...]
"""What a line says: when (ISO 8601), what happened, and to what."""


class JournalLine(NamedTuple):
    """One line: its first byte and the one behind it, its link, when (ISO 8601), what happened, to what, and where.

    `journal` is the id of the file it stands in, or stood in before another one was begun; empty for one whose first
    line is damaged.
    """

    begins: int
    ends: int
    link: str
    at: str
    kind: str
    words: tuple[str, ...]
    journal: str


def names_in(beginning: bytes) -> tuple[str, ...]:
    """Return the id of the journal that begins with these bytes, then those of the journals before it.

    Nothing when the bytes are no journal's first line. An earlier version named no others.
    """
    first, newline, _ = beginning.partition(b"\n")
    line = parse(START, first + newline, "") if newline else None
    return line.words if line and line.kind == BEGINS else ()


def name_in(beginning: bytes) -> str:
    """Return the id of the journal that begins with these bytes; empty when they are no journal's first line."""
    return next(iter(names_in(beginning)), "")


def parse(after: JournalEnd, raw: bytes, name: str) -> JournalLine | None:
    """Return the line `raw`, which ends with a newline; None when it does not follow from the lines before it."""
    link, _, text = raw[:-1].decode("utf-8", errors="replace").partition(" ")
    at, *rest = text.split(" ")
    if not rest or link != link_of(after.link, text):
        return None
    return JournalLine(after.size, after.size + len(raw), link, at, rest[0], tuple(rest[1:]), name)


def link_of(before: str, text: str) -> str:
    """Return the link of a line with this `text` behind one with the link `before`."""
    return hashlib.sha256(f"{before} {text}".encode()).hexdigest()[:LINK_DIGITS]


def raw_link_of(before: bytes, raw: bytes) -> bytes:
    """Return the link of the line `raw`, which ends with a newline, behind one with the link `before`."""
    return hashlib.sha256(b"%b %b" % (before, raw[LINK_DIGITS + 1 : -1])).hexdigest()[:LINK_DIGITS].encode()
