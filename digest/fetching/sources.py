"""Asks the newsroom's sources - feeds, editorial systems - about picked pages: each address once, however many picks.

A key stands in no message, and in no line that a library would log.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from digest.articles.merge import Told
from digest.articles.sources import feed, ghost, ninjs, wordpress
from digest.articles.sources.belonging import belongs, home_of, is_about
from digest.articles.sources.entry import Entry, article_of
from digest.articles.sources.source import Source
from digest.errors import PageUnreadable
from digest.page_name import page_name

_NOT_FOUND = 404
_XML = "application/rss+xml,application/atom+xml,application/xml;q=0.9,text/xml;q=0.9,*/*;q=0.1"
_JSON = "application/json,*/*;q=0.1"


class Fetched(Protocol):
    """What a site answered."""

    @property
    def data(self) -> bytes: ...
    @property
    def charset(self) -> str | None: ...


class Fetcher(Protocol):
    """Whatever fetches from the web safely."""

    def get(self, url: str, accept: str, /) -> Fetched:
        """Return what stands at `url`; raises `PageUnreadable` with the status of the answer."""
        ...


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a kind of source is asked about a page and read; `by_slug` says that it is asked about one page at a time."""

    request: Callable[[Source, str], str]
    parse: Callable[[bytes, str, str | None], list[Entry]]
    accept: str
    leads: bool
    by_slug: bool = False


_KINDS = {
    "rss": _Kind(lambda source, _page: source.url, feed.parse, _XML, leads=False),
    "atom": _Kind(lambda source, _page: source.url, feed.parse, _XML, leads=False),
    "ninjs": _Kind(lambda source, _page: source.url, ninjs.parse, _JSON, leads=True),
    "wordpress": _Kind(
        lambda source, page: wordpress.request(source.url, page), wordpress.parse, _JSON, leads=True, by_slug=True
    ),
    "ghost": _Kind(
        lambda source, page: ghost.request(source.url, page, source.key), ghost.parse, _JSON, leads=True, by_slug=True
    ),
}


@dataclass(slots=True)
class _Answer:
    """What one address answered, once it did."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    found: list[Entry] | str | None = None


class WebSources:
    """The sources of a newsroom. Any thread may ask."""

    def __init__(
        self, sources: Sequence[Source], fetcher: Fetcher, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._sources, self._fetcher, self._clock = tuple(sources), fetcher, clock
        self._answers: dict[str, _Answer] = {}
        self._answers_lock = threading.Lock()

    def find(self, url: str) -> Told | None:
        """Return what the first source tells that knows the page at `url`; None when none does.

        Raises `PageUnreadable` when none does and one could not be read.
        """
        fault = ""
        for source in self._sources:
            if belongs(url, source.pages or home_of(source.url)):
                kind = _KINDS[source.kind]
                try:
                    entry = self._find(source, kind, url)
                except PageUnreadable as error:
                    site = page_name(home_of(source.url))
                    fault = fault or f"the {source.kind} source at {site} could not be read: {error}"
                    continue
                if entry:
                    now = self._clock().replace(microsecond=0)
                    return Told(article_of(entry, source.kind, now), kind.leads)
        if fault:
            raise PageUnreadable(fault)
        return None

    def _find(self, source: Source, kind: _Kind, url: str) -> Entry | None:
        entries = self._entries(kind.request(source, url), kind)
        return next((entry for entry in entries if is_about(entry.link, url, by_slug=kind.by_slug)), None)

    def _entries(self, address: str, kind: _Kind) -> list[Entry]:
        if not address:
            return []
        with self._answers_lock:
            answer = self._answers.setdefault(address, _Answer())
        with answer.lock:
            if answer.found is None:
                answer.found = self._ask(address, kind)
        if isinstance(answer.found, str):
            raise PageUnreadable(answer.found)
        return answer.found

    def _ask(self, address: str, kind: _Kind) -> list[Entry] | str:
        try:
            fetched = self._fetcher.get(address, kind.accept)
            return kind.parse(fetched.data, address, fetched.charset)
        except PageUnreadable as error:
            return [] if kind is _KINDS["ghost"] and error.status == _NOT_FOUND else str(error)
