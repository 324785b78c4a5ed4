"""Reading pages from a real server on loopback, kind and unkind."""

import gzip
import tracemalloc

import pytest

from digest.errors import PageUnreadable
from digest.fetching.pages import MAX_BYTES, MAX_REDIRECTS, WebPages, is_public
from tests.standins.newspaper import SAMPLE_SITE, Newspaper, Page
from tests.standins.wire import closed_port

HTML = {"Content-Type": "text/html; charset=utf-8"}
STORY = (
    b"<html lang=en><head><title>The story</title></head><body><p>"
    + b"Words that tell something. " * 50
    + b"</p></body></html>"
)


def test_a_page_is_read_once() -> None:
    with Newspaper(SAMPLE_SITE) as site:
        article = WebPages(allow_private=True).read(f"{site.url}/2026/11/23/harbour-strike")
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
        assert WebPages(allow_private=True).read(f"{site.url}/a").title == "The story"


def test_an_address_is_asked_for_in_ascii_and_kept_as_the_editor_wrote_it() -> None:
    asked = "/%D0%BA%D0%B0%D1%84%D0%B5%7C%27"
    with Newspaper(
        pages={asked: Page(b"", 301, {"Location": "/it's here"}), "/it%27s%20here": Page(STORY, 200, HTML)}
    ) as site:
        article = WebPages(hosts=("127.0.0.1",), allow_private=True).read(f"{site.url}/кафе|'")
    assert (article.title, article.url) == ("The story", f"{site.url}/кафе|'")


def redirects(count: int) -> dict[str, Page]:
    pages = {f"/{n}": Page(b"", 302, {"Location": f"/{n + 1}"}) for n in range(count)}
    return pages | {f"/{count}": Page(STORY, 200, HTML)}


def test_five_redirects_are_followed_and_not_a_sixth() -> None:
    with Newspaper(pages=redirects(MAX_REDIRECTS)) as site:
        assert WebPages(allow_private=True).read(f"{site.url}/0").title == "The story"
        assert len(site.asked) == MAX_REDIRECTS + 1
    with Newspaper(pages=redirects(MAX_REDIRECTS + 1)) as site:
        with pytest.raises(PageUnreadable, match="sends on more than 5 times"):
            WebPages(allow_private=True).read(f"{site.url}/0")
        assert len(site.asked) == MAX_REDIRECTS + 1


def test_a_redirect_to_a_host_that_is_not_allowed_is_not_followed() -> None:
    with Newspaper(pages={"/x": Page(STORY, 200, HTML)}) as other:
        elsewhere = f"{other.url}/x".replace("127.0.0.1", "localhost")
        with Newspaper(pages={"/x": Page(b"", 302, {"Location": elsewhere})}) as site:
            with pytest.raises(PageUnreadable, match="localhost is not among `hosts`"):
                WebPages(hosts=("127.0.0.1",), allow_private=True).read(f"{site.url}/x")
            assert len(site.asked) == 1
        assert other.asked == []


@pytest.mark.parametrize(
    "location", ["", "http://[", "http://127.0.0.1:99999/x", "javascript:alert(1)", "ftp://127.0.0.1/x"]
)
def test_a_redirect_to_nowhere_is_said(location: str) -> None:
    with Newspaper(pages={"/x": Page(b"", 302, {"Location": location})}) as site, pytest.raises(PageUnreadable):
        WebPages(allow_private=True).read(f"{site.url}/x")


@pytest.mark.parametrize("host", ["a..b", ".example.org", "a" * 70 + ".org", "xn--a.org", "example.org.."])
def test_a_host_that_cannot_be_is_not_looked_up_also_where_a_site_sends_on_to_it(host: str) -> None:
    with pytest.raises(PageUnreadable, match="can be no host name"):
        WebPages().read(f"https://{host}/")
    with (
        Newspaper(pages={"/x": Page(b"", 302, {"Location": f"https://{host}/"})}) as site,
        pytest.raises(PageUnreadable, match=r"can be no host name|is none this program can ask for"),
    ):
        WebPages(allow_private=True).read(f"{site.url}/x")


def test_a_host_that_only_browsers_ask_for_is_told_of() -> None:
    with pytest.raises(PageUnreadable, match="its host name, or one it sends on to, is none this program can ask for"):
        WebPages(allow_private=True).read("https://☕.example/")


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
        (Page(b"x", 200, HTML | {"Content-Encoding": "br"}), "packs its pages with br"),
    ],
)
def test_what_cannot_be_read_is_said(page: Page, words: str) -> None:
    with Newspaper(pages={"/x": page}) as site, pytest.raises(PageUnreadable, match=words):
        WebPages(allow_private=True).read(f"{site.url}/x")


def test_a_bomb_is_never_inflated_beyond_what_is_kept() -> None:
    """The length of what came out says nothing about what was inflated for it: memory does."""
    bomb = Page(gzip.compress(b"x" * 100_000_000, 9), 200, HTML | {"Content-Encoding": "gzip"})
    with Newspaper(pages={"/x": bomb}) as site:
        tracemalloc.start()
        try:
            with pytest.raises(PageUnreadable, match="larger than 8 MB"):
                WebPages(allow_private=True).read(f"{site.url}/x")
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
        pages = WebPages(allow_private=True)
        assert pages.read(f"{site.url}/x").title == "The story"
        with pytest.raises(PageUnreadable, match="larger than 8 MB"):
            pages.read(f"{site.url}/y")


def test_a_gzipped_page_is_read() -> None:
    with Newspaper(pages={"/x": Page(gzip.compress(STORY), 200, HTML | {"Content-Encoding": "gzip"})}) as site:
        assert WebPages(allow_private=True).read(f"{site.url}/x").title == "The story"


def test_a_closed_port_is_unreachable() -> None:
    with closed_port() as url, pytest.raises(PageUnreadable, match="cannot be reached"):
        WebPages(allow_private=True).read(f"{url}/")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1.1.1", "2130706433.", "0x7f000001.example"])
def test_the_newsrooms_own_network_is_never_asked(host: str) -> None:
    with Newspaper(SAMPLE_SITE) as site, pytest.raises(PageUnreadable):
        WebPages().read(f"http://{host}/x")
    assert site.asked == []


def test_only_allowed_hosts_are_asked() -> None:
    with pytest.raises(PageUnreadable, match="is not among `hosts`"):
        WebPages(hosts=("example.org",), allow_private=True).read("https://example.net/x")


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "224.0.0.1", "100.64.0.1", "::1", "fe80::1", "fec0::1", "fc00::1", "ff02::1",
     "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::7f00:1", "::"],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700:4700::1111", "64:ff9b::101:101"])
def test_addresses_that_are(address: str) -> None:
    assert is_public(address)
