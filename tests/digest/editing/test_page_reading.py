"""Pages are read behind editors' backs: one edition at a time, watched, and a failure keeps no other back."""

import threading
from contextlib import suppress

import pytest

from digest.articles.model import Article
from digest.editing.page_reading import MOST_WAITING, PageReading
from digest.editing.watched_pages import WatchedPages
from digest.errors import DigestError, PageUnreadable
from digest.pictures.model import MadePicture
from digest.ports.editorial import Pages

PATIENCE_SECONDS = 10.0


class SlowPages:
    """Pages of which each is read when it is let go."""

    def __init__(self) -> None:
        self.began, self.go = threading.Event(), threading.Event()

    def read(self, url: str) -> Article:
        self.began.set()
        assert self.go.wait(PATIENCE_SECONDS)
        if "gone" in url:
            raise PageUnreadable("the site answers 404")
        return Article(url)

    def read_picture(self, url: str, copies: bool) -> MadePicture:
        raise NotImplementedError


def test_one_edition_is_read_at_a_time_and_its_progress_is_seen() -> None:
    pages, order = SlowPages(), list[str]()

    def read(edition_id: str, watched: Pages) -> None:
        order.append(edition_id)
        for url in (f"https://{edition_id}.example/a", f"https://{edition_id}.example/gone"):
            with suppress(PageUnreadable):
                watched.read(url)

    reading = PageReading(lambda: pages, read)
    assert not reading.state("one").is_under_way
    assert reading.ask("one")
    assert pages.began.wait(PATIENCE_SECONDS)
    assert reading.ask("two")
    assert reading.state("one").reading == {"https://one.example/a"}
    assert reading.state("two").is_under_way
    assert not reading.state("two").reading
    assert order == ["one"]
    pages.go.set()
    assert reading.wait(PATIENCE_SECONDS)
    assert order == ["one", "two"]
    assert reading.state("one").failed == {"https://one.example/gone": "the site answers 404"}
    assert not reading.state("one").is_under_way


def test_a_failure_is_said_and_keeps_no_other_edition_back() -> None:
    complaints, done = list[Exception](), list[str]()

    def read(edition_id: str, _pages: Pages) -> None:
        if edition_id == "refused":
            raise DigestError("the source has no key")
        if edition_id == "broken":
            raise ValueError("secret of a page")
        done.append(edition_id)

    reading = PageReading(SlowPages, read, complaints.append)
    for name in ("refused", "broken", "fine"):
        assert reading.ask(name)
    assert reading.wait(PATIENCE_SECONDS)
    assert done == ["fine"]
    assert reading.state("refused").fault == "the source has no key"
    assert "secret" not in reading.state("broken").fault
    assert [type(one) for one in complaints] == [ValueError]
    reading.ask("fine")
    assert reading.wait(PATIENCE_SECONDS)
    assert done == ["fine", "fine"]


def test_so_many_wait_and_no_more_and_each_once() -> None:
    go = threading.Event()
    reading = PageReading(SlowPages, lambda _edition, _pages: go.wait(PATIENCE_SECONDS))
    asked = [reading.ask(str(number)) for number in range(MOST_WAITING + 5)]
    assert not asked[-1]
    assert sum(asked) in (MOST_WAITING, MOST_WAITING + 1)
    assert reading.ask(str(MOST_WAITING - 1))
    go.set()
    assert reading.wait(PATIENCE_SECONDS)


def test_watched_pages_forget_what_was_read() -> None:
    pages = SlowPages()
    pages.go.set()
    watched = WatchedPages(pages)
    assert watched.read("https://a.example/") == Article("https://a.example/")
    with pytest.raises(PageUnreadable):
        watched.read("https://a.example/gone")
    assert not watched.reading
    assert watched.failed == {"https://a.example/gone": "the site answers 404"}
