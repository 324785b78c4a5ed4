"""Fetches what stands at an address: safely, within one deadline, politely, from wherever the site sends on to.

Proxies and credentials of the environment are ignored. What is read here is checked by nobody yet: it is parsed in a
process of its own, see `worker.py`.
"""

import logging
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache

import httpcore
import httpx

from digest.fetching.access import Access
from digest.fetching.body import ENCODINGS
from digest.fetching.connection import CheckedNetwork, Resolver, system_resolver
from digest.fetching.deadline import Deadline
from digest.fetching.page_cache import PageCache
from digest.fetching.robots_memory import AGENT
from digest.fetching.visit import MAX_BYTES, PAGE, Fetched, Manners, Visit


@dataclass(frozen=True, slots=True)
class Network:
    """How hosts are found and reached, and how long one page may take, in seconds."""

    seconds: float = 9.0
    resolver: Resolver = system_resolver
    backend: httpcore.NetworkBackend = field(default_factory=httpcore.SyncBackend)
    tls: ssl.SSLContext | None = None


class WebFetcher:
    """Fetches from the web whatever `access` allows; `agent` is how it calls itself. Any thread may use it."""

    def __init__(
        self,
        access: Access | None = None,
        agent: str = AGENT,
        cache: PageCache | None = None,
        network: Network | None = None,
    ) -> None:
        logging.getLogger("httpx").setLevel(logging.WARNING)  # below it, every address is logged as it is asked
        self._manners = Manners(access or Access(), cache)
        self._agent, self._network = agent, network or Network()
        self._stopped = threading.Event()

    def get(self, url: str, accept: str = PAGE) -> Fetched:
        """Return what stands at `url`, after redirects; raises `PageUnreadable`, which says why there is nothing.

        It is for addresses that a site has for programs, such as feeds: its robots.txt, which is about pages, is not
        asked for.
        """
        with self.visit(heeds_robots=False) as visit:
            return visit.get(url, accept)

    @contextmanager
    def visit(self, seconds: float | None = None, *, heeds_robots: bool = True, looks: bool = False) -> Iterator[Visit]:
        """Open a visit: some requests for one page, with one deadline and the cookies the sites set meanwhile.

        It ends after so many `seconds`, where they are less than any page may take. With `heeds_robots` nothing is
        read that a site asks programs not to read; one that `looks` is for whether a page is there, not for its bytes.
        """
        own = self._network
        deadline = Deadline(min(own.seconds, seconds or own.seconds), self._stopped)
        network = CheckedNetwork(deadline, 2 * MAX_BYTES, self._manners.access.allow_private, own.resolver, own.backend)
        headers = {"User-Agent": self._agent, "Accept-Encoding": ENCODINGS}
        patience = httpx.Timeout(own.seconds)
        transport = _Transport(network, own.tls or _usual_tls())
        with httpx.Client(transport=transport, headers=headers, timeout=patience, trust_env=False) as client:
            yield Visit(client, self._manners, deadline, heeds_robots, looks)

    def close(self) -> None:
        """End all that is being fetched."""
        self._stopped.set()


@cache
def _usual_tls() -> ssl.SSLContext:
    """Return how the program checks whom it is connected to; to read all authorities there are takes a moment."""
    return httpx.create_ssl_context(trust_env=False)


class _Transport(httpx.HTTPTransport):
    """The transport of httpx over a network of our own, for which it has no argument yet."""

    def __init__(self, network: httpcore.NetworkBackend, tls: ssl.SSLContext) -> None:
        super().__init__(verify=tls, trust_env=False)
        self._pool = httpcore.ConnectionPool(ssl_context=tls, network_backend=network, max_connections=1)
