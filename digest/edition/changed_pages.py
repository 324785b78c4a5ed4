"""What has changed on picked pages since they were read: per field what was read then, and what is there now.

Of what an article says, only what cards show. Pure.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from digest.articles.model import Article, Image
from digest.edition.lock import Lock
from digest.edition.model import Pick


@dataclass(frozen=True, slots=True)
class Change:
    """One field, named by the key that a pick has for it: what was read, and what is there now."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedPage:
    """A page whose bytes are not those that were read at `read_at`.

    Without any `changes`, only what the lock does not keep has changed: the article's text, or the page around it.
    """

    url: str
    read_at: datetime | None
    changes: tuple[Change, ...]


def changed_pages(old: Lock, new: Lock) -> list[ChangedPage]:
    """List the pages whose hash in `new` is not the one in `old`, in the order of `new`."""
    found = []
    for article in new.picks:
        before = old.article(article.url)
        if before and before.sha256 and article.sha256 not in ("", before.sha256):
            found.append(ChangedPage(article.url, before.fetched_at, tuple(changes(before, article))))
    return found


def changes(before: Article, after: Article) -> Iterator[Change]:
    """Yield the fields in which two readings of a page differ, in the order of a card."""
    now = shown(after)
    for field, value in shown(before).items():
        if value != now[field]:
            yield Change(field, value, now[field])


def shown(article: Article) -> dict[str, str]:
    """Return what a card shows of an article: each field as one line, empty where the page does not say."""
    image = article.image or Image(url="")
    return {
        "title": article.title,
        "byline": ", ".join(article.authors),
        "summary": article.summary,
        "picture": image.url,
        "alt": image.alt,
        "credit": image.credit,
        "language": article.language,
        "topics": ", ".join(article.topics),
        "reading time": f"{article.reading_minutes} min" if article.reading_minutes else "",
    }


def own_words(pick: Pick) -> dict[str, str]:
    """Return what the editor wrote of these fields, by the same names; empty ones are left out."""
    own = {
        "title": pick.title,
        "byline": pick.byline,
        "summary": pick.summary,
        "picture": pick.picture,
        "alt": pick.alt,
        "credit": pick.credit,
        "language": pick.language,
        "topics": ", ".join(pick.topics),
    }
    return {field: words for field, words in own.items() if words}
