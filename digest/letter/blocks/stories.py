"""The cards of the picked articles, and the names of their sections."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from digest.delivery.variant import Variant
from digest.edition.cards import Card, lead_first
from digest.edition.field_types import ArticleLink, Line, PictureLink, Sentence
from digest.edition.model import Related
from digest.letter.block import LetterInput
from digest.letter.language import direction

LEAD_PICTURE_WIDTH = 552
CARD_PICTURE_WIDTH = 168
MAX_PICTURE_HEIGHT = 1_727
"""Classic Outlook cuts a picture of 1,728 px or more."""


@dataclass(frozen=True, slots=True)
class SectionHeading:
    """The name above a section's cards."""

    template: ClassVar[str] = "section"
    name: Line


@dataclass(frozen=True, slots=True)
class Picture:
    """A card's picture, `width` and `height` as shown, in pixels; `height` 0 when the page did not say."""

    url: PictureLink
    alt: Line
    width: int
    height: int
    credit: Line


@dataclass(frozen=True, slots=True)
class Story:
    """One card of the letter; `number` counts from 1, `language` only where it is not the letter's own.

    `page` is the address by which the pick is known, `url` the one that is linked.
    """

    template: ClassVar[str] = "card"
    number: int
    page: str
    url: ArticleLink
    title: Line
    summary: Sentence
    kicker: Line
    byline: Line
    reading_minutes: int
    topics: tuple[Line, ...]
    related: tuple[Related, ...]
    picture: Picture | None
    language: str
    direction: str
    lead: bool


def stories(given: LetterInput) -> Iterator[SectionHeading | Story]:
    """Make the lead story first, then each section's name with the rest of its cards."""
    section = ""
    for number, card in enumerate(lead_first(given.cards), 1):
        if not card.lead and card.section != section:
            section = card.section
            yield SectionHeading(section)
        yield _story(card, number, given.variant, given.publication.pictures)


def _story(card: Card, number: int, variant: Variant, pictures: str) -> Story:
    own = variant.language.partition("-")[0]
    foreign = card.language if card.language and card.language.partition("-")[0] != own else ""
    return Story(
        number=number,
        page=card.url,
        url=card.url,
        title=card.title,
        summary=card.summary,
        kicker=card.kicker,
        byline=card.byline,
        reading_minutes=card.reading_minutes,
        topics=card.topics,
        related=card.related,
        picture=_picture(card, pictures),
        language=foreign,
        direction=direction(foreign or variant.language),
        lead=card.lead,
    )


def _picture(card: Card, pictures: str) -> Picture | None:
    """Return a card's picture at the width it is shown, in pixels; its height follows where its size is known.

    `pictures` is where copies of pictures are; empty where the originals are shown. One without a copy is, too.
    """
    image, known = card.picture, card.known_picture
    if image is None:
        return None
    width = LEAD_PICTURE_WIDTH if card.lead else CARD_PICTURE_WIDTH
    copy = (known.lead if card.lead else known.thumbnail) if known and pictures else None
    if copy:
        return Picture(pictures + copy.name, image.alt, width, _height(copy.width, copy.height, width), image.credit)
    return Picture(image.url, image.alt, width, _height(image.width, image.height, width), image.credit)


def _height(width: int, height: int, shown: int) -> int:
    """Return how high a picture is at the width it is shown; 0 where its size is not known."""
    return min(round(height * shown / width), MAX_PICTURE_HEIGHT) if width and height else 0
