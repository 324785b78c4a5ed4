"""Lock: read each picked page once and keep what it says, so that nothing is fetched when a letter is built or sent."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC

from digest.articles.model import Article
from digest.edition.lock import ChangedPage, Lock, changed_pages
from digest.edition.model import Edition, Pick
from digest.errors import PageUnreadable
from digest.ports.editorial import Editions, Pages
from digest.ports.process import Watcher
from digest.problem import Problem, Severity

PAGES_AT_ONCE = 6


def lock(
    edition: Edition, known: Lock | None, editions: Editions, pages: Pages, watch: Watcher, again: bool = False
) -> tuple[Lock, list[Problem]]:
    """Bring the lock of `edition` up to date and write it if it changed.

    Reads the pages that `known` says nothing about, or all of them with `again`. A page that cannot be read is a
    problem at its pick: an error, or a warning where the editor wrote headline and summary. What was known of such a
    page is kept, and so are all the others. A page that is not what it was when it was read before is a warning.
    """
    old = known or Lock(edition.id, ())
    wanted = Lock(edition.id, ()).missing(edition) if again else old.missing(edition)
    read, failed = _read(wanted, pages, watch)
    new = old.covering(edition, tuple(read))
    if new != known:
        editions.write_lock(new)
    changed = {page.url: page for page in changed_pages(old, new)}
    return new, [
        *(_problem(edition, pick, failed[pick.url], new) for pick in edition.picks() if pick.url in failed),
        *(_changed(edition, pick, changed[pick.url]) for pick in edition.picks() if pick.url in changed),
    ]


def _read(urls: list[str], pages: Pages, watch: Watcher) -> tuple[list[Article], dict[str, str]]:
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


def _problem(edition: Edition, pick: Pick, why: str, new: Lock) -> Problem:
    enough = new.article(pick.url) is not None or (pick.title and pick.summary)
    severity = Severity.WARNING if enough else Severity.ERROR
    remedy = "your own words are used" if enough else "check the address, or write `title` and `summary` yourself"
    return Problem(edition.file, pick.mark_of("url"), f"the page could not be read: {why}", remedy, severity)


def _changed(edition: Edition, pick: Pick, page: ChangedPage) -> Problem:
    when = f" on {page.read_at.astimezone(UTC):%Y-%m-%d at %H:%M} UTC" if page.read_at else ""
    fields = " and ".join(name.replace("_", " ") for name in page.fields)
    what = f"the page has changed since it was read{when}: " + (
        f"other {fields}" if fields else "its text, or around it"
    )
    remedy = "look at what the lock says now; your own words stay as they are"
    return Problem(edition.file, pick.mark_of("url"), what, remedy, Severity.WARNING)
