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

    The date of a correction is that of the letter which it is about, whose page is `letter_url`.
    """

    template: ClassVar[str] = "masthead"
    title: str
    tagline: str
    date: str
    browser_url: OwnPage
    number: Line = ""
    letter_url: OwnPage = ""


def masthead(given: LetterInput) -> Iterator[Masthead]:
    """Make the masthead, which every letter has."""
    day = edition_date(given.edition.id)
    date = long_date(day, given.variant.language) if day else given.edition.id
    own = given.publication
    first = corrected(given.edition.id)
    letter_url = f"{own.base_url}/editions/{first}" if first else ""
    yield Masthead(own.title, own.tagline, date, given.links.browser, given.edition.number, letter_url)
