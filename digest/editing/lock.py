"""Lock: read each picked page once and keep what it says, so that nothing is fetched when a letter is built or sent."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC

from digest.editing.read_pages import read_pages
from digest.editing.read_pictures import Copies, look_for_pictures, read_pictures
from digest.edition.changed_pages import ChangedPage, changed_pages
from digest.edition.lock import Lock
from digest.edition.model import Edition, Pick
from digest.edition.remarks import also_on
from digest.ports.editorial import Pages
from digest.ports.process import Watcher
from digest.problem import Mark, Problem, Severity
from digest.web_address import site_host


@dataclass(frozen=True, slots=True)
class Locked:
    """A lock as it is now, the problems of reading its pages, and the pages that are not what they were."""

    lock: Lock
    problems: tuple[Problem, ...]
    changed: tuple[ChangedPage, ...]


def lock(
    edition: Edition,
    known: Lock | None,
    pages: Pages,
    watch: Watcher,
    again: Collection[str] = (),
    copies: Copies | None = None,
) -> Locked:
    """Return the lock of `edition` brought up to date; whoever calls writes it.

    Reads the pages that `known` says nothing about, and those at the addresses `again`. A page that cannot be read is a
    problem at its pick: an error, or a warning where the editor wrote headline and summary. What was known of such a
    page is kept, and so are all the others. A page that is not what it was when it was read before is a warning.
    Pictures are read after the pages (`look_for_pictures`, `read_pictures`).
    """
    old = known or Lock(edition.id, ())
    unread = old.missing(edition)
    wanted = [url for url in Lock(edition.id, ()).missing(edition) if url in unread or url in again]
    read, failed = read_pages(wanted, pages, watch)
    looked, unread_pictures = look_for_pictures(edition, old.covering(edition, tuple(read)), pages, copies)
    new, uncopied = read_pictures(edition, looked, pages, copies, set(wanted))
    changed = {page.url: page for page in changed_pages(old, new)}
    problems = (
        *_unread(edition, failed, new),
        *(_changed(edition, pick, changed[pick.url]) for pick in edition.picks() if pick.url in changed),
        *unread_pictures,
        *uncopied,
    )
    return Locked(new, problems, tuple(changed.values()))


def _unread(edition: Edition, failed: Mapping[str, str], new: Lock) -> Iterator[Problem]:
    """Yield one problem for the pages of one site that cannot be read for the same reason, with all of their lines."""
    alike = dict[tuple[str, str, bool], list[Mark]]()
    for pick in edition.picks():
        if pick.url in failed:
            enough = new.article(pick.url) is not None or bool(pick.title and pick.summary)
            alike.setdefault((site_host(pick.url), failed[pick.url], enough), []).append(pick.mark_of("url"))
    for (site, why, enough), marks in alike.items():
        one = len(marks) == 1
        pages = "the page" if one else f"{len(marks)} pages of {site}"
        it = "it" if one else "them"
        remedy = (
            "your own words are used" if enough else f"open {it} in a browser, or write `title` and `summary` yourself"
        )
        what = f"{pages} could not be read: {why}{also_on(marks)}"
        yield Problem(edition.file, min(marks), what, remedy, Severity.WARNING if enough else Severity.ERROR)


def _changed(edition: Edition, pick: Pick, page: ChangedPage) -> Problem:
    when = f" on {page.read_at.astimezone(UTC):%Y-%m-%d at %H:%M} UTC" if page.read_at else ""
    fields = " and ".join(change.field for change in page.changes)
    what = f"the page has changed since it was read{when}: " + (
        f"other {fields}" if fields else "its text, or around it"
    )
    remedy = "look at what the lock says now; your own words stay as they are"
    return Problem(edition.file, pick.mark_of("url"), what, remedy, Severity.WARNING)
