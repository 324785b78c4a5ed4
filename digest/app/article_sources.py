"""The newsroom's sources of articles, made out of its settings and the files with their keys."""

from pathlib import Path
from typing import TYPE_CHECKING

from digest.app.secret_values import read_secret_file
from digest.articles.sources.source import Source
from digest.settings.model import Settings

if TYPE_CHECKING:
    from digest.fetching.sources import Fetcher, WebSources


def make_sources(settings: Settings, folder: Path, fetcher: "Fetcher") -> "WebSources":
    """Return the sources of the newsroom in `folder`, asked through `fetcher`; raises `DigestError` without a key."""
    from digest.fetching.sources import WebSources

    found = [
        Source(one.kind, one.url, one.pages, _key(folder, one.key_file) if one.key_file else "")
        for one in settings.articles.sources
    ]
    return WebSources(found, fetcher)


def _key(folder: Path, file: str) -> str:
    return read_secret_file(folder, file, "the key of a source in [[articles.sources]]")
