"""What can be changed in an edition's file, as values: a form with many fields becomes a list of them. Pure.

Picks, sections and briefs are named by numbers: their places, from 0, in the file as it was when the first of the
changes was made from it (picks counted through all sections). These stay the same while changes are applied, whatever
is added, moved or removed; what is added gets the next number that is free.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Literal

Kind = Literal["pick", "section", "brief"]
Words = tuple[tuple[str, str], ...]
"""The words of a part by their keys; a key that is not among them has none."""


class Kept(Enum):
    """What is said of an entry that nobody changed: it stays byte for byte, whatever stands in it."""

    AS_IT_IS = auto()


@dataclass(frozen=True, slots=True)
class SetWord:
    """Write `value` behind `key` of the edition (subject, preheader, number, language); an empty one goes."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class SetNote:
    """Write the note's `text` in Markdown, or who signs it (`by`), `portrait` or `alt`; a note without any goes."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class SetPartWord:
    """Write `value` behind a `key` of a pick, section (name, look) or brief (text, url); an empty one goes."""

    kind: Kind
    number: int
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class SetPart:
    """Write all words of the quote or the number of the week (`key`); one without any goes."""

    key: str
    words: Words


@dataclass(frozen=True, slots=True)
class SetEntries:
    """Write the events or corrections of the edition, or the links related to a `pick` (`key`).

    `entries` are those there are, in their order, each with its words, or as it is, or None for one that goes; behind
    them stand new ones.
    """

    key: str
    entries: tuple[Words | Kept | None, ...]
    pick: int | None = None


@dataclass(frozen=True, slots=True)
class SetTopics:
    """Write the topics of a pick; without any the key goes."""

    pick: int
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddPick:
    """Put a page, whose address may be as people paste it, at the end of a section.

    That is named by its number, or by its name; where there is none of this name it is made, the last one.
    """

    url: str
    section: int | str


@dataclass(frozen=True, slots=True)
class MovePick:
    """Put a pick, with its keys and the comments above it, at a `place` of a section: the one it has afterwards."""

    pick: int
    section: int
    place: int


@dataclass(frozen=True, slots=True)
class MarkLead:
    """Make a pick the lead and no other one; with None there is no lead."""

    pick: int | None


@dataclass(frozen=True, slots=True)
class AddSection:
    """Make a section without picks, the last one."""

    name: str


@dataclass(frozen=True, slots=True)
class AddBrief:
    """Put a brief behind the others, with a link or without."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """Put a section, with its picks, or a brief at a `place`: the one it has afterwards."""

    kind: Literal["section", "brief"]
    number: int
    place: int


@dataclass(frozen=True, slots=True)
class Remove:
    """Take out a pick, a section with its picks, or a brief; the comments above it go, too."""

    kind: Kind
    number: int


SetBlock = SetPart | SetEntries | SetTopics
Change = (
    SetWord | SetNote | SetPartWord | SetBlock | AddPick | MovePick | MarkLead | AddSection | AddBrief | Move | Remove
)
