"""Connections go to the addresses that were checked, and end when it is time."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from digest.errors import PageUnreadable
from digest.fetching.access import Access
from digest.fetching.fetcher import Network, WebFetcher
from tests.standins.dripping import PARTS, dripping
from tests.standins.newspaper import Newspaper, Page
from tests.standins.resolving import Names, Rewired
from tests.standins.sendgrid import authority
from tests.standins.wire import Wire

PUBLIC, OTHER, METADATA = "93.184.216.34", "1.1.1.1", "169.254.169.254"
OWN = ("lantern.example", "other.example")
SITE = {"/x": Page(b"a page"), "/on": Page(b"", 302, {"Location": "http://other.example/x"})}


@dataclass
class Web:
    """A site that speaks https on loopback, and what fetches from it by names and public addresses of its own."""

    site: Newspaper
    tls: ssl.SSLContext
    network: Rewired

    def get(self, names: Names, url: str) -> bytes:
        """Fetch; the hosts are the newsroom's own, and so not asked for their robots.txt first."""
        network = Network(resolver=names, backend=self.network, tls=self.tls)
        return WebFetcher(Access(own_hosts=OWN), network=network).get(url).data


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    trusted, tls = authority.make(tmp_path)
    with Newspaper(pages=SITE, tls=tls) as site:
        yield Web(site, ssl.create_default_context(cafile=trusted), Rewired(site.url))


def private(seconds: float) -> WebFetcher:
    return WebFetcher(Access(allow_private=True), network=Network(seconds=seconds))


def test_the_address_that_was_checked_is_the_one_that_is_connected_to(web: Web) -> None:
    names = Names(lantern_example=[[PUBLIC], [METADATA]])
    assert web.get(names, "https://lantern.example/x") == b"a page"
    assert web.network.reached == [f"{PUBLIC} 443"]
    assert names.asked == ["lantern.example"], "a second look-up may be answered otherwise"
    assert web.site.headers[0]["Host"] == "lantern.example"


def test_a_name_that_changes_between_two_requests_is_checked_again(web: Web) -> None:
    names = Names(lantern_example=[[PUBLIC], [METADATA]])
    web.get(names, "https://lantern.example/x")
    with pytest.raises(PageUnreadable, match=r"^lantern\.example is not a public machine$"):
        web.get(names, "https://lantern.example/x")
    assert web.network.reached == [f"{PUBLIC} 443"]


def test_the_host_that_is_sent_on_to_is_checked_too(web: Web) -> None:
    names = Names(lantern_example=[[PUBLIC]], other_example=[[METADATA]])
    with pytest.raises(PageUnreadable, match=r"^other\.example is not a public machine$"):
        web.get(names, "https://lantern.example/on")
    assert web.network.reached == [f"{PUBLIC} 443"]


@pytest.mark.parametrize("answer", [[PUBLIC, METADATA], [PUBLIC, "::ffff:10.0.0.1"], [PUBLIC, "fe80::1%lo"]])
def test_a_host_with_one_address_that_is_not_public_is_not_asked_at_all(web: Web, answer: list[str]) -> None:
    with pytest.raises(PageUnreadable, match="is not a public machine"):
        web.get(Names(lantern_example=[answer]), "https://lantern.example/x")
    assert web.network.reached == []


@pytest.mark.parametrize(("host", "is_its_own"), [("lantern.example", True), ("other.example", False)])
def test_the_certificate_must_be_the_hosts_own_though_an_address_is_connected_to(
    web: Web, host: str, is_its_own: bool
) -> None:
    names = Names(lantern_example=[[PUBLIC]], other_example=[[OTHER]])
    if is_its_own:
        assert web.get(names, f"https://{host}/x") == b"a page"
    else:
        with pytest.raises(PageUnreadable, match="cannot be reached: its certificate is not valid"):
            web.get(names, f"https://{host}/x")


def test_the_settings_may_allow_private_machines() -> None:
    names = Names(lantern_example=[["127.0.0.1"]])
    with Newspaper(pages=SITE) as site:
        own = WebFetcher(Access(allow_private=True), network=Network(resolver=names))
        assert own.get(site.url.replace("127.0.0.1", "lantern.example") + "/x").data == b"a page"


def test_the_own_network_link_is_never_asked_whatever_the_settings_allow() -> None:
    names = Names(lantern_example=[["169.254.169.254"]])
    own = WebFetcher(Access(allow_private=True), network=Network(resolver=names))
    with pytest.raises(PageUnreadable, match=r"lantern.example is a machine of the own network link"):
        own.get("http://lantern.example/latest/meta-data")


def test_the_next_address_is_tried_where_one_does_not_answer() -> None:
    with Newspaper(pages=SITE) as site:
        names = Names(lantern_example=[["127.0.0.2", "127.0.0.1"]])
        own = WebFetcher(Access(allow_private=True), network=Network(resolver=names))
        assert own.get(site.url.replace("127.0.0.1", "lantern.example") + "/x").data == b"a page"


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_a_site_that_drips_is_given_up_in_time(part: str) -> None:
    with dripping(part) as site:
        began = time.monotonic()
        with pytest.raises(PageUnreadable, match=r"takes longer than 0\.2 seconds"):
            private(0.2).get(f"{site.url}/x")
        assert time.monotonic() - began < 5


def test_a_handshake_that_drips_is_given_up_in_time() -> None:
    with dripping("nothing") as site:
        began = time.monotonic()
        with pytest.raises(PageUnreadable, match=r"takes longer than 0\.2 seconds"):
            private(0.2).get(site.url.replace("http:", "https:"))
        assert time.monotonic() - began < 5


def test_a_look_up_that_hangs_is_given_up_in_time() -> None:
    hanging = threading.Event()

    def resolver(_host: str, _port: int) -> list[str]:
        hanging.wait(10)
        return []

    with pytest.raises(PageUnreadable, match="is not found in time"):
        WebFetcher(network=Network(seconds=0.1, resolver=resolver)).get("https://lantern.example/")
    hanging.set()


def test_the_time_of_all_redirects_is_one() -> None:
    def slow() -> "Page":
        time.sleep(0.1)
        return Page(b"", 302, {"Location": "/x"})

    with Newspaper(pages={"/x": iter(slow, None)}) as site:
        with pytest.raises(PageUnreadable, match=r"takes longer than 0\.25 seconds"):
            private(0.25).get(f"{site.url}/x")
        assert len(site.asked) <= 3


@pytest.mark.parametrize(
    ("first", "again", "words"),
    [
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x" * 10_000, "cannot be reached: the connection breaks"),
        (b"", b"HTTP/1.1 103 Early Hints\r\nX: " + b"x" * 20_000 + b"\r\n\r\n", "sends more than any page needs"),
    ],
    ids=["one", "many"],
)
def test_headers_without_an_end_are_not_read_to_an_end(first: bytes, again: bytes, words: str) -> None:
    sent = 0

    def play(connection: socket.socket, _number: int) -> None:
        nonlocal sent
        connection.sendall(first)
        for _ in range(4_000):
            connection.sendall(again)
            sent += 1

    with Wire(play) as site:
        with pytest.raises(PageUnreadable, match=words):
            private(10).get(f"{site.url}/x")
        assert sent < 4_000


def test_what_is_being_read_ends_when_everything_is_stopped() -> None:
    with dripping("nothing") as site:
        own = private(30)
        threading.Timer(0.1, own.close).start()
        began = time.monotonic()
        with pytest.raises(PageUnreadable, match="reading was stopped"):
            own.get(f"{site.url}/x")
        assert time.monotonic() - began < 15
