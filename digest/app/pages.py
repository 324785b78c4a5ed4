"""The web as a newsroom reads it: what its settings allow, under its own name, with what it keeps of pages."""

from pathlib import Path

from digest.app.from_settings import agent, own_sites, site_rules
from digest.app.paths import PAGE_CACHE
from digest.fetching.access import Access
from digest.fetching.fetcher import WebFetcher
from digest.fetching.page_cache import PageCache
from digest.fetching.page_reading import warm_up
from digest.fetching.pages import WebPages
from digest.fetching.worker import Workers
from digest.settings.model import Settings


def open_pages(settings: Settings, folder: Path) -> WebPages:
    """Return the web for the newsroom in `folder`; whoever opens it closes it."""
    own = settings.articles
    access = Access(own.hosts, own.allow_private_addresses, own_sites(settings))
    fetcher = WebFetcher(access, agent(settings), PageCache(folder / PAGE_CACHE))
    return WebPages(fetcher, Workers(warm_up), rules=site_rules(settings))
