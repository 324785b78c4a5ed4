"""The newsroom's sources of articles, made out of its settings and the files with their keys."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from digest.app.newsroom_folder import NewsroomFolder
from digest.app.secret_values import read_secret_file
from digest.articles.merge import Told
from digest.articles.sources.source import Source
from digest.errors import DigestError, PageUnreadable
from digest.settings.articles import Source as Setting
from digest.settings.model import Settings

if TYPE_CHECKING:
    from digest.fetching.pages import WebPages
    from digest.fetching.source_lists import NamedSource, WebSourceLists
    from digest.fetching.sources import WebSources


def read_sources(settings: Settings, folder: Path) -> list[Source]:
    """Return the sources of the newsroom in `folder` with their keys; raises `DigestError` where one is missing."""
    return [
        Source(one.kind, one.url, one.pages, _key(folder, one.key_file) if one.key_file else "")
        for one in settings.articles.sources
    ]


def _key(folder: Path, file: str) -> str:
    return read_secret_file(folder, file, "the key of a source in [[articles.sources]]")


def source_lists(newsroom: NewsroomFolder) -> "WebSourceLists":
    """Return what the sources of a newsroom published last; one without its key says so, and keeps no other back."""
    from digest.fetching.source_lists import WebSourceLists

    named = [_named(one, newsroom.folder) for one in newsroom.settings.articles.sources]
    return WebSourceLists(named, lambda: _Web(newsroom.pages))


def _named(one: Setting, folder: Path) -> "NamedSource":
    from digest.fetching.source_lists import NamedSource

    try:
        return NamedSource(Source(one.kind, one.url, one.pages, _key(folder, one.key_file) if one.key_file else ""))
    except DigestError as error:
        return NamedSource(Source(one.kind, one.url, one.pages), str(error))


class _Web:
    """What gets and reads the lists of sources: the same that reads pages."""

    def __init__(self, pages: "WebPages") -> None:
        self.fetcher, self.run = pages.fetcher, pages.workers.run


class LateSources:
    """Sources that are opened when the first page is asked about: a key that is missing stops no letter."""

    def __init__(self, read: Callable[[], list[Source]], open_pages: "Callable[[], WebPages]") -> None:
        self._read, self._open_pages = read, open_pages

    def find(self, url: str) -> Told | None:
        """Return what a source tells of the page at `url`; raises `PageUnreadable`, also where a key is missing."""
        try:
            return self._sources.find(url)
        except PageUnreadable:
            raise
        except DigestError as error:
            raise PageUnreadable(str(error)) from error

    @cached_property
    def _sources(self) -> "WebSources":
        from digest.fetching.sources import WebSources

        pages = self._open_pages()
        return WebSources(self._read(), pages.fetcher, pages.workers.run)
