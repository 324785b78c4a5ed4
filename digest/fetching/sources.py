"""Asks the newsroom's sources - feeds, editorial systems - about picked pages: each address once, however many picks.

What they answer is read where pages are, in a process that can be killed. A key stands in no message.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from digest.articles.merge import Told
from digest.articles.model import Article
from digest.articles.sources.belonging import belongs, home_of
from digest.articles.sources.source import Source
from digest.errors import PageUnreadable, WorkerFailed
from digest.fetching.source_reading import SourceBytes, read_source
from digest.page_name import page_name
from digest.redirectors import is_for_editors_only, unwrapped

_NOT_FOUND = 404
XML = "application/rss+xml,application/atom+xml,application/xml;q=0.9,text/xml;q=0.9,*/*;q=0.1"
JSON = "application/json,*/*;q=0.1"


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


Run = Callable[[Callable[[SourceBytes], Article | None], SourceBytes], Article | None]
"""Calls a function where it can be killed; raises what it raises, and `WorkerFailed` when it could not end."""


def _same_for_all(source: Source, _page: str) -> str:
    return source.url


def _of_wordpress(source: Source, page: str) -> str:
    from digest.articles.sources.wordpress import request

    return request(source.url, page)


def _of_ghost(source: Source, page: str) -> str:
    from digest.articles.sources.ghost import request

    return request(source.url, page, source.key)


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a kind of source is asked about a page; `by_slug` says that it is asked about one page at a time.

    Where `missing_is_404`, that answer says that there is no such article.
    """

    request: Callable[[Source, str], str]
    accept: str
    leads: bool
    by_slug: bool = False
    missing_is_404: bool = False


_FEED = _Kind(_same_for_all, XML, leads=False)
_KINDS = {
    "rss": _FEED,
    "atom": _FEED,
    "ninjs": _Kind(_same_for_all, JSON, leads=True),
    "wordpress": _Kind(_of_wordpress, JSON, leads=True, by_slug=True),
    "ghost": _Kind(_of_ghost, JSON, leads=True, by_slug=True, missing_is_404=True),
}


@dataclass(slots=True)
class _Answer:
    """What one address answered, once it did: bytes, or why there are none, and the status."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    found: Fetched | PageUnreadable | None = None


class WebSources:
    """The sources of a newsroom, asked through `fetcher` and read by `run`. Any thread may ask."""

    def __init__(
        self,
        sources: Sequence[Source],
        fetcher: Fetcher,
        run: Run,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._sources, self._fetcher, self._run, self._clock = tuple(sources), fetcher, run, clock
        self._answers: dict[str, _Answer] = {}
        self._answers_lock = threading.Lock()

    def find(self, url: str) -> Told | None:
        """Return what the first source tells that knows the page at `url`; None when none does.

        Raises `PageUnreadable` when none does and one could not be read.
        """
        url, fault = unwrapped(url), ""
        if is_for_editors_only(url):  # what a source tells of it must not make a draft's link a card
            return None
        for source in self._sources:
            if belongs(url, source.pages or home_of(source.url)):
                try:
                    article = self._find(source, _KINDS[source.kind], url)
                except PageUnreadable as error:
                    site = page_name(home_of(source.url))
                    fault = fault or f"the {source.kind} source at {site} could not be read: {error}"
                    continue
                if article:
                    return Told(article, _KINDS[source.kind].leads)
        if fault:
            raise PageUnreadable(fault)
        return None

    def _find(self, source: Source, kind: _Kind, url: str) -> Article | None:
        address = kind.request(source, url)
        if not address:
            return None
        answer = self._answer(address, kind)
        if isinstance(answer, PageUnreadable):
            if kind.missing_is_404 and answer.status == _NOT_FOUND:
                return None
            raise PageUnreadable(str(answer))
        now = self._clock().replace(microsecond=0)
        told = SourceBytes(source.kind, source.url, url, answer.data, answer.charset, now, kind.by_slug)
        try:
            return self._run(read_source, told)
        except WorkerFailed as error:
            raise PageUnreadable(f"it {error}") from None

    def _answer(self, address: str, kind: _Kind) -> Fetched | PageUnreadable:
        with self._answers_lock:
            answer = self._answers.setdefault(address, _Answer())
        with answer.lock:
            if answer.found is None:
                try:
                    answer.found = self._fetcher.get(address, kind.accept)
                except PageUnreadable as error:
                    answer.found = error
            return answer.found
