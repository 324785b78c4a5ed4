"""Masthead: the letter's name, its line, its number and its date."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from digest.calendar.edition_id import corrected, edition_date
from digest.edition.field_types import Line, OwnPage
from digest.letter.block import LetterInput
from digest.letter.language import long_date


@dataclass(frozen=True, slots=True)
class Masthead:
    """The letter's name, its line, its number (empty: none) and its date, and where it can be read as a page.

    `is_correction` says that the date is that of the letter which this one corrects.
    """

    template: ClassVar[str] = "masthead"
    title: str
    tagline: str
    date: str
    browser_url: OwnPage
    number: Line = ""
    is_correction: bool = False


def masthead(given: LetterInput) -> Iterator[Masthead]:
    """Make the masthead, which every letter has."""
    day = edition_date(given.edition.id)
    date = long_date(day, given.variant.language) if day else given.edition.id
    own = given.publication
    is_correction = bool(corrected(given.edition.id))
    yield Masthead(own.title, own.tagline, date, given.links.browser, given.edition.number, is_correction)
