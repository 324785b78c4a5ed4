"""A card: one pick as readers will see it, the editor's words first, the page's where the editor wrote none."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from digest.articles.headline import folded
from digest.articles.model import Article, Image
from digest.edition.lock import Lock
from digest.edition.model import NO_PICTURE, Edition, Pick, Related
from digest.pictures.model import Picture

MAX_TOPICS = 3
_LEAST_MINUTES = 2
"""What is read in a minute says so by its length."""


@dataclass(frozen=True, slots=True)
class Card:
    """What the letter shows of one pick; `section` is its section's name, empty text is left out.

    `known_picture` is what was read of its picture, if it was.
    """

    url: str
    title: str
    summary: str
    byline: str
    kicker: str
    picture: Image | None
    known_picture: Picture | None
    topics: tuple[str, ...]
    language: str
    site: str
    reading_minutes: int
    related: tuple[Related, ...]
    lead: bool
    section: str
    pick: Pick


def cards(edition: Edition, lock: Lock) -> Iterator[Card]:
    """Yield a card for every pick of `edition`, in the file's order; unread pages give what the editor wrote alone."""
    articles = {article.url: article for article in lock.picks}
    pictures = {picture.url: picture for picture in lock.pictures}
    for section in edition.sections:
        for pick in section.picks:
            yield card(pick, articles.get(pick.url) or Article(url=pick.url), section.name, pictures)


def lead_first(cards: Sequence[Card]) -> list[Card]:
    """Return cards in the order of the letter: the lead, then the others; where no pick leads, the first one does."""
    if not cards:
        return []
    at = next((number for number, card in enumerate(cards) if card.lead), 0)
    return [replace(cards[at], lead=True), *cards[:at], *cards[at + 1 :]]


def card(pick: Pick, article: Article, section: str, pictures: Mapping[str, Picture]) -> Card:
    """Return the card of one pick: each field from the pick, or from its article where the pick leaves it empty.

    `pictures` are those that were read, by their addresses.
    """
    picture = _described(offered_picture(pick, article.image))
    known = pictures.get(picture.url) if picture else None
    return Card(
        url=pick.url,
        title=pick.title or article.title,
        summary=pick.summary or article.summary,
        byline=pick.byline or ", ".join(name for name in article.authors if not _is_site(name, article)),
        kicker=pick.kicker,
        picture=replace(picture, width=known.width, height=known.height) if picture and known else picture,
        known_picture=known,
        topics=(pick.topics or article.topics)[:MAX_TOPICS],
        language=pick.language or article.language,
        site=article.site,
        reading_minutes=article.reading_minutes if article.reading_minutes >= _LEAST_MINUTES else 0,
        related=pick.related,
        lead=pick.lead,
        section=section,
        pick=pick,
    )


def offered_picture(pick: Pick, image: Image | None) -> Image | None:
    """Return the picture of a pick, described or not: the editor's, or its article's; None for none."""
    if pick.picture == NO_PICTURE:
        return None
    if pick.picture:
        return Image(url=pick.picture, alt=pick.alt, credit=pick.credit)
    if image is None:
        return None
    return replace(image, alt=pick.alt or image.alt, credit=pick.credit or image.credit)


def _described(image: Image | None) -> Image | None:
    """Return a picture that may be shown: whoever cannot see it must be told what it shows."""
    return image if image and image.alt else None


def _is_site(name: str, article: Article) -> bool:
    """Return whether an author is the newspaper itself, which the card need not say."""
    return folded(name) == folded(article.site)
