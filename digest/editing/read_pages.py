"""Read several picked pages at once; one that cannot be read costs no other."""

from collections.abc import Sequence

from digest.articles.model import Article
from digest.editing.at_once import at_once
from digest.errors import PageUnreadable
from digest.ports.editorial import Pages
from digest.ports.process import Watcher


def read_pages(urls: Sequence[str], pages: Pages, watch: Watcher) -> tuple[list[Article], dict[str, str]]:
    """Return the articles of the pages that could be read, in order, and by address why the others could not."""
    results = at_once(lambda url: _attempt(url, pages), urls, watch)
    read = [result for result in results.values() if isinstance(result, Article)]
    return read, {url: why for url, why in results.items() if isinstance(why, str)}


def _attempt(url: str, pages: Pages) -> Article | str:
    try:
        return pages.read(url)
    except PageUnreadable as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - a page is somebody else's: whatever it breaks, the others are kept
        return f"it broke the program that reads it ({type(error).__name__})"
