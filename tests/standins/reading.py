"""The web as a rehearsal reads it, this machine included; its processes are warm once for all tests of this process."""

import atexit
from functools import cache

from digest.fetching.access import Access
from digest.fetching.fetcher import Network, WebFetcher
from digest.fetching.page_cache import PageCache
from digest.fetching.page_reading import warm_up
from digest.fetching.pages import WebPages
from digest.fetching.worker import Workers


@cache
def warm_workers() -> Workers:
    """Return the processes that read pages, which end with this one."""
    workers = Workers(warm_up)
    atexit.register(workers.close)
    return workers


def fetcher(
    *hosts: str, cache: PageCache | None = None, seconds: float = 20, own_hosts: tuple[str, ...] = ()
) -> WebFetcher:
    """Return what fetches from this machine, too."""
    return WebFetcher(Access(hosts, True, own_hosts), cache=cache, network=Network(seconds=seconds))


def web_pages(*hosts: str) -> WebPages:
    """Return the web, of which `hosts` may be read, or all."""
    return WebPages(fetcher(*hosts), warm_workers())
