"""Pages and sources together: who is asked, who is believed, and what stands where one of the two is silent."""

from dataclasses import replace

import pytest

from digest.articles.merge import Told
from digest.articles.model import Article, Image
from digest.editing.sourced_pages import SourcedPages
from digest.errors import PageUnreadable
from tests.standins.pages import FakePages, FakeSources

URL = "https://lantern.example/a"
PAGE = Article(URL, title="Page", summary="Standfirst.", summary_source="standfirst", sha256="p")
TOLD = Article(f"{URL}?x", title="Told", summary="Own words.", summary_source="rss", sha256="t")
WHOLE = replace(
    TOLD,
    image=Image("https://lantern.example/p.jpg", alt="Ships"),
    authors=("Anna Adler",),
    published="2026-11-24",
    words=9,
)


def test_a_page_that_no_source_knows_is_read_as_it_is() -> None:
    pages = FakePages(says={URL: PAGE})
    assert SourcedPages(pages, FakeSources({})).read(URL) == PAGE


def test_what_a_feed_tells_is_joined_with_the_page() -> None:
    article = SourcedPages(FakePages(says={URL: PAGE}), FakeSources({URL: Told(TOLD, leads=False)})).read(URL)
    assert (article.url, article.title, article.summary) == (URL, "Page", "Own words.")


def test_a_page_that_has_nothing_to_add_is_not_read() -> None:
    pages = FakePages(says={URL: PAGE})
    article = SourcedPages(pages, FakeSources({URL: Told(WHOLE, leads=True)})).read(URL)
    assert (article.url, article.title, pages.asked) == (URL, "Told", [])


def test_a_page_that_is_not_there_yet_has_the_words_of_the_source_and_a_doubt() -> None:
    article = SourcedPages(FakePages(frozenset({URL})), FakeSources({URL: Told(TOLD, leads=False)})).read(URL)
    assert (article.url, article.title) == (URL, "Told")
    assert article.doubts == ("its page could not be read: the site answers 404 Not Found",)


def test_a_source_without_words_does_not_stand_for_a_page_that_is_not_there() -> None:
    for lacking in ("title", "summary"):
        told = FakeSources({URL: Told(replace(TOLD, **{lacking: ""}), leads=True)})  # type: ignore[arg-type]
        with pytest.raises(PageUnreadable, match="404"):
            SourcedPages(FakePages(frozenset({URL})), told).read(URL)


def test_a_source_that_cannot_be_read_is_a_doubt_about_the_page() -> None:
    broken = FakeSources({}, fault="the rss source at lantern.example could not be read: the site answers 503")
    article = SourcedPages(FakePages(says={URL: PAGE}), broken).read(URL)
    assert article.title == "Page"
    assert article.doubts == ("the rss source at lantern.example could not be read: the site answers 503",)


def test_neither_source_nor_page_is_the_fault_of_the_page() -> None:
    with pytest.raises(PageUnreadable, match="404"):
        SourcedPages(FakePages(frozenset({URL})), FakeSources({}, fault="broken")).read(URL)
