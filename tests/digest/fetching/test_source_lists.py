"""What the sources published last: all are asked at once, none keeps another back, and nobody waits for ever."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from digest.articles.sources.listed import Listed
from digest.articles.sources.source import Source
from digest.errors import PageUnreadable, WorkerFailed
from digest.fetching.source_lists import NamedSource, Run, WebSourceLists
from digest.fetching.source_reading import SourceBytes

SITE = "https://lantern.example"
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
KEY = "22444f78447824223cefc48062"


@dataclass(frozen=True, slots=True)
class Got:
    data: bytes
    charset: str | None = None


@dataclass(slots=True)
class FakeWeb:
    """Answers with bytes, or with a status; one that `waits` does so for ever."""

    answers: dict[str, bytes | int]
    waits: str = ""
    asked: list[str] = field(default_factory=list)
    run: Run = lambda function, told: function(told)

    @property
    def fetcher(self) -> "FakeWeb":
        return self

    def get(self, url: str, _accept: str) -> Got:
        self.asked.append(url)
        if url == self.waits:
            threading.Event().wait(30)
        answer = self.answers.get(url, 404)
        if isinstance(answer, int):
            raise PageUnreadable(f"the site answers {answer}", answer)
        return Got(answer)


def rss(*slugs: str) -> bytes:
    items = "".join(f"<item><title>About {slug}</title><link>{SITE}/{slug}</link></item>" for slug in slugs)
    return f"<rss><channel>{items}</channel></rss>".encode()


def lists(web: FakeWeb, *sources: Source | NamedSource, seconds: float = 20) -> WebSourceLists:
    named = [one if isinstance(one, NamedSource) else NamedSource(one) for one in sources]
    return WebSourceLists(named, lambda: web, seconds, lambda: NOW)


FEED, OTHER = Source("rss", f"{SITE}/feed.xml"), Source("rss", "https://other.example/rss")


def test_each_source_lists_what_is_new_in_the_order_of_the_settings() -> None:
    posts = [{"link": f"{SITE}/wp", "title": {"rendered": "Post"}, "date_gmt": "2026-11-25T10:00:00"}]
    ghost = {"posts": [{"url": f"{SITE}/g", "title": "Ghost", "tags": [{"name": "News"}]}]}
    items = [{"uri": f"{SITE}/n", "headline": "Ninjs", "versioncreated": "2026-11-25T10:00:00Z"}]
    web = FakeWeb({FEED.url: rss("a")})
    sources = (
        FEED,
        Source("wordpress", "https://wp.example"),
        Source("ghost", "https://ghost.example", key=KEY),
        Source("ninjs", "https://ninjs.example/items"),
    )
    for start, body in (("https://wp", posts), ("https://ghost", ghost), ("https://ninjs", items)):
        address = next(one for one in _addresses(*sources) if one.startswith(start))
        web.answers[address] = json.dumps(body).encode()
    asked = lists(web, *sources)
    found = asked.recent(asked.names())
    assert asked.names() == ["lantern.example/feed.xml", "wp.example", "ghost.example", "ninjs.example/items"]
    assert [(one.name, [article.title for article in one.articles], one.fault) for one in found] == [
        ("lantern.example/feed.xml", ["About a"], ""),
        ("wp.example", ["Post"], ""),
        ("ghost.example", ["Ghost"], ""),
        ("ninjs.example/items", ["Ninjs"], ""),
    ]


def _addresses(*sources: Source) -> list[str]:
    web = FakeWeb({})
    asked = lists(web, *sources)
    asked.recent(asked.names())
    return web.asked


def test_a_source_that_fails_says_why_and_keeps_no_other_back() -> None:
    web = FakeWeb({FEED.url: rss("a"), "https://json.example/x": b"{"})
    broken = (OTHER, Source("ninjs", "https://json.example/x"), NamedSource(Source("ghost", SITE), "no key"))
    found = lists(web, *broken, FEED).recent(
        ["other.example/rss", "json.example/x", "lantern.example", "lantern.example/feed.xml"]
    )
    assert [bool(one.articles) for one in found] == [False, False, False, True]
    assert found[0].fault == "it could not be read: the site answers 404"
    assert found[1].fault.startswith("it could not be read: ")
    assert found[2].fault == "no key"


def test_of_a_feed_only_the_pages_it_is_to_tell_of_are_listed() -> None:
    source = Source("rss", FEED.url, pages=f"{SITE}/uk/")
    (found,) = lists(FakeWeb({FEED.url: rss("uk/a", "en/a", "uk2/a")}), source).recent(["lantern.example/feed.xml"])
    assert [one.url for one in found.articles] == [f"{SITE}/uk/a"]


def test_a_reader_that_breaks_is_a_fault_of_its_source() -> None:
    def broken(_function: Callable[[SourceBytes], list[Listed]], _told: SourceBytes) -> list[Listed]:
        raise WorkerFailed("takes longer than 5 seconds")

    (found,) = lists(FakeWeb({FEED.url: rss("a")}, run=broken), FEED).recent(["lantern.example/feed.xml"])
    assert found.fault == "it could not be read: it takes longer than 5 seconds"


def test_nobody_waits_for_a_source_that_does_not_answer() -> None:
    web, began = FakeWeb({FEED.url: rss("a")}, waits=OTHER.url), time.monotonic()
    found = lists(web, OTHER, FEED, seconds=0.3).recent(["other.example/rss", "lantern.example/feed.xml"])
    assert time.monotonic() - began < 5
    assert found[0].fault == "it did not answer within 0.3 seconds"
    assert [one.title for one in found[1].articles] == ["About a"]


def test_only_those_that_are_wanted_are_asked_and_a_key_stands_in_no_word() -> None:
    web = FakeWeb({})
    asked = lists(web, FEED, Source("ghost", "https://ghost.example", key=KEY))
    (found,) = asked.recent(["ghost.example"])
    assert len(web.asked) == 1
    assert KEY in web.asked[0]
    assert KEY not in str(found) + str(asked.names())
    assert asked.recent([]) == []
