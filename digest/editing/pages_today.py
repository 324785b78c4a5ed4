"""Pages today: whether the picked pages still say what the lock says, asked when a proof is made.

Editors look at a proof hours before readers do: a headline that was corrected since is theirs to decide on. Nothing is
written, and nothing of it is asked when a letter goes out.
"""

from datetime import UTC

from digest.articles.model import Article
from digest.editing.read_pages import read_pages
from digest.edition.lock import Lock
from digest.edition.model import Edition, Pick
from digest.ports.editorial import Pages
from digest.ports.process import Watcher
from digest.problem import START, Problem, Severity


def pages_today(edition: Edition, lock: Lock, pages: Pages, watch: Watcher) -> list[Problem]:
    """Return a warning at each pick whose page has another headline than when it was read, or cannot be read today."""
    known = {article.url: article for article in lock.picks}
    read, failed = read_pages(list(known), pages, watch)
    now = {article.url: article for article in read}
    missing = [pick.url for pick in edition.picks() if pick.url in failed and not pick.live_from]
    if len(missing) > 1 and not read:
        return [_out_of_reach(edition, failed[missing[0]])]
    found = []
    for number, pick in enumerate(edition.picks(), 1):
        if pick.url in missing:  # no page that goes live later: it is asked for when its time has come
            found.append(_gone(edition, pick, failed[pick.url]))
        elif pick.url in now and now[pick.url].title != known[pick.url].title:
            found.append(_renamed(edition, number, pick, known[pick.url], now[pick.url]))
    return found


def _out_of_reach(edition: Edition, why: str) -> Problem:
    what = f"no picked page could be read today, so nobody knows whether they still say the same: {why}"
    remedy = "see whether this machine is online, and whether the pages open in a browser"
    return Problem(edition.file, START, what, remedy, Severity.WARNING)


def _gone(edition: Edition, pick: Pick, why: str) -> Problem:
    what = f"the page can be read no more: {why}"
    remedy = "open it in a browser: readers who follow the link may find nothing"
    return Problem(edition.file, pick.mark_of("url"), what, remedy, Severity.WARNING)


def _renamed(edition: Edition, number: int, pick: Pick, before: Article, after: Article) -> Problem:
    when = f" on {before.fetched_at.astimezone(UTC):%Y-%m-%d at %H:%M} UTC" if before.fetched_at else ""
    what = f"its page has another headline today, “{after.title}”; when it was read{when} it was “{before.title}”"
    update = f"run `digest lock {edition.id} --update {number}` to take over what it says now"
    remedy = "your own `title` stays; see that it still fits" if pick.title else update
    return Problem(edition.file, pick.mark_of("url"), what, remedy, Severity.WARNING)
