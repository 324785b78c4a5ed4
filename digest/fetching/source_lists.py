"""Asks the newsroom's sources what they published last: each once, all at once, and for a bounded time in all.

One that is slow, broken or without its key keeps nobody from the others: why it lists nothing is said in its place.
"""

import threading
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from digest.articles.sources.belonging import belongs
from digest.articles.sources.listed import Listed
from digest.articles.sources.source import Source
from digest.errors import DigestError, WorkerFailed
from digest.fetching.source_reading import SourceBytes, list_source
from digest.fetching.sources import JSON, XML, Fetcher
from digest.page_name import page_name
from digest.ports.editorial import SourceList

ALL_SECONDS = 20.0
"""So long the slowest source is waited for: fetching it and reading it have shorter limits of their own."""
_SYSTEMS = frozenset({"wordpress", "ghost"})
Run = Callable[[Callable[[SourceBytes], list[Listed]], SourceBytes], list[Listed]]
"""Calls a function where it can be killed; raises what it raises, and `WorkerFailed` when it could not end."""


class Web(Protocol):
    """What gets and reads what a source lists; it is opened when the first is asked."""

    @property
    def fetcher(self) -> Fetcher: ...
    @property
    def run(self) -> Run: ...


@dataclass(frozen=True, slots=True)
class NamedSource:
    """A source; `fault` says in words why it cannot be asked, such as without its key."""

    source: Source
    fault: str = ""

    @property
    def name(self) -> str:
        """Return what people know a source by: its address, without a key."""
        return page_name(self.source.url)


class WebSourceLists:
    """The lists of a newsroom's sources; see `digest.ports.editorial.SourceLists`."""

    def __init__(
        self,
        sources: Sequence[NamedSource],
        web: Callable[[], Web],
        seconds: float = ALL_SECONDS,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._sources, self._web, self._seconds, self._clock = tuple(sources), web, seconds, clock

    def names(self) -> list[str]:
        """List the names of all sources, in the order of the settings, each once."""
        return list(dict.fromkeys(source.name for source in self._sources))

    def recent(self, names: Collection[str]) -> list[SourceList]:
        """Return what the sources of these names published last, in the order of the settings."""
        wanted = [source for source in self._sources if source.name in names]
        if not wanted:
            return []
        web, found = self._web(), dict[int, SourceList]()

        def ask(place: int, source: NamedSource) -> None:
            found[place] = self._ask(web, source)

        threads = [threading.Thread(target=ask, args=one, daemon=True) for one in enumerate(wanted)]
        for thread in threads:
            thread.start()
        end = time.monotonic() + self._seconds
        for thread in threads:
            thread.join(max(0.0, end - time.monotonic()))
        late = f"it did not answer within {self._seconds:g} seconds"
        return [found.get(place) or SourceList(source.name, (), late) for place, source in enumerate(wanted)]

    def _ask(self, web: Web, named: NamedSource) -> SourceList:
        if named.fault:
            return SourceList(named.name, (), named.fault)
        source, (address, accept) = named.source, _request(named.source)
        try:
            got = web.fetcher.get(address, accept)
            now = self._clock().replace(microsecond=0)
            told = SourceBytes(source.kind, source.url, "", got.data, got.charset, now, by_slug=False)
            found = web.run(list_source, told)
            return SourceList(named.name, tuple(one for one in found if _is_told_of(source, one.url)))
        except WorkerFailed as error:
            return SourceList(named.name, (), f"it could not be read: it {error}")
        except DigestError as error:
            return SourceList(named.name, (), f"it could not be read: {error}")


def _is_told_of(source: Source, page: str) -> bool:
    """Return whether a source is to tell of a page: a system may know its pages under another host than the site's."""
    return not source.pages or source.kind in _SYSTEMS or belongs(page, source.pages)


def _request(source: Source) -> tuple[str, str]:
    """Return the address at which a source lists what is new, and what is accepted as an answer."""
    from digest.articles.sources import ghost, wordpress

    match source.kind:
        case "wordpress":
            return wordpress.recent_request(source.url), JSON
        case "ghost":
            return ghost.recent_request(source.url, source.key), JSON
        case "ninjs":
            return source.url, JSON
        case _:
            return source.url, XML
