"""How a site is asked: once more where it could not answer, not where it asks not to be, over https first."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from digest.errors import PageUnreadable
from digest.fetching.access import Access
from digest.fetching.fetcher import Network, WebFetcher
from digest.fetching.page_cache import PageCache
from tests.standins.newspaper import Newspaper, Page
from tests.standins.reading import fetcher
from tests.standins.resolving import Names, Rewired
from tests.standins.sendgrid import authority
from tests.standins.wire import Wire, closed_port, reset

FOUND = Page(b"a page")
TAGGED = Page(b"a page", 200, {"Content-Type": "Text/HTML; Charset=koi8-r", "ETag": '"1"'})
PUBLIC = "93.184.216.34"


def test_what_comes_back_is_named_by_where_it_was_found() -> None:
    with Newspaper(pages={"/a": Page(b"", 302, {"Location": "/b?x=1"}), "/b?x=1": TAGGED}) as site:
        found = fetcher().get(f"{site.url}/a")
    assert (found.url, found.data) == (f"{site.url}/b?x=1", b"a page")
    assert (found.media_type, found.charset) == ("text/html", "koi8-r")


def test_a_site_learns_who_asks_and_what_is_accepted() -> None:
    with Newspaper(pages={"/feed": FOUND}) as site:
        agent = "friday-digest (+https://lantern.example; editors@lantern.example)"
        WebFetcher(Access(allow_private=True), agent).get(f"{site.url}/feed", "application/json")
    told = site.headers[0]
    assert (told["User-Agent"], told["Accept"]) == (agent, "application/json")
    assert "Cookie" not in told


def test_a_cookie_lasts_as_long_as_one_visit() -> None:
    with Newspaper(pages={"/a": Page(b"", 302, {"Location": "/b", "Set-Cookie": "seen=1"}), "/b": FOUND}) as site:
        web = fetcher()
        web.get(f"{site.url}/a")
        web.get(f"{site.url}/b")
    assert [told.get("Cookie") for told in site.headers] == [None, "seen=1", None]


@pytest.mark.slow
@pytest.mark.parametrize("status", [429, 503])
def test_a_site_that_is_busy_is_asked_once_more_when_it_wants(status: int) -> None:
    with Newspaper(pages={"/x": iter([Page(b"", status, {"Retry-After": "1"}), FOUND])}) as site:
        began = time.monotonic()
        assert fetcher(seconds=5).get(f"{site.url}/x").data == b"a page"
        assert time.monotonic() - began >= 1


def test_a_site_that_stays_busy_is_not_asked_a_third_time() -> None:
    with Newspaper(pages={"/x": Page(b"", 503)}) as site:
        with pytest.raises(PageUnreadable, match=r"^the site answers 503 Service Unavailable$") as error:
            fetcher().get(f"{site.url}/x")
        assert len(site.asked) == 2
    assert error.value.status == 503


def test_a_site_that_wants_to_be_asked_much_later_is_not_waited_for() -> None:
    with Newspaper(pages={"/x": Page(b"", 429, {"Retry-After": "3600"})}) as site:
        with pytest.raises(PageUnreadable, match=r"429 Too Many Requests, and asks to come back in 3,600 seconds$"):
            fetcher().get(f"{site.url}/x")
        assert len(site.asked) == 1


@pytest.mark.parametrize("status", [404, 410, 403, 500, 502, 304])
def test_any_other_answer_is_final(status: int) -> None:
    with Newspaper(pages={"/x": Page(b"", status)}) as site:
        with pytest.raises(PageUnreadable, match=f"the site answers {status} ") as error:
            fetcher().get(f"{site.url}/x")
        assert len(site.asked) == 1
    assert error.value.status == status


def test_a_connection_that_breaks_is_tried_once_more() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\na page"

    def play(connection: socket.socket, number: int) -> None:
        connection.recv(65_536)
        if number == 0:
            reset(connection)
        else:
            connection.sendall(answer)

    with Wire(play) as site:
        assert fetcher().get(f"{site.url}/x").data == b"a page"


def test_a_host_at_which_nothing_answers_is_not_asked_for_every_page_of_it() -> None:
    names = Names(lantern_example=[["127.0.0.2"]])
    web = WebFetcher(Access(allow_private=True), network=Network(resolver=names))
    with closed_port() as url:
        for number in range(3):
            with pytest.raises(PageUnreadable, match=r"^the site cannot be reached: nothing answers$"):
                web.get(f"{url.replace('127.0.0.1', 'lantern.example')}/{number}")
    assert len(names.asked) == 2, "once, and once more"


def robots(text: str) -> Page:
    return Page(text.encode(), 200, {"Content-Type": "text/plain"})


def read(web: WebFetcher, url: str) -> bytes:
    """Fetch a page, as those are that were picked."""
    with web.visit() as visit:
        return visit.get(url).data


def test_a_page_that_a_site_asks_programs_not_to_read_is_not_asked_for() -> None:
    pages = {"/robots.txt": robots("User-agent: *\nDisallow: /private\n"), "/private/x": FOUND, "/x": FOUND}
    with Newspaper(pages=pages) as site:
        web = fetcher()
        with pytest.raises(PageUnreadable, match="the site asks programs not to read this page"):
            read(web, f"{site.url}/private/x")
        assert site.asked == []
        assert read(web, f"{site.url}/x") == b"a page"
        assert site.asked_for_robots == 1


def test_the_robots_of_ones_own_site_are_about_others() -> None:
    with Newspaper(pages={"/robots.txt": robots("User-agent: *\nDisallow: /"), "/x": FOUND}) as site:
        assert read(fetcher(own_hosts=("127.0.0.1",)), f"{site.url}/x") == b"a page"
        assert site.asked_for_robots == 0


def test_an_address_for_programs_is_not_about_pages() -> None:
    with Newspaper(pages={"/robots.txt": robots("User-agent: *\nDisallow: /"), "/feed": FOUND}) as site:
        assert fetcher().get(f"{site.url}/feed", "application/json").data == b"a page"
        assert site.asked_for_robots == 0


def test_a_redirect_leads_to_no_page_that_programs_are_asked_not_to_read() -> None:
    pages = {"/robots.txt": robots("User-agent: friday-digest\nDisallow: /b"), "/a": Page(b"", 302, {"Location": "/b"})}
    with Newspaper(pages=pages) as site:
        with pytest.raises(PageUnreadable, match="asks programs not to read"):
            read(fetcher(), f"{site.url}/a")
        assert site.asked == ["/a"]


def test_a_site_without_robots_or_with_any_that_cannot_be_read_is_read() -> None:
    for answer in (
        Page(b"", 404),
        Page(b"", 500),
        Page(b"", 302, {"Location": "/elsewhere"}),
        Page(b"\xff\0" * 400_000),
    ):
        with Newspaper(pages={"/robots.txt": answer, "/x": FOUND}) as site:
            assert read(fetcher(), f"{site.url}/x") == b"a page"


def test_a_page_that_did_not_change_is_not_sent_again(tmp_path: Path) -> None:
    with Newspaper(pages={"/x": iter([TAGGED, Page(b"", 304), TAGGED])}) as site:
        web = fetcher(cache=PageCache(tmp_path))
        first, second = web.get(f"{site.url}/x"), web.get(f"{site.url}/x")
        assert first == second
        assert [told.get("If-None-Match") for told in site.headers] == [None, '"1"']


def test_a_validator_that_cannot_be_sent_back_is_not_kept(tmp_path: Path) -> None:
    odd = Page(b"a page", 200, {"ETag": '"\u00e9"'})
    with Newspaper(pages={"/x": odd}) as site:
        web = fetcher(cache=PageCache(tmp_path))
        assert web.get(f"{site.url}/x") == web.get(f"{site.url}/x")


def test_a_site_that_wants_nothing_kept_is_asked_anew(tmp_path: Path) -> None:
    secret = Page(b"a page", 200, {"ETag": '"1"', "Cache-Control": "private, no-store"})
    with Newspaper(pages={"/x": secret}) as site:
        web = fetcher(cache=PageCache(tmp_path))
        web.get(f"{site.url}/x")
        web.get(f"{site.url}/x")
        assert [told.get("If-None-Match") for told in site.headers] == [None, None]


@pytest.mark.parametrize(
    "odd",
    [
        "text/html; charset*=a%00b''zz",
        "text/html; charset*0*=utf-8''x; charset*=y",
        f"text/html; charset*{'9' * 5_000}*=x",
        'text/html; charset="',
    ],
)
def test_a_charset_that_nobody_can_read_is_none(odd: str) -> None:
    with Newspaper(pages={"/x": Page(b"a page", 200, {"Content-Type": odd})}) as site:
        found = fetcher().get(f"{site.url}/x")
    assert (found.data, found.media_type) == (b"a page", "text/html")


def test_whatever_else_an_answer_breaks_is_said_of_the_site() -> None:
    class Broken(PageCache):
        def find(self, url: str, accept: str) -> None:
            raise ZeroDivisionError(url, accept)

    with Newspaper(pages={"/x": FOUND}) as site, pytest.raises(PageUnreadable, match=r"understood \(ZeroDivisionError"):
        fetcher(cache=Broken(Path("/nowhere"))).get(f"{site.url}/x")


def test_pages_of_one_host_come_over_one_connection_at_a_time() -> None:
    now = most = 0

    def answers() -> "Iterator[Page]":
        nonlocal now, most
        while True:
            now += 1
            most = max(most, now)
            time.sleep(0.02)
            now -= 1
            yield FOUND

    with Newspaper(pages={f"/{n}": answers() for n in range(4)}) as site, ThreadPoolExecutor(4) as pool:
        web = fetcher()
        list(pool.map(lambda n: web.get(f"{site.url}/{n}"), range(4)))
    assert most == 1


def test_pages_of_two_hosts_come_at_once() -> None:
    both = threading.Barrier(2)

    def answers() -> "Iterator[Page]":
        both.wait(10)  # broken, and so an error, where one host waits for the other
        yield FOUND

    with Newspaper(pages={f"/{n}": answers() for n in range(2)}) as site, ThreadPoolExecutor(2) as pool:
        other = site.url.replace("127.0.0.1", "localhost")
        found = list(pool.map(fetcher().get, (f"{site.url}/0", f"{other}/1")))
    assert [one.data for one in found] == [FOUND.body] * 2


@pytest.fixture
def tls_site(tmp_path: Path) -> Iterator[tuple[Newspaper, Network]]:
    """Return a site that speaks https, and a network on which it is lantern.example."""
    trusted, tls = authority.make(tmp_path)
    context = ssl.create_default_context(cafile=trusted)
    with Newspaper(
        pages={"/x": FOUND, "/back": Page(b"", 302, {"Location": "http://lantern.example/x"})}, tls=tls
    ) as site:
        names = Names(lantern_example=[[PUBLIC]])
        yield site, Network(resolver=names, backend=Rewired(site.url), tls=context)


def test_an_address_with_http_is_asked_for_over_https_first(tls_site: tuple[Newspaper, Network]) -> None:
    site, network = tls_site
    assert WebFetcher(network=network).get("http://lantern.example/x").url == "https://lantern.example/x"
    assert isinstance(network.backend, Rewired)
    assert set(network.backend.reached) == {f"{PUBLIC} 443"}
    assert len(site.asked) == 1


def test_a_site_that_sends_back_to_http_is_followed_over_https(tls_site: tuple[Newspaper, Network]) -> None:
    _, network = tls_site
    assert WebFetcher(network=network).get("https://lantern.example/back").url == "https://lantern.example/x"


def test_a_busy_site_is_waited_for_over_https_and_not_asked_without(tmp_path: Path) -> None:
    trusted, tls = authority.make(tmp_path)
    with Newspaper(pages={"/x": iter([Page(b"", 503), FOUND])}, tls=tls) as site, Newspaper(pages={}) as plain:
        backend = Rewired(site.url, plain.url)
        names = Names(lantern_example=[[PUBLIC]])
        network = Network(resolver=names, backend=backend, tls=ssl.create_default_context(cafile=trusted))
        assert WebFetcher(network=network).get("http://lantern.example/x").url == "https://lantern.example/x"
        assert (len(site.asked), plain.asked) == (2, [])


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_site_that_sends_back_to_http_for_ever_is_read_there(tmp_path: Path, scheme: str) -> None:
    trusted, tls = authority.make(tmp_path)
    back = Page(b"", 302, {"Location": "http://lantern.example/x"})
    with Newspaper(pages={"/x": back}, tls=tls) as site, Newspaper(pages={"/x": FOUND}) as plain:
        backend = Rewired(site.url, plain.url)
        names = Names(lantern_example=[[PUBLIC]])
        network = Network(resolver=names, backend=backend, tls=ssl.create_default_context(cafile=trusted))
        assert WebFetcher(network=network).get(f"{scheme}://lantern.example/x").url == "http://lantern.example/x"
        assert len(site.asked) == 1


def test_a_site_without_https_is_asked_over_http_and_not_tried_again() -> None:
    names = Names(lantern_example=[[PUBLIC]])
    with Newspaper(pages={"/x": FOUND}) as site:
        network = Rewired(site.url)
        web = WebFetcher(network=Network(resolver=names, backend=network))
        assert web.get("http://lantern.example/x").url == "http://lantern.example/x"
        web.get("http://lantern.example/x")
    assert network.reached == [f"{PUBLIC} {port}" for port in (443, 80, 80)]


def test_a_link_by_way_of_somebody_else_is_read_where_it_leads_to() -> None:
    with Newspaper(pages={"/x": FOUND}) as site:
        link = f"https://www.google.com/url?q={site.url.replace(':', '%3A')}/x&sa=D"
        assert fetcher().get(link).url == f"{site.url}/x"


def test_proxies_and_credentials_of_the_environment_are_ignored(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("default login anna password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with Newspaper(pages={"/x": FOUND}) as site:
        assert fetcher().get(f"{site.url}/x").data == b"a page"
    assert "Authorization" not in site.headers[0]


def test_no_address_stands_in_a_log(caplog: pytest.LogCaptureFixture) -> None:
    with Newspaper(pages={"/x?key=secret": FOUND}) as site, caplog.at_level("INFO"):
        fetcher().get(f"{site.url}/x?key=secret")
    assert "secret" not in caplog.text
