"""Cards: the editor's words over the page's, field by field, in the order of the file."""

from dataclasses import replace

import pytest

from digest.articles.model import Article, Image
from digest.edition.cards import Card, card, cards, lead_first
from digest.edition.lock import Lock
from digest.edition.model import Edition, Pick, Related, Section
from digest.pictures.model import Picture

URL = "https://example.org/a"
PICTURE = Image("https://example.org/a.jpg", 1200, 800, "page’s alt", "page’s caption", "page’s credit")
ARTICLE = Article(
    URL,
    title="page’s title",
    summary="page’s summary",
    authors=("Anna Adler", "Boris Bondar"),
    image=PICTURE,
    language="uk",
    site="The Lantern",
    topics=("a", "b", "c", "d"),
    reading_minutes=7,
)


def laid(pick: Pick, article: Article = ARTICLE) -> Card:
    return card(pick, article, "News", {})


def test_what_the_editor_does_not_say_the_page_says() -> None:
    pick = Pick(URL)
    assert laid(pick) == Card(
        url=URL,
        title="page’s title",
        summary="page’s summary",
        byline="Anna Adler, Boris Bondar",
        kicker="",
        picture=PICTURE,
        known_picture=None,
        topics=("a", "b", "c"),
        language="uk",
        site="The Lantern",
        reading_minutes=7,
        related=(),
        lead=False,
        section="News",
        pick=pick,
    )


@pytest.mark.parametrize("field", ["title", "summary", "byline", "kicker", "language"])
def test_each_word_of_the_editor_wins_alone(field: str) -> None:
    usual = laid(Pick(URL))
    pick = replace(Pick(URL), **{field: "Mine"})  # type: ignore[arg-type]
    assert laid(pick) == replace(usual, **{field: "Mine"}, pick=pick)  # type: ignore[arg-type]


def test_topics_are_the_editors_or_the_pages_and_never_mixed_and_three_at_most() -> None:
    assert laid(Pick(URL, topics=("z",))).topics == ("z",)
    assert laid(Pick(URL, topics=("z", "y", "x", "w"))).topics == ("z", "y", "x")


def test_lead_and_related_links_are_the_editors_alone() -> None:
    related = (Related("More", "https://example.org/more"),)
    found = laid(Pick(URL, lead=True, related=related))
    assert (found.lead, found.related) == (True, related)


def test_words_about_the_pages_picture_are_laid_over_it_and_its_size_and_caption_stay() -> None:
    assert laid(Pick(URL, alt="Mine")).picture == replace(PICTURE, alt="Mine")
    assert laid(Pick(URL, credit="Mine")).picture == replace(PICTURE, credit="Mine")


def test_another_picture_takes_nothing_of_the_pages_picture() -> None:
    other = "https://example.org/b.jpg"
    assert laid(Pick(URL, picture=other)).picture is None, "nobody says what it shows"
    assert laid(Pick(URL, picture="none")).picture is None
    assert laid(Pick(URL, picture=other, alt="A", credit="C")).picture == Image(other, alt="A", credit="C")


def test_a_byline_that_says_no_more_than_the_sites_name_is_not_shown() -> None:
    assert laid(Pick(URL), replace(ARTICLE, authors=("THE LANTERN",))).byline == ""
    assert laid(Pick(URL), replace(ARTICLE, authors=("The Lantern", "Anna Adler"))).byline == "Anna Adler"
    assert laid(Pick(URL, byline="The Lantern")).byline == "The Lantern", "an editor may say so"


def test_words_about_a_picture_that_is_not_there_make_none() -> None:
    assert laid(Pick(URL, alt="Mine", credit="Mine"), replace(ARTICLE, image=None)).picture is None


def test_every_pick_has_a_card_in_the_files_order_also_where_the_page_was_never_read() -> None:
    unread = Pick("https://example.org/unread", title="Mine")
    sections = (Section("News", (unread, Pick(URL))), Section("Features", (Pick(URL, title="Again"),)))
    found = list(cards(Edition("2026-11-27", "f", "S", sections), Lock("2026-11-27", (ARTICLE,))))
    assert [(one.section, one.title) for one in found] == [
        ("News", "Mine"),
        ("News", "page’s title"),
        ("Features", "Again"),
    ]
    assert (found[0].summary, found[0].picture, found[0].reading_minutes) == ("", None, 0)


def test_what_was_read_of_a_picture_tells_its_size() -> None:
    unsized = replace(ARTICLE, image=Image(PICTURE.url, alt="A dog"))
    known = Picture(PICTURE.url, 1_600, 900)
    found = card(Pick(URL), unsized, "News", {known.url: known})
    assert (found.picture, found.known_picture) == (Image(PICTURE.url, 1_600, 900, "A dog"), known)
    own = card(Pick(URL, picture="https://example.org/own.jpg", alt="A cat"), unsized, "News", {known.url: known})
    assert (own.picture, own.known_picture) == (Image("https://example.org/own.jpg", alt="A cat"), None)
    assert card(Pick(URL, picture="none"), unsized, "News", {known.url: known}).known_picture is None


def test_the_lead_is_the_pick_that_says_so_or_else_the_first() -> None:
    first, second, third = (laid(Pick(f"{URL}{number}")) for number in range(3))
    assert [(card.url, card.lead) for card in lead_first([first, replace(second, lead=True), third])] == [
        (second.url, True),
        (first.url, False),
        (third.url, False),
    ]
    assert [(card.url, card.lead) for card in lead_first([first, second])] == [(first.url, True), (second.url, False)]
    assert lead_first([]) == []


def test_what_is_read_in_a_minute_does_not_say_so() -> None:
    assert [
        laid(Pick(URL), replace(ARTICLE, reading_minutes=minutes)).reading_minutes for minutes in (0, 1, 2, 12)
    ] == [0, 0, 2, 12]
