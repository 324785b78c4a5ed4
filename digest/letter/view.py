"""From an edition and its lock to the view of one variant: which blocks, in which order, with which words."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit, urlunsplit

from digest.articles.model import Image
from digest.calendar.plan import edition_date
from digest.delivery.variant import AppealMode, Variant, section_key
from digest.edition.cards import Card
from digest.edition.model import Edition, Related
from digest.letter import blocks
from digest.letter.language import direction, long_date, money
from digest.letter.markdown import to_html, to_text
from digest.letter.slots import ReaderLinks

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
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """What a letter says about its publisher.

    `mirrors` maps hosts of articles to hosts that open where those are blocked.
    """

    title: str
    tagline: str
    language: str
    base_url: str
    postal_address: str
    contact: str
    privacy_policy_url: str
    appeal: AppealWords | None
    mirrors: Mapping[str, str] = field(default_factory=dict)


Phrase = Callable[[str, str], str]
"""Gives a short text of the program's own (templates/email/phrases.jinja) in a language, by its name."""


def view(
    edition: Edition, cards: Sequence[Card], publication: Publication, variant: Variant, phrase: Phrase
) -> blocks.View:
    """Choose and format everything the letter of one variant shows."""
    discreet = variant.options.discreet
    wanted = [card for card in cards if section_key(card.section) not in variant.options.without]
    if variant.options.mirrors:
        wanted = [_mirrored_card(card, publication.mirrors) for card in wanted]
        edition = _mirrored_edition(edition, publication.mirrors)
    return blocks.View(
        edition=edition.id,
        language=variant.language,
        direction=direction(variant.language),
        title=publication.title,
        subject=phrase(variant.language, "discreet_subject") if discreet else edition.subject,
        preheader="" if discreet else edition.preheader,
        blocks=tuple(_blocks(edition, wanted, publication, variant, phrase)),
        sender=phrase(variant.language, "discreet_sender") if discreet else "",
    )


def mirrored(url: str, mirrors: Mapping[str, str]) -> str:
    """Return the address of the same page at its host's mirror, if it has one."""
    parts = urlsplit(url)
    mirror = mirrors.get(parts.hostname or "")
    return urlunsplit(parts._replace(scheme="https", netloc=mirror)) if mirror else url


def _mirrored_card(card: Card, mirrors: Mapping[str, str]) -> Card:
    picture = replace(card.picture, url=mirrored(card.picture.url, mirrors)) if card.picture else None
    related = tuple(Related(link.title, mirrored(link.url, mirrors)) for link in card.related)
    return replace(card, url=mirrored(card.url, mirrors), picture=picture, related=related)


def _mirrored_edition(edition: Edition, mirrors: Mapping[str, str]) -> Edition:
    """Rewrite what links to articles beside the cards: briefs, corrections, and the addresses in the note."""
    note = edition.note
    if note:
        text = note.text
        for host, mirror in mirrors.items():
            text = re.sub(rf"https?://{re.escape(host)}(?=[/\s)?#>]|$)", f"https://{mirror}", text)
        note = replace(note, text=text)
    return replace(
        edition,
        note=note,
        briefs=tuple(replace(brief, url=mirrored(brief.url, mirrors)) for brief in edition.briefs),
        corrections=tuple(replace(item, url=mirrored(item.url, mirrors)) for item in edition.corrections),
    )


def _blocks(
    edition: Edition, cards: Sequence[Card], publication: Publication, variant: Variant, phrase: Phrase
) -> Iterator[blocks.Block]:
    links = ReaderLinks(publication.base_url, edition.id)
    mode = variant.options.appeal
    appeal = publication.appeal if mode is not AppealMode.HIDE else None
    if (
        appeal and appeal.banner and mode is AppealMode.SHOW
    ):  # a banner leads to giving before anybody has read the warning
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
        warning = (appeal.warning or phrase(variant.language, "warning")) if mode is AppealMode.WARN else ""
        yield _appeal(appeal, links, variant, warning)
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
    foreign = (
        card.language if card.language and card.language.partition("-")[0] != variant.language.partition("-")[0] else ""
    )
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


def _appeal(appeal: AppealWords, links: ReaderLinks, variant: Variant, warning: str) -> blocks.Appeal:
    return blocks.Appeal(
        heading=appeal.heading,
        message=appeal.message,
        offers=tuple(
            blocks.Offer(
                frequency,
                tuple(
                    blocks.Amount(
                        money(amount, appeal.currency, variant.language), _gift_url(appeal, frequency, amount)
                    )
                    for amount in amounts
                ),
            )
            for frequency, amounts in appeal.offers
        ),
        payment_methods=appeal.payment_methods,
        warning=warning,
        remind_url=links.remind_later if appeal.remind_me_later_weeks else "",
    )
