"""What is done with a source's bytes in a process that can be killed. Its imports wait for that process."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from digest.articles.model import Article
from digest.page_name import page_name

if TYPE_CHECKING:
    from digest.articles.sources.entry import Entry
    from digest.articles.sources.listed import Listed


@dataclass(frozen=True, slots=True)
class SourceBytes:
    """What a source of `kind` at `url` answered about `page`: its bytes, their charset if it names one, when (aware).

    `by_slug` is as in `digest.articles.sources.belonging.is_about`.
    """

    kind: str
    url: str
    page: str
    data: bytes
    charset: str | None
    fetched_at: datetime
    by_slug: bool


def read_source(source: SourceBytes) -> Article | None:
    """Return the article that a source tells of the page, None where it knows none; raises `PageUnreadable`.

    Its own address is the page's, whatever host or scheme the system that tells of it knows it under.
    """
    from digest.articles.sources.belonging import home_of, is_about
    from digest.articles.sources.entry import article_of, linked

    entries = _parser(source.kind)(source.data, source.url, source.charset)
    found = next((entry for entry in entries if is_about(entry.link, source.page, by_slug=source.by_slug)), None)
    if found is None:
        return None
    article = article_of(found, source.kind, source.fetched_at)
    is_as_picked = page_name(found.link) == page_name(source.page) and found.link.startswith(home_of(source.page))
    return article if is_as_picked else replace(article, canonical_url=linked(source.page))


def list_source(source: SourceBytes) -> "list[Listed]":
    """Return the articles that a source lists; raises `PageUnreadable`. Its `page` says nothing."""
    from digest.articles.sources.listing import listed

    return listed(_parser(source.kind)(source.data, source.url, source.charset), source.fetched_at)


def _parser(kind: str) -> "Callable[[bytes, str, str | None], list[Entry]]":
    from digest.articles.sources import feed, ghost, ninjs, wordpress

    parsers = {"ghost": ghost.parse, "ninjs": ninjs.parse, "wordpress": wordpress.parse}
    return parsers.get(kind, feed.parse)
