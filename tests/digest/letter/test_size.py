"""How many bytes a letter takes: Gmail hides the end of one near 102 kB, and every reader's phone pays for each."""

from dataclasses import replace

import pytest

from digest.articles.model import Article, Image
from digest.delivery.variant import AppealMode, LetterOptions, Variant
from digest.edition.lock import Lock
from digest.edition.model import Edition, Pick, Related, Section
from tests.standins.letters import EDITION, HOST, edition_and_lock, letter, publication

TITLE = {
    "en": "The harvest after the flood is small, late and nobody’s secret",
    "ru": "Урожай после паводка мал, запоздал и ни для кого не тайна",
}
SUMMARY = {
    "en": "State television shows full silos. Farmers in four districts sent us photographs of theirs, with the date on a paper.",
    "ru": "Телевидение показывает полные силосы. Фермеры четырёх районов прислали нам снимки своих, с датой на газете.",
}
ALT = {"en": "Ears of wheat in front of yellow hills", "ru": "Колосья пшеницы перед жёлтыми холмами"}


def edition_of(cards: int, language: str, *, full: bool = False) -> tuple[Edition, Lock]:
    """Return an edition of so many cards in sections of five; `full` with all that a card can have."""
    urls = [f"{HOST}2026/11/25/harvest-after-the-flood-{number}" for number in range(cards)]
    related = (Related(TITLE[language], f"{HOST}documents/related"),) if full else ()
    picks = [
        Pick(url, kicker=ALT[language][:20] if full else "", related=related if number % 4 == 0 else ())
        for number, url in enumerate(urls)
    ]
    sections = tuple(Section(f"Section {at}", tuple(picks[at : at + 5])) for at in range(0, cards, 5))
    page = Article(
        "",
        title=TITLE[language],
        summary=SUMMARY[language],
        authors=("Anna Berg",),
        reading_minutes=4,
        language=language,
        topics=("Farming", "Weather") if full else (),
        image=Image(f"{HOST}pictures/wheat.jpg", 1_104, 620, ALT[language], credit="The Lantern"),
    )
    own = replace(edition_and_lock()[0], language=language, sections=sections)
    return own, Lock(EDITION, tuple(replace(page, url=url) for url in urls))


@pytest.mark.parametrize(
    ("cards", "language", "full", "most"),
    [(12, "en", False, 26_000), (12, "ru", True, 32_000), (25, "en", False, 40_000), (40, "en", False, 57_000)],
)
def test_a_letter_is_light(cards: int, language: str, full: bool, most: int) -> None:
    edition, lock = edition_of(cards, language, full=full)
    words = publication().appeal
    assert words
    own = replace(publication(), language=language, has_topics=full, appeal=replace(words, has_all_amounts=full))
    options = LetterOptions(AppealMode.WARN) if full else LetterOptions()
    made = letter(Variant(language, options), edition=edition, lock=lock, own=own)
    assert len(made.bytes_per_pick) == cards
    assert len(made.html.encode()) <= most
