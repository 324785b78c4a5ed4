"""Pages of the web that can be told what to say, or to fail, for whoever reads picked pages."""

from collections.abc import Mapping
from types import MappingProxyType

from digest.articles.model import Article
from digest.errors import PageUnreadable
from digest.ports.editorial import Editions


class FakePages:
    """Pages say what `says` tells for them, or the same as all others; those that are `broken` cannot be read.

    `asked` are the addresses in order.
    """

    def __init__(
        self, broken: frozenset[str] = frozenset(), says: Mapping[str, Article] = MappingProxyType({})
    ) -> None:
        self.asked: list[str] = []
        self._broken, self._says = broken, says

    def read(self, url: str) -> Article:
        self.asked.append(url)
        if url in self._broken:
            raise PageUnreadable("the site answers 404 Not Found")
        return self._says.get(url) or Article(url=url, title="Read", summary="Read from the page.")


class PagesAsRead:
    """Pages that say what they said when they were read into the locks of a newsroom."""

    def __init__(self, editions: Editions) -> None:
        self._editions = editions

    def read(self, url: str) -> Article:
        locks = (self._editions.read_lock(name)[0] for name in self._editions.names())
        known = (article for lock in locks if lock for article in lock.picks)
        return next(article for article in known if article.url == url)


def quiet(_done: int, _of: int) -> None:
    """Watch nothing."""
