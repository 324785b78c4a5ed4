"""The stories of the picked articles: the lead, then each section with its cards, opinions or columns."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import ClassVar

from digest.edition.cards import Card, lead_first
from digest.edition.field_types import ArticleLink, Line, PictureLink, Sentence
from digest.edition.model import Edition, Related
from digest.letter.block import Block, LetterInput
from digest.letter.publication import Publication

LEAD_PICTURE_WIDTH = 552
CARD_PICTURE_WIDTH = 160
PORTRAIT_WIDTH = 80
COLUMN_PICTURE_WIDTH = 268
MAX_PICTURE_HEIGHT = 1_727
"""Classic Outlook cuts a picture of 1,728 px or more."""
_REMEMBERED = 32
"""Choices of sections whose stories are remembered."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A card's picture, `width` and `height` as shown, in pixels; `height` 0 when the page did not say.

    `language` is that of `alt`, empty where it is the letter's own.
    """

    url: PictureLink
    alt: Line
    width: int
    height: int
    credit: Line
    language: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """One article of the letter; `number` counts from 1.

    Languages are those of words that were taken from the article's page, empty where they are the letter's own. `page`
    is the address by which the pick is known, `url` the one that is linked.
    """

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
    section: str = ""
    title_language: str = ""
    summary_language: str = ""
    topics_language: str = ""


@dataclass(frozen=True, slots=True)
class Lead:
    """The story that leads the letter, with its picture across it."""

    template: ClassVar[str] = "lead"
    story: Story


@dataclass(frozen=True, slots=True)
class Cards:
    """A section: its name, and its stories, each with its picture beside the words."""

    template: ClassVar[str] = "cards"
    name: Line
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class Opinion:
    """A section of opinions: its name, and its stories, each with the portrait of its author."""

    template: ClassVar[str] = "opinion"
    name: Line
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """A section in two columns: its name, and its stories, each below its picture."""

    template: ClassVar[str] = "columns"
    name: Line
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class PictureCredits:
    """Who took the pictures of the cards; the lead's stands below its picture."""

    template: ClassVar[str] = "credits"
    credits: tuple[Line, ...]


BLOCK_OF_LOOK: dict[str, tuple[type[Cards | Opinion | Columns], int]] = {
    "": (Cards, CARD_PICTURE_WIDTH),
    "opinion": (Opinion, PORTRAIT_WIDTH),
    "columns": (Columns, COLUMN_PICTURE_WIDTH),
}
"""The block of a section by its look, and how wide its pictures are, in pixels."""


def lead(given: LetterInput) -> Iterator[Lead]:
    """Make the lead story, which is the first of the letter."""
    yield from (Lead(story) for story in told(given)[:1])


def sections(given: LetterInput) -> Iterator[Cards | Opinion | Columns | PictureCredits]:
    """Make each section with the rest of its stories, then say who took their pictures."""
    rest, looks = told(given)[1:], _looks(given.edition)
    for name, section in groupby(rest, key=lambda story: story.section):
        yield BLOCK_OF_LOOK[looks[name]][0](name, tuple(section))
    credited = [story.picture.credit for story in rest if story.picture and story.picture.credit]
    if credited:
        yield PictureCredits(tuple(dict.fromkeys(credited)))


def stories_of(block: Block) -> tuple[Story, ...]:
    """Return the stories that a block shows, from top to bottom."""
    if isinstance(block, Lead):
        return (block.story,)
    return block.stories if isinstance(block, Cards | Opinion | Columns) else ()


def told(given: LetterInput) -> tuple[Story, ...]:
    """Return all stories of a letter in its order, the lead first."""
    return _told(_AsTheyAre(given.edition, given.publication, *given.cards))


class _AsTheyAre:
    """An edition, its publication and cards of it, equal to the very same ones alone: comparing words would take long.

    The variants of a letter are made of the same ones, and tell the same stories.
    """

    def __init__(self, edition: Edition, publication: Publication, *cards: Card) -> None:
        self.edition, self.publication, self.cards = edition, publication, cards
        self._ids = tuple(map(id, (edition, publication, *cards)))  # of what is kept, so none is another's

    def __hash__(self) -> int:
        return hash(self._ids)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _AsTheyAre) and self._ids == other._ids


@lru_cache(_REMEMBERED)
def _told(given: _AsTheyAre) -> tuple[Story, ...]:
    looks, ordered = _looks(given.edition), lead_first(given.cards)
    widths = [LEAD_PICTURE_WIDTH if card.lead else BLOCK_OF_LOOK[looks[card.section]][1] for card in ordered]
    placed = enumerate(zip(ordered, widths, strict=True), 1)
    return tuple(_story(card, place, width, given) for place, (card, width) in placed)


def _looks(edition: Edition) -> dict[str, str]:
    """Return the look of each section by its name; that of the first where two have one name."""
    return {section.name: section.look for section in reversed(edition.sections)}


def _story(card: Card, number: int, width: int, given: _AsTheyAre) -> Story:
    own, pick = given.edition.language or given.publication.language, card.pick
    foreign = card.language if card.language.partition("-")[0] != own.partition("-")[0] else ""
    return Story(
        number=number,
        page=card.url,
        url=card.url,
        title=card.title,
        summary=card.summary,
        kicker=card.kicker,
        byline=card.byline,
        reading_minutes=card.reading_minutes,
        topics=card.topics if given.publication.has_topics else (),
        related=card.related,
        picture=_picture(card, width, given.publication.pictures, "" if pick.alt else foreign),
        section=card.section,
        title_language="" if pick.title else foreign,
        summary_language="" if pick.summary else foreign,
        topics_language="" if pick.topics else foreign,
    )


def _picture(card: Card, width: int, pictures: str, language: str) -> Picture | None:
    """Return a card's picture at the `width` it is shown, in pixels; its height follows where its size is known.

    `pictures` is where copies of pictures are; empty where the originals are shown. One without a copy is, too.
    `language` is that of its alternative text.
    """
    image, known = card.picture, card.known_picture
    if image is None:
        return None
    is_wide = width > CARD_PICTURE_WIDTH
    copy = (known.lead if is_wide else known.thumbnail) if known and pictures else None
    url, size = (pictures + copy.name, copy) if copy else (image.url, image)
    return Picture(url, image.alt, *_shown(size.width, size.height, width), image.credit, language)


def _shown(width: int, height: int, widest: int) -> tuple[int, int]:
    """Return how wide and how high a picture is shown, in its own form; its height is 0 where its size is not known."""
    if not (width and height):
        return widest, 0
    wide = min(widest, max(1, round(width * MAX_PICTURE_HEIGHT / height)))
    return wide, max(1, min(round(height * wide / width), MAX_PICTURE_HEIGHT))
