"""Reads picked pages from the web: once each, politely, and never from inside the newsroom's own network.

The host's addresses are looked up and checked before every request, also after each redirect; size, time and redirects
are capped; proxies and credentials of the environment are ignored.
"""

import ipaddress
import socket
import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

import httpx

from digest.articles.metadata import read_article
from digest.articles.model import Article
from digest.edition.addresses import fault_of
from digest.errors import PageUnreadable
from digest.web_address import ascii_host, encoded

MAX_BYTES = 8_000_000
MAX_REDIRECTS = 5
TIMEOUT_SECONDS = 20.0
_UNREADABLE_TARGET = "the site sends on to an address that cannot be read"
_HEADERS = {
    "User-Agent": "friday-digest (reads pages picked by an editor)",
    "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1",
    "Accept-Encoding": "gzip",
}


class WebPages:
    """Reads pages over http(s); `hosts`, if any, are the only ones allowed."""

    def __init__(
        self,
        hosts: tuple[str, ...] = (),
        allow_private: bool = False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._hosts = frozenset(map(ascii_host, hosts))
        self._allow_private = allow_private
        self._clock = clock

    def read(self, url: str) -> Article:
        """Read one page into an article; raises `PageUnreadable`."""
        with httpx.Client(trust_env=False, timeout=TIMEOUT_SECONDS, headers=_HEADERS) as client:
            data, charset = self._fetch(client, encoded(url))
        return read_article(data, url, charset, self._clock().replace(microsecond=0))

    def _fetch(self, client: httpx.Client, url: str) -> tuple[bytes, str | None]:
        deadline = time.monotonic() + TIMEOUT_SECONDS
        for _ in range(MAX_REDIRECTS + 1):
            self._check(url)
            try:
                with client.stream("GET", url) as response:
                    if response.is_redirect:
                        url = _target(url, response.headers.get("location", ""))
                        continue
                    if response.status_code != httpx.codes.OK:
                        raise PageUnreadable(f"the site answers {response.status_code} {response.reason_phrase}")
                    if "html" not in response.headers.get("content-type", "text/html"):
                        raise PageUnreadable(f"the address gives {response.headers['content-type']}, not a page")
                    return _body(response, deadline), response.charset_encoding
            except httpx.HTTPError as error:
                raise PageUnreadable(f"the site cannot be reached ({type(error).__name__})") from error
            except httpx.InvalidURL:
                raise PageUnreadable(_UNREADABLE_TARGET) from None
            except UnicodeError:  # httpx knows IDNA 2008 alone, browsers some more names, such as those with an emoji
                raise PageUnreadable("its host name, or one it sends on to, is none this program can ask for") from None
        raise PageUnreadable(f"the site sends on more than {MAX_REDIRECTS} times")

    def _check(self, url: str) -> None:
        """Refuse what must not be asked: odd addresses, hosts not allowed, machines that are not public."""
        fault = fault_of(url)
        if fault and not fault.startswith("the address begins with http://"):
            raise PageUnreadable(fault)
        parts = urlsplit(url)
        host = parts.hostname or ""
        if self._hosts and host not in self._hosts:
            raise PageUnreadable(f"{host} is not among `hosts` in [articles] of digest.toml")
        if self._allow_private:
            return
        if parts.port not in (None, 80, 443):
            raise PageUnreadable(f"port {parts.port} is not read; only 80 and 443 are")
        try:
            found = socket.getaddrinfo(host, parts.port or 443, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise PageUnreadable(f"the host {host} is not found") from None
        if not all(is_public(str(entry[4][0])) for entry in found):
            raise PageUnreadable(f"{host} is not a public machine")


def is_public(address: str) -> bool:
    """Return whether an IP address belongs to the public internet.

    One that embeds an IPv4 address is judged by that too.
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        packed = found.packed
        if inner is None and (packed[:12] == bytes.fromhex("0064ff9b") + bytes(8) or packed[:12] == bytes(12)):
            inner = ipaddress.IPv4Address(packed[12:])
        if inner is not None:
            return is_public(str(inner))
    return (
        found.is_global
        and not found.is_multicast
        and not (isinstance(found, ipaddress.IPv6Address) and found.is_site_local)
    )


def _target(url: str, location: str) -> str:
    """Return where a redirect leads; raises `PageUnreadable`."""
    try:
        return encoded(urljoin(url, location))
    except ValueError:
        raise PageUnreadable(_UNREADABLE_TARGET) from None


def _body(response: httpx.Response, deadline: float) -> bytes:
    """Read a body piece by piece, giving up when it is too large or too slow; never inflates more than is kept."""
    encoding = response.headers.get("content-encoding", "identity").lower()
    if encoding not in ("identity", "gzip", "deflate"):
        raise PageUnreadable(f"the site packs its pages with {encoding}, which was not asked for")
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 32) if encoding != "identity" else None
    data = bytearray()
    for chunk in response.iter_raw():
        try:
            data += inflater.decompress(chunk, MAX_BYTES + 1 - len(data)) if inflater else chunk
        except zlib.error:
            raise PageUnreadable("the site sends a damaged page") from None
        if len(data) > MAX_BYTES:
            raise PageUnreadable(f"the page is larger than {MAX_BYTES // 1_000_000} MB")
        if time.monotonic() > deadline:
            raise PageUnreadable(f"the page takes longer than {TIMEOUT_SECONDS:.0f} seconds")
    return bytes(data)
