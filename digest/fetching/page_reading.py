"""What is done with a page in a process that can be killed. Its imports wait for that process, where they belong."""

from dataclasses import dataclass
from datetime import UTC, datetime

from digest.articles.model import Article
from digest.articles.site_rule import SiteRule
from digest.errors import PageUnreadable
from digest.pictures.model import MadePicture, PictureBytes

_MOST_TAGS = 100_000
"""News pages have some thousands."""


@dataclass(frozen=True, slots=True)
class PageBytes:
    """A page as it came from `url`: its bytes, the charset its server names, when (aware), and the settings' rules."""

    url: str
    data: bytes
    charset: str | None
    fetched_at: datetime
    rules: tuple[SiteRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A page that leads on: to the address in `url`, or else, where nothing is found there, it is `instead` itself."""

    url: str
    instead: Article | None = None


def read_page(page: PageBytes) -> Article | Elsewhere:
    """Return the article of a page, or where the page leads on to; raises `PageUnreadable`."""
    from digest.articles.forwarding import leads_on_to
    from digest.articles.metadata import read_article

    if page.data.count(b"<") > _MOST_TAGS:
        raise PageUnreadable(f"the page has more than {_MOST_TAGS:,} tags, which no article has")
    onward = leads_on_to(page.data, page.url, page.charset)
    if onward.at_once:
        return Elsewhere(onward.url)
    try:
        article = read_article(page.data, page.url, page.charset, page.fetched_at, page.rules)
    except PageUnreadable:
        if onward.url:
            return Elsewhere(onward.url)
        raise
    return Elsewhere(onward.url, article) if onward.is_own_page else article


def read_picture(given: PictureBytes) -> MadePicture:
    """Return the size of a picture and its copies; raises `PictureUnreadable`."""
    from digest.pictures.copies import make_copies

    return make_copies(given)


def uncut_picture(given: PictureBytes) -> bytes:
    """Return a picture as a small file of our own in its own shape; raises `PictureUnreadable`."""
    from digest.pictures.copies import make_uncut

    return make_uncut(given.data)


def warm_up() -> None:
    """Read a page, and with that import all that reading needs."""
    words = "<p>" + "Words that tell something to somebody. " * 30 + "</p>"
    page = (
        f"<html lang=en><head><title>Warm</title></head><body><article><h1>Warm</h1>{words * 3}</article></body></html>"
    )
    read_page(PageBytes("https://example.org/2026/11/24/warm", page.encode(), None, datetime(2026, 11, 27, tzinfo=UTC)))
