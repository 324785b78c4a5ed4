"""What the sign-up page shows of the last edition: its first stories in words.

No picture, so that nothing is loaded from elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from digest.calendar.plan import edition_date
from digest.edition.cards import Card, lead_first
from digest.edition.model import Edition
from digest.letter.language import direction, long_date

SHOWN = 5


@dataclass(frozen=True, slots=True)
class PreviewStory:
    """One story in words, in its own language."""

    kicker: str
    title: str
    summary: str
    byline: str
    minutes: int
    language: str
    direction: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The last edition.

    `language` is that of the subject, `date` is written in the page's, `more` counts the stories not shown.
    """

    date: str
    subject: str
    language: str
    direction: str
    stories: tuple[PreviewStory, ...]
    more: int


def preview(edition: Edition, cards: Sequence[Card], own_language: str, page_language: str) -> Preview:
    """Return what is shown: the lead, then the rest in the editor's order, at most `SHOWN` of them."""
    language = edition.language or own_language
    ordered = lead_first(cards)
    day = edition_date(edition.id)
    return Preview(
        date=long_date(day, page_language) if day else edition.id,
        subject=edition.subject,
        language=language,
        direction=direction(language),
        stories=tuple(_story(card, language) for card in ordered[:SHOWN]),
        more=max(0, len(ordered) - SHOWN),
    )


def _story(card: Card, language: str) -> PreviewStory:
    spoken = card.language or language
    return PreviewStory(
        card.kicker, card.title, card.summary, card.byline, card.reading_minutes, spoken, direction(spoken)
    )
