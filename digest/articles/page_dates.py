"""Where a page says when it was published and changed, the most certain place first. Pure."""

from collections.abc import Iterator

from htmldate import find_date

from digest.articles import dates, jsonld
from digest.articles.page import Page

_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "datepublished",
    "date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "parsely-pub-date",
    "sailthru.date",
    "publish-date",
    "pubdate",
)
_UPDATED = ("article:modified_time", "og:updated_time", "article:modified", "datemodified", "last-modified", "lastmod")


def published(page: Page, described: jsonld.JsonObject) -> Iterator[tuple[str, str]]:
    """Yield each time of publication that a page names, as `dates.moment` writes it, behind where it stands."""
    yield "json-ld", dates.moment(described.get("datePublished"))
    for name in _PUBLISHED:
        yield "meta", dates.moment(page.meta(name))
    for node in page.root.xpath(
        '//*[contains(@itemprop, "datePublished")] | //article//time[@datetime] | //main//time[@datetime]'
    ):
        yield "page", dates.moment(node.get("datetime") or node.get("content") or "")
    yield "page", dates.moment(find_date(page.root, original_date=True, extensive_search=False) or "")


def updated(page: Page, described: jsonld.JsonObject) -> Iterator[tuple[str, str]]:
    """Yield each time of a change likewise."""
    yield "json-ld", dates.moment(described.get("dateModified"))
    for name in _UPDATED:
        yield "meta", dates.moment(page.meta(name))
