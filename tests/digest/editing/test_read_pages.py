"""Several pages are read at once; what happens to one is nothing to the others."""

import threading

import pytest

from digest.articles.model import Article
from digest.editing.at_once import AT_ONCE
from digest.editing.read_pages import read_pages
from digest.errors import PageUnreadable
from tests.standins.pages import FakePages, quiet

URLS = [f"https://example.org/{number}" for number in range(2 * AT_ONCE)]


class Broken(FakePages):
    """Pages of which one breaks whatever reads it."""

    def read(self, url: str) -> Article:
        if url == URLS[3]:
            raise ZeroDivisionError
        return super().read(url)


class Hanging(FakePages):
    """Pages of which all but the first are read when they are let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()

    def read(self, url: str) -> Article:
        self.asked.append(url)
        if url != URLS[0] and not self.let_go.wait(10):
            raise PageUnreadable("nobody let it go")
        return Article(url)


def test_articles_come_in_the_order_asked_for_and_each_failure_with_its_reason() -> None:
    seen: list[tuple[int, int]] = []
    read, failed = read_pages(URLS, Broken(frozenset({URLS[5]})), lambda done, of: seen.append((done, of)))
    assert [article.url for article in read] == [url for url in URLS if url not in (URLS[3], URLS[5])]
    assert failed == {
        URLS[3]: "it broke the program that reads it (ZeroDivisionError)",
        URLS[5]: "the site answers 404 Not Found",
    }
    assert seen == [(done, len(URLS)) for done in range(1, len(URLS) + 1)]


def test_a_page_that_is_read_counts_though_one_before_it_is_not_yet() -> None:
    pages = Hanging()

    def watch(_done: int, _of: int) -> None:
        pages.let_go.set()

    read, failed = read_pages([URLS[1], URLS[0], *URLS[2:]], pages, watch)
    assert (len(read), failed) == (len(URLS), {}), "the second page counted while the first was still being read"


def test_whoever_interrupts_waits_for_nothing_and_nothing_else_is_begun() -> None:
    pages = Hanging()

    def interrupt(_done: int, _of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_pages(URLS, pages, interrupt)
    assert not pages.let_go.is_set()
    asked = len(pages.asked)
    pages.let_go.set()
    assert asked <= AT_ONCE + 1 < len(URLS)


def test_nothing_is_read_where_nothing_is_asked_for() -> None:
    assert read_pages([], FakePages(), quiet) == ([], {})
