"""Sponsor: a place in the letter that somebody pays for, and that says so. Nothing in it counts readers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from digest.edition.field_types import Line, PictureLink, Sentence, SponsorLink
from digest.letter.block import LetterInput

MOST_WIDE = 518
"""Pixels: the letter's width without its margins and the frame."""


@dataclass(frozen=True, slots=True)
class SponsorBlock:
    """What a booking says, below its label; `width` and `height` of the picture as shown, `height` 0 if unknown."""

    template: ClassVar[str] = "sponsor"
    label: Line
    words: Sentence
    url: SponsorLink
    picture: PictureLink
    alt: Line
    width: int
    height: int


def sponsor(given: LetterInput) -> Iterator[SponsorBlock]:
    """Make the place of the sponsor who is booked for the edition's day, if somebody is."""
    booked = given.edition.sponsor
    if booked is None:
        return
    width = min(booked.width or MOST_WIDE, MOST_WIDE)
    height = round(booked.height * width / booked.width) if booked.width else 0
    yield SponsorBlock(booked.label, booked.words, booked.url, booked.picture, booked.alt, width, height)
