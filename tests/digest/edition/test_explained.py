"""Explained: each field of a card with who says so, what the page has instead, and what else it offers."""

from digest.articles.model import Article, Image
from digest.edition.explained import ExplainedField, explain
from digest.edition.lock import Lock
from digest.edition.model import Edition, Pick, Section
from digest.problem import Mark

ONE, TWO = "https://example.org/one", "https://example.org/two"
READ = Article(
    ONE,
    title="Ice on the river",
    authors=("Anna Berg",),
    summary="It froze.",
    summary_source="standfirst",
    image=Image("https://example.org/a.jpg", alt="A river"),
    reading_minutes=4,
    words=812,
    headlines=("Ice", "River freezes"),
    images=(Image("https://example.org/b.jpg", alt="A boat"), Image("https://example.org/c.jpg")),
    doubts=("the byline may be a job title",),
    sources={"title": "json-ld", "authors": "page", "image": "og:image", "image.alt": "page"},
)
PICKS = (Pick(ONE, summary="Our words.", mark=Mark(5, 9)), Pick(TWO, title="Mine", mark=Mark(9, 9)))
EDITION = Edition("2026-11-27", "editions/2026-11-27.yaml", "S", (Section("News", PICKS),))
LOCK = Lock("2026-11-27", (READ,))


def fields(number: int) -> dict[str, ExplainedField]:
    return {field.field: field for field in list(explain(EDITION, LOCK))[number - 1].fields}


def test_each_field_says_where_the_page_has_it_and_what_else_there_is() -> None:
    found = fields(1)
    assert found["title"] == ExplainedField(
        "title",
        "Ice on the river",
        "what the page tells search engines",
        "",
        ("Ice", "River freezes"),
    )
    assert found["byline"].source == "as printed on the page"
    assert (found["picture"].source, found["picture"].others) == (
        "og:image",
        ("https://example.org/b.jpg", "https://example.org/c.jpg"),
    )
    assert found["alt"].others == ("A boat",)
    assert found["reading time"].source == "counted in its 812 words"
    assert found["credit"] == ExplainedField("credit", "", "", "", ())


def test_own_words_come_first_and_the_pages_are_shown_beside_them() -> None:
    summary = fields(1)["summary"]
    assert (summary.words, summary.source, summary.page) == ("Our words.", "your words", "It froze.")


def test_a_page_that_was_not_read_has_the_editors_words_alone() -> None:
    (pick,) = explain(EDITION, LOCK, [TWO])
    assert (pick.number, pick.line, pick.is_read, pick.doubts) == (2, 9, False, ())
    assert {field.field for field in pick.fields if field.words} == {"title"}


def test_what_somebody_should_look_at_is_there() -> None:
    assert [pick.doubts for pick in explain(EDITION, LOCK)] == [("the byline may be a job title",), ()]
