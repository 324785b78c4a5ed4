"""Reading pages from a real server on loopback, kind and unkind."""

import contextlib
import gzip
import time
import tracemalloc

import pytest

from digest.errors import PageUnreadable, PictureUnreadable
from digest.fetching.fetcher import WebFetcher
from digest.fetching.pages import WebPages
from digest.fetching.visit import MAX_BYTES, MAX_REDIRECTS
from tests.standins.hostile_pages import HOSTILE, STORY
from tests.standins.newspaper import SAMPLE_SITE, Newspaper, Page
from tests.standins.reading import warm_workers, web_pages
from tests.standins.wire import closed_port

HTML = {"Content-Type": "text/html; charset=utf-8"}


def test_a_page_is_read_once() -> None:
    with Newspaper(SAMPLE_SITE) as site:
        article = web_pages().read(f"{site.url}/2026/11/23/harbour-strike")
    assert article.title == "Harbour crews stop for an hour, every hour"
    assert len(site.asked) == 1
    assert article.fetched_at is not None


def test_redirects_are_followed_and_each_is_checked() -> None:
    pages = {
        "/a": Page(b"", 301, {"Location": "/b"}),
        "/b": Page(b"", 302, {"Location": "/c"}),
        "/c": Page(STORY, 200, HTML),
    }
    with Newspaper(pages=pages) as site:
        assert web_pages().read(f"{site.url}/a").title == "The story"


def test_an_address_is_asked_for_in_ascii_and_kept_as_the_editor_wrote_it() -> None:
    asked = "/%D0%BA%D0%B0%D1%84%D0%B5%7C%27"
    with Newspaper(
        pages={asked: Page(b"", 301, {"Location": "/it's here"}), "/it%27s%20here": Page(STORY, 200, HTML)}
    ) as site:
        article = web_pages("127.0.0.1").read(f"{site.url}/кафе|'")
    assert (article.title, article.url) == ("The story", f"{site.url}/кафе|'")


def redirects(count: int) -> dict[str, Page]:
    pages = {f"/{n}": Page(b"", 302, {"Location": f"/{n + 1}"}) for n in range(count)}
    return pages | {f"/{count}": Page(STORY, 200, HTML)}


def test_five_redirects_are_followed_and_not_a_sixth() -> None:
    with Newspaper(pages=redirects(MAX_REDIRECTS)) as site:
        assert web_pages().read(f"{site.url}/0").title == "The story"
        assert len(site.asked) == MAX_REDIRECTS + 1
    with Newspaper(pages=redirects(MAX_REDIRECTS + 1)) as site:
        with pytest.raises(PageUnreadable, match="sends on more than 5 times"):
            web_pages().read(f"{site.url}/0")
        assert len(site.asked) == MAX_REDIRECTS + 1


def test_a_redirect_to_a_host_that_is_not_allowed_is_not_followed() -> None:
    with Newspaper(pages={"/x": Page(STORY, 200, HTML)}) as other:
        elsewhere = f"{other.url}/x".replace("127.0.0.1", "localhost")
        with Newspaper(pages={"/x": Page(b"", 302, {"Location": elsewhere})}) as site:
            with pytest.raises(PageUnreadable, match="localhost is not among `hosts`"):
                web_pages("127.0.0.1").read(f"{site.url}/x")
            assert len(site.asked) == 1
        assert other.asked == []


@pytest.mark.parametrize(
    "location", ["", "http://[", "http://127.0.0.1:99999/x", "javascript:alert(1)", "ftp://127.0.0.1/x"]
)
def test_a_redirect_to_nowhere_is_said(location: str) -> None:
    with Newspaper(pages={"/x": Page(b"", 302, {"Location": location})}) as site, pytest.raises(PageUnreadable):
        web_pages().read(f"{site.url}/x")


@pytest.mark.parametrize("host", ["a..b", ".example.org", "a" * 70 + ".org", "xn--a.org", "example.org.."])
def test_a_host_that_cannot_be_is_not_looked_up_also_where_a_site_sends_on_to_it(host: str) -> None:
    with pytest.raises(PageUnreadable, match="can be no host name"):
        WebPages(WebFetcher(), warm_workers()).read(f"https://{host}/")
    with (
        Newspaper(pages={"/x": Page(b"", 302, {"Location": f"https://{host}/"})}) as site,
        pytest.raises(PageUnreadable, match=r"can be no host name|is none this program can ask for"),
    ):
        web_pages().read(f"{site.url}/x")


def test_a_host_that_only_browsers_ask_for_is_told_of() -> None:
    with pytest.raises(PageUnreadable, match="its host name, or one it sends on to, is none this program can ask for"):
        web_pages().read("https://☕.example/")


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (Page(b"", 404), "answers 404"),
        (Page(b"", 302, {"Location": "/x"}), "more than 5 times"),
        (Page(b"", 302, {"Location": "file:///etc/passwd"}), "does not begin with https"),
        (Page(b"%PDF", 200, {"Content-Type": "application/pdf"}), "application/pdf, not a page"),
        (Page(b"<p>nothing", 200, HTML), "no headline"),
        (Page(b"x" * (MAX_BYTES + 1), 200, HTML), "larger than 8 MB"),
        (Page(b"not gzip", 200, HTML | {"Content-Encoding": "gzip"}), "damaged page"),
        (Page(b"x", 200, HTML | {"Content-Encoding": "br"}), "packs its pages in a way"),
    ],
)
def test_what_cannot_be_read_is_said(page: Page, words: str) -> None:
    with Newspaper(pages={"/x": page}) as site, pytest.raises(PageUnreadable, match=words):
        web_pages().read(f"{site.url}/x")


def test_a_bomb_is_never_inflated_beyond_what_is_kept() -> None:
    """The length of what came out says nothing about what was inflated for it: memory does."""
    bomb = Page(gzip.compress(b"x" * 100_000_000, 9), 200, HTML | {"Content-Encoding": "gzip"})
    with Newspaper(pages={"/x": bomb}) as site:
        tracemalloc.start()
        try:
            with pytest.raises(PageUnreadable, match="larger than 8 MB"):
                web_pages().read(f"{site.url}/x")
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert peak < 4 * MAX_BYTES


@pytest.mark.parametrize("packed", [False, True])
def test_a_page_may_be_as_large_as_the_limit_and_not_a_byte_larger(packed: bool) -> None:
    headers = HTML | ({"Content-Encoding": "gzip"} if packed else {})

    def page(length: int) -> Page:
        text = STORY + b" " * (length - len(STORY))
        return Page(gzip.compress(text, 1) if packed else text, 200, headers)

    with Newspaper(pages={"/x": page(MAX_BYTES), "/y": page(MAX_BYTES + 1)}) as site:
        web = web_pages()
        assert web.read(f"{site.url}/x").title == "The story"
        with pytest.raises(PageUnreadable, match="larger than 8 MB"):
            web.read(f"{site.url}/y")


def test_a_gzipped_page_is_read() -> None:
    with Newspaper(pages={"/x": Page(gzip.compress(STORY), 200, HTML | {"Content-Encoding": "gzip"})}) as site:
        assert web_pages().read(f"{site.url}/x").title == "The story"


def test_a_closed_port_is_unreachable() -> None:
    with closed_port() as url, pytest.raises(PageUnreadable, match="cannot be reached: nothing answers"):
        web_pages().read(f"{url}/")


@pytest.mark.slow
@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.0.0.1.", "localhost", "127.1.1.1", "127.1", "2130706433", "2130706433.", "0x7f000001", "0x7f.0.0.1",
     "0177.0.0.1", "0x7f000001.example", "127。0。0。1", "①②⑦.0.0.1", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:0:127.0.0.1]",
     "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2001::1]", "[fe80::1%25lo]", "[fe80::5efe:7f00:1]"],
)  # fmt: skip
def test_the_newsrooms_own_network_is_never_asked(host: str) -> None:
    with Newspaper(SAMPLE_SITE) as site, pytest.raises(PageUnreadable):
        WebPages(WebFetcher(), warm_workers()).read(f"http://{host}/x")
    assert site.asked == []


def test_only_allowed_hosts_are_asked() -> None:
    with pytest.raises(PageUnreadable, match="is not among `hosts`"):
        web_pages("example.org").read("https://example.net/x")


def led_on(first: Page, **more: Page) -> str:
    """Return the headline of what is read where a page leads on from."""
    pages = {"/2026/a": first, "/story": Page(STORY, 200, HTML)} | {f"/{name}": page for name, page in more.items()}
    with Newspaper(pages=pages) as site:
        return web_pages().read(f"{site.url}/2026/a").title


def test_a_refresh_is_followed_as_a_redirect_is() -> None:
    assert led_on(Page(b'<meta http-equiv="refresh" content="0; url=/story"><p>One moment', 200, HTML)) == "The story"
    loop = Page(b'<meta http-equiv="refresh" content="0; url=/b">', 200, HTML)
    back = Page(b'<meta http-equiv="refresh" content="0; url=/2026/a">', 200, HTML)
    with pytest.raises(PageUnreadable, match="sends on more than 5 times"):
        led_on(loop, b=back)


def test_a_refresh_is_checked_as_a_redirect_is() -> None:
    page = Page(b'<meta http-equiv="refresh" content="0; url=http://localhost/x">', 200, HTML)
    with (
        Newspaper(pages={"/x": page}) as site,
        pytest.raises(PageUnreadable, match="localhost is not among `hosts`"),
    ):
        web_pages("127.0.0.1").read(f"{site.url}/x")


def test_an_amp_page_leads_to_its_article_and_is_read_itself_where_that_cannot_be() -> None:
    amp = STORY.replace(b"<html", b"<html amp").replace(b"The story", b"The story for AMP")
    assert led_on(Page(amp.replace(b"</head>", b'<link rel=canonical href="/story"></head>'), 200, HTML)) == "The story"
    gone = amp.replace(b"</head>", b'<link rel=canonical href="/gone"></head>')
    assert led_on(Page(gone, 200, HTML)) == "The story for AMP"


def test_the_final_address_is_what_is_linked_and_what_pictures_are_relative_to() -> None:
    head = b'<meta property="og:image" content="/p/a.jpg"><meta property="og:image:width" content="1200"></head>'
    story = STORY.replace(b"</head>", head)
    with Newspaper(pages={"/s": Page(story, 200, HTML)}) as site:
        final = f"{site.url}/s".replace("127.0.0.1", "localhost")
        with Newspaper(pages={"/r": Page(b"", 302, {"Location": final})}) as other:
            article = web_pages().read(f"{other.url}/r")
    assert (article.url, article.canonical_url) == (f"{other.url}/r", final)
    assert article.image
    assert article.image.url.removeprefix("https").removeprefix("http").startswith("://localhost")


@pytest.mark.parametrize("front", ["/", "/en/", "/index.html"])
def test_a_redirect_to_the_front_page_leads_to_no_article(front: str) -> None:
    pages = {"/2026/a": Page(b"", 302, {"Location": front}), front: Page(STORY, 200, HTML)}
    with Newspaper(pages=pages) as site, pytest.raises(PageUnreadable, match="the address leads to the front page"):
        web_pages().read(f"{site.url}/2026/a")


def test_a_page_with_tags_without_number_is_not_parsed() -> None:
    page = Page(STORY.replace(b"<p>", b"<p>" * 101_000), 200, HTML)
    with Newspaper(pages={"/x": page}) as site, pytest.raises(PageUnreadable, match="more than 100,000 tags"):
        web_pages().read(f"{site.url}/x")


@pytest.mark.slow
@pytest.mark.parametrize("kind", HOSTILE)
def test_no_page_takes_longer_than_ten_seconds_and_none_spoils_another(kind: str) -> None:
    with Newspaper(pages={"/x": Page(HOSTILE[kind], 200, HTML), "/y": Page(STORY, 200, HTML)}) as site:
        began = time.monotonic()
        with contextlib.suppress(PageUnreadable):
            web_pages().read(f"{site.url}/x")
        assert time.monotonic() - began < 10
        assert web_pages().read(f"{site.url}/y").title == "The story"


@pytest.mark.parametrize(("status", "is_gone"), [(404, True), (410, True), (403, False), (500, False)])
def test_of_a_picture_its_site_says_whether_there_is_none(status: int, is_gone: bool) -> None:
    with Newspaper(pages={"/p.jpg": Page(b"", status)}) as site, pytest.raises(PictureUnreadable) as told:
        web_pages().read_picture(f"{site.url}/p.jpg", False)
    assert told.value.is_gone is is_gone
