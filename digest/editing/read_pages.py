"""Read several picked pages at once; one that cannot be read costs no other."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from digest.articles.model import Article
from digest.errors import PageUnreadable
from digest.ports.editorial import Pages
from digest.ports.process import Watcher

PAGES_AT_ONCE = 6


def read_pages(urls: Sequence[str], pages: Pages, watch: Watcher) -> tuple[list[Article], dict[str, str]]:
    """Return the articles of the pages that could be read, in order, and by address why the others could not."""
    read: list[Article] = []
    failed: dict[str, str] = {}
    with ThreadPoolExecutor(PAGES_AT_ONCE) as pool:
        results = pool.map(lambda url: _attempt(url, pages), urls)
        for done, (url, result) in enumerate(zip(urls, results, strict=True), 1):
            if isinstance(result, Article):
                read.append(result)
            else:
                failed[url] = result
            watch(done, len(urls))
    return read, failed


def _attempt(url: str, pages: Pages) -> Article | str:
    try:
        return pages.read(url)
    except PageUnreadable as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - a page is somebody else's: whatever it breaks, the others are kept
        return f"it broke the program that reads it ({type(error).__name__})"
