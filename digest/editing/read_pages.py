"""Read several picked pages at once; one that cannot be read costs no other."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed

from digest.articles.model import Article
from digest.errors import PageUnreadable
from digest.ports.editorial import Pages
from digest.ports.process import Watcher

PAGES_AT_ONCE = 12
"""Pages of one host wait for one another; so many that those of other hosts rarely have to wait for them."""


def read_pages(urls: Sequence[str], pages: Pages, watch: Watcher) -> tuple[list[Article], dict[str, str]]:
    """Return the articles of the pages that could be read, in order, and by address why the others could not.

    When it is interrupted, no other page is begun, and those under way end when whoever opened `pages` closes them.
    """
    pool = ThreadPoolExecutor(PAGES_AT_ONCE)
    attempts = {url: pool.submit(_attempt, url, pages) for url in urls}
    try:
        for done, _ in enumerate(as_completed(attempts.values()), 1):
            watch(done, len(urls))
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()
    results = {url: attempt.result() for url, attempt in attempts.items()}
    read = [result for result in results.values() if isinstance(result, Article)]
    return read, {url: why for url, why in results.items() if isinstance(why, str)}


def _attempt(url: str, pages: Pages) -> Article | str:
    try:
        return pages.read(url)
    except PageUnreadable as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - a page is somebody else's: whatever it breaks, the others are kept
        return f"it broke the program that reads it ({type(error).__name__})"
