"""From an edition and its lock to the view of one variant: which blocks, in which order, with which words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest.articles.model import Image
from digest.edition.calendar import edition_date
from digest.edition.cards import Card
from digest.edition.model import Edition
from digest.rendering import blocks
from digest.rendering.language import direction, long_date, money
from digest.rendering.markdown import to_html, to_text
from digest.rendering.slots import ReaderLinks

LEAD_PICTURE_WIDTH = 552
CARD_PICTURE_WIDTH = 168
MAX_PICTURE_HEIGHT = 1_727
"""Classic Outlook cuts a picture of 1,728 px or more."""


@dataclass(frozen=True, slots=True)
class AppealWords:
    """The newsroom's own words and sums for its appeal; `offers` maps a frequency to amounts in whole `currency`."""

    banner: str
    heading: str
    message: str
    link: str
    currency: str
    offers: tuple[tuple[str, tuple[int, ...]], ...]
    payment_methods: str
    remind_me_later_weeks: int


@dataclass(frozen=True, slots=True)
class Publication:
    """What a letter says about its publisher."""

    title: str
    tagline: str
    language: str
    base_url: str
    postal_address: str
    contact: str
    privacy_policy_url: str
    appeal: AppealWords | None


@dataclass(frozen=True, slots=True, order=True)
class Variant:
    """What letters of one edition may differ in: the language of the fixed words, and whether they ask for support."""

    language: str
    appeal: bool = True

    def __str__(self) -> str:
        return self.language if self.appeal else f"{self.language}-no-appeal"


def view(edition: Edition, cards: Sequence[Card], publication: Publication, variant: Variant) -> blocks.View:
    """Choose and format everything the letter of one variant shows."""
    return blocks.View(
        edition=edition.id,
        language=variant.language,
        direction=direction(variant.language),
        title=publication.title,
        subject=edition.subject,
        preheader=edition.preheader,
        blocks=tuple(_blocks(edition, cards, publication, variant)),
    )


def _blocks(edition: Edition, cards: Sequence[Card], publication: Publication, variant: Variant) -> Iterator[blocks.Block]:
    links = ReaderLinks(publication.base_url, edition.id)
    appeal = publication.appeal if variant.appeal else None
    if appeal and appeal.banner:
        yield blocks.Banner(appeal.banner, _gift_url(appeal, appeal.offers[0][0], appeal.offers[0][1][0]))
    yield blocks.Masthead(publication.title, publication.tagline, _date(edition, variant), links.browser)
    if edition.note and edition.note.text:
        yield blocks.EditorsNote(to_html(edition.note.text), to_text(edition.note.text), edition.note.by)
    yield from _cards(cards, variant)
    if edition.briefs:
        yield blocks.Briefs(edition.briefs)
    if edition.corrections:
        yield blocks.Corrections(edition.corrections)
    if appeal:
        yield _appeal(appeal, links, variant)
    yield blocks.Footer(
        title=publication.title,
        postal_address=publication.postal_address,
        contact=publication.contact,
        unsubscribe_url=links.unsubscribe,
        preferences_url=links.preferences,
        browser_url=links.browser,
        privacy_policy_url=publication.privacy_policy_url,
    )


def _date(edition: Edition, variant: Variant) -> str:
    day = edition_date(edition.id)
    return long_date(day, variant.language) if day else edition.id


def _cards(found: Sequence[Card], variant: Variant) -> Iterator[blocks.Block]:
    """Put the lead story first, then each section's name with the rest of its cards."""
    ordered = [card for card in found if card.lead] + [card for card in found if not card.lead]
    section = ""
    for number, card in enumerate(ordered, 1):
        if not card.lead and card.section != section:
            section = card.section
            yield blocks.SectionHeading(section)
        yield _story(card, number, variant)


def _story(card: Card, number: int, variant: Variant) -> blocks.Story:
    foreign = card.language if card.language and card.language.partition("-")[0] != variant.language.partition("-")[0] else ""
    return blocks.Story(
        number=number,
        url=card.url,
        title=card.title,
        summary=card.summary,
        kicker=card.kicker,
        byline=card.byline,
        reading_minutes=card.reading_minutes,
        topics=card.topics,
        related=card.related,
        picture=_picture(card.picture, LEAD_PICTURE_WIDTH if card.lead else CARD_PICTURE_WIDTH),
        language=foreign,
        direction=direction(foreign or variant.language),
        lead=card.lead,
    )


def _picture(image: Image | None, width: int) -> blocks.Picture | None:
    """Scale a picture to the `width` it is shown at; its height follows when the page gave both."""
    if image is None:
        return None
    height = round(image.height * width / image.width) if image.width and image.height else 0
    return blocks.Picture(image.url, image.alt, width, min(height, MAX_PICTURE_HEIGHT), image.credit)


def _gift_url(appeal: AppealWords, frequency: str, amount: int) -> str:
    return appeal.link.format(frequency=frequency, amount=amount)


def _appeal(appeal: AppealWords, links: ReaderLinks, variant: Variant) -> blocks.Appeal:
    return blocks.Appeal(
        heading=appeal.heading,
        message=appeal.message,
        offers=tuple(
            blocks.Offer(
                frequency,
                tuple(
                    blocks.Amount(money(amount, appeal.currency, variant.language), _gift_url(appeal, frequency, amount))
                    for amount in amounts
                ),
            )
            for frequency, amounts in appeal.offers
        ),
        payment_methods=appeal.payment_methods,
        remind_url=links.remind_later if appeal.remind_me_later_weeks else "",
    )
