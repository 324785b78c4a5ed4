"""The newsroom's sources, asked over the wire or a fake of it: who is asked, what is found, and no key in any word."""

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from digest.articles.sources.source import Source
from digest.errors import PageUnreadable, WorkerFailed
from digest.fetching.sources import WebSources
from tests.standins.newspaper import Newspaper, Page
from tests.standins.reading import fetcher, warm_workers

SITE = "https://lantern.example"
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
KEY = "22444f78447824223cefc48062"


@dataclass(frozen=True, slots=True)
class Got:
    data: bytes
    charset: str | None = None


@dataclass(slots=True)
class FakeWeb:
    """Answers with bytes, or with a status; `asked` are the addresses in order."""

    answers: dict[str, bytes | int]
    asked: list[str] = field(default_factory=list)

    def get(self, url: str, _accept: str) -> Got:
        self.asked.append(url)
        answer = self.answers.get(url, 404)
        if isinstance(answer, int):
            raise PageUnreadable(f"the site answers {answer}", answer)
        return Got(answer)


def rss(*slugs: str) -> bytes:
    items = "".join(f"<item><title>About {slug}</title><link>{SITE}/{slug}</link></item>" for slug in slugs)
    return f"<rss><channel>{items}</channel></rss>".encode()


def ask(web: FakeWeb, *sources: Source) -> WebSources:
    return WebSources(sources, web, lambda function, told: function(told), lambda: NOW)


FEED = Source("rss", f"{SITE}/feed.xml")


def test_a_page_is_found_in_a_feed_whatever_the_form_of_its_address() -> None:
    web = FakeWeb({FEED.url: rss("a", "b")})
    told = ask(web, FEED).find("http://www.lantern.example/b/?utm_source=newsletter")
    assert told is not None
    assert (told.article.title, told.leads, told.article.fetched_at) == ("About b", False, NOW)
    assert told.article.sources["title"] == "rss"


def test_a_page_is_found_by_a_link_by_way_of_somebody_else() -> None:
    web = FakeWeb({FEED.url: rss("a")})
    assert ask(web, FEED).find(f"https://www.google.com/url?q={SITE}/a&sa=D") is not None


def test_the_address_of_the_article_is_that_of_the_site_and_not_of_the_system_behind_it() -> None:
    asked = "https://cms.example/wp-json/wp/v2/posts?slug=a&_embed=author,wp:featuredmedia,wp:term"
    for link in ("https://cms.example/a/", "http://lantern.example/a/", f"{SITE}/a"):
        web = FakeWeb({asked: json.dumps([{"link": link, "title": {"rendered": "A"}}]).encode()})
        told = ask(web, Source("wordpress", "https://cms.example", SITE)).find(f"{SITE}/a?utm_source=x")
        assert told is not None
        assert told.article.canonical_url == f"{SITE}/a"


def test_a_link_of_a_draft_is_not_asked_about() -> None:
    asked = f"{SITE}/wp-json/wp/v2/posts?include=7&_embed=author,wp:featuredmedia,wp:term"
    web = FakeWeb({asked: json.dumps([{"link": f"{SITE}/?p=7&preview=true", "title": {"rendered": "A"}}]).encode()})
    assert ask(web, Source("wordpress", SITE)).find(f"{SITE}/?p=7&preview=true&preview_nonce=1a2b") is None
    assert web.asked == []


def test_a_feed_is_asked_once_for_all_picks_also_at_the_same_time() -> None:
    web = FakeWeb({FEED.url: rss("a", "b")})
    sources = ask(web, FEED)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(sources.find, [f"{SITE}/a", f"{SITE}/b", f"{SITE}/c"] * 8))
    assert [told.article.title if told else None for told in found[:3]] == ["About a", "About b", None]
    assert web.asked == [FEED.url]


def test_a_feed_that_cannot_be_read_is_asked_once_too() -> None:
    web = FakeWeb({FEED.url: 503})
    sources = ask(web, FEED)
    for _ in range(2):
        with pytest.raises(
            PageUnreadable, match=r"the rss source at lantern.example could not be read: the site answers 503"
        ):
            sources.find(f"{SITE}/a")
    assert web.asked == [FEED.url]


def test_pages_of_other_sites_and_other_parts_of_the_site_are_not_asked_about() -> None:
    web = FakeWeb({FEED.url: rss("a")})
    assert ask(web, FEED).find("https://other.example/a") is None
    assert ask(web, Source("rss", FEED.url, f"{SITE}/uk/")).find(f"{SITE}/a") is None
    assert web.asked == []


def test_a_feed_on_another_host_tells_of_the_pages_that_the_settings_name() -> None:
    web = FakeWeb({"https://feeds.example/x": rss("a")})
    assert ask(web, Source("atom", "https://feeds.example/x", f"{SITE}/")).find(f"{SITE}/a") is not None


def test_the_next_source_is_asked_where_the_first_knows_nothing_or_fails() -> None:
    other = Source("rss", f"{SITE}/other.xml")
    for first in (rss("b"), 500):
        told = ask(FakeWeb({FEED.url: first, other.url: rss("a")}), FEED, other).find(f"{SITE}/a")
        assert told is not None
        assert told.article.title == "About a"


def test_wordpress_is_asked_about_the_page_and_knows_better_than_it() -> None:
    asked = f"{SITE}/wp-json/wp/v2/posts?slug=a&_embed=author,wp:featuredmedia,wp:term"
    posts = [{"link": f"{SITE}/uk/a/", "title": {"rendered": "Uk"}}, {"link": f"{SITE}/a/", "title": {"rendered": "A"}}]
    sources = ask(FakeWeb({asked: json.dumps(posts).encode()}), Source("wordpress", SITE))
    told = sources.find(f"{SITE}/a")
    assert told is not None
    assert (told.article.title, told.leads) == ("A", True)
    assert sources.find(f"{SITE}/") is None


def ghost_at(site: str) -> Source:
    return Source("ghost", site, key=KEY)


def post(site: str) -> bytes:
    return json.dumps({"posts": [{"url": f"{site}/a/", "title": "A"}]}).encode()


def ghost_address(slug: str) -> str:
    return f"{SITE}/ghost/api/content/posts/slug/{slug}/?key={KEY}&include=authors%2Ctags"


def test_ghost_is_asked_with_its_key_and_a_post_it_does_not_have_is_none() -> None:
    web = FakeWeb({ghost_address("a"): post(SITE)})
    told = ask(web, ghost_at(SITE)).find(f"{SITE}/a/")
    assert told is not None
    assert told.article.sources["title"] == "ghost"
    assert ask(web, ghost_at(SITE)).find(f"{SITE}/b/") is None


def test_no_error_and_no_description_holds_the_key() -> None:
    for answer in (401, b"<html>", b"{}"):
        with pytest.raises(PageUnreadable) as error:
            ask(FakeWeb({ghost_address("a"): answer}), ghost_at(SITE)).find(f"{SITE}/a/")
        assert KEY not in str(error.value)
    assert KEY not in repr(ghost_at(SITE))


def test_no_line_that_a_library_logs_holds_the_key(caplog: pytest.LogCaptureFixture) -> None:
    pages = {f"/ghost/api/content/posts/slug/a/?key={KEY}&include=authors%2Ctags": Page(b"{}", 200, {})}
    with caplog.at_level(logging.DEBUG), Newspaper(pages=pages) as site:
        with pytest.raises(PageUnreadable, match="no answer of a Content API"):
            WebSources((ghost_at(site.url),), fetcher(), warm_workers().run).find(f"{site.url}/a/")
        assert len(site.asked) == 1
    assert KEY not in caplog.text


def test_a_source_that_never_ends_its_reader_is_one_that_cannot_be_read() -> None:
    def run(_function: object, _told: object) -> None:
        raise WorkerFailed("takes longer than 7 seconds to read")

    sources = WebSources((FEED,), FakeWeb({FEED.url: rss("a")}), run)
    with pytest.raises(PageUnreadable, match="could not be read: it takes longer than 7 seconds to read"):
        sources.find(f"{SITE}/a")


def test_sources_are_read_by_the_processes_that_read_pages() -> None:
    sources = WebSources((FEED,), FakeWeb({FEED.url: rss("a")}), warm_workers().run, lambda: NOW)
    told = sources.find(f"{SITE}/a")
    assert told is not None
    assert told.article.title == "About a"
    with pytest.raises(PageUnreadable, match="could not be read: it is no feed"):
        WebSources((FEED,), FakeWeb({FEED.url: b"<a/>"}), warm_workers().run).find(f"{SITE}/a")
