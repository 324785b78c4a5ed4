"""Reads one page into an `Article`: JSON-LD first, then OpenGraph and meta tags, then trafilatura for what is left.

`sources` of the article says where each field was found, so that a person who reviews the lock can judge it.
"""

import hashlib
import re
from datetime import UTC, datetime
from typing import TypeVar
from urllib.parse import urlsplit

import trafilatura

from digest.articles import jsonld, picture
from digest.articles.model import Article
from digest.articles.page import Page, parse
from digest.articles.summary import reading_minutes, summarise
from digest.characters import one_line, several_lines
from digest.web_address import encoded

Value = TypeVar("Value", str, tuple[str, ...], datetime | None)
MAX_TOPICS = 8
MAX_TOPIC_LENGTH = 40
_BY = re.compile(r"^(by|von|автор|текст)[:\s]+", re.IGNORECASE)


def read_article(data: bytes, url: str, charset: str | None, fetched_at: datetime) -> Article | None:
    """Return the article in the bytes of the page at `url`; None when it is no page or has no headline.

    `charset` is the one the server names, `fetched_at` (aware) is kept in the article.
    """
    page = parse(data, url, charset)
    if page is None:
        return None
    described = jsonld.find_article(page.scripts())
    body = _body(page)
    guess = trafilatura.extract_metadata(page.root)
    found = _Found()
    site = found.first(
        "site", opengraph=page.meta("og:site_name"), json_ld=jsonld.text(described.get("publisher")), host=_host(url)
    )
    title = found.first(
        "title",
        json_ld=jsonld.text(described.get("headline")),
        opengraph=_without_site(page.meta("og:title", "twitter:title"), site),
        page=_without_site(_printed_title(page), site),
    )
    if not title:
        return None
    description = found.first(
        "description",
        json_ld=jsonld.text(described.get("description")),
        opengraph=page.meta("og:description", "twitter:description"),
        meta=page.meta("description"),
    )
    authors = found.first(
        "authors",
        json_ld=tuple(_BY.sub("", name) for name in jsonld.names(described.get("author"))),
        meta=_meta_authors(page),
        page=tuple(filter(None, map(one_line, (guess.author or "").split(";")))),
    )
    published, updated = _times(found, page, described, guess.date)
    language, topics = _language_of(found, page, described), _topics_of(found, page, described)
    image, image_sources = picture.find(page, described)
    summary, summary_source = summarise(description, body)
    return Article(
        url=url,
        canonical_url=_canonical(page),
        title=title,
        authors=authors,
        description=description,
        summary=summary,
        summary_source=summary_source,
        image=image,
        published=published,
        updated=updated,
        language=language,
        site=site,
        topics=topics,
        reading_minutes=reading_minutes(body),
        fetched_at=fetched_at,
        sha256=hashlib.sha256(data).hexdigest(),
        sources=dict(sorted((found.sources | image_sources | ({"body": "trafilatura"} if body else {})).items())),
    )


class _Found:
    """Chooses the first value that is there, and remembers which source gave it."""

    def __init__(self) -> None:
        self.sources: dict[str, str] = {}

    def first(self, field: str, **offers: Value) -> Value:
        """Return the first of `offers` (at least one, named by their sources) that is not empty, else an empty one."""
        for source, value in offers.items():
            if value:
                self.sources[field] = source.replace("_", "-")
                return value
        return next(iter(offers.values()))


def _times(
    found: _Found, page: Page, described: jsonld.JsonObject, guessed: str | None
) -> tuple[datetime | None, datetime | None]:
    """Return when an article was published and updated; `guessed` is the date that trafilatura found."""
    meta = page.meta("article:published_time", "og:article:published_time", "date", "datepublished", "parsely-pub-date")
    published = found.first(
        "published",
        json_ld=_instant(described.get("datePublished")),
        opengraph=_instant(meta),
        page=_instant(guessed),
    )
    updated = found.first(
        "updated",
        json_ld=_instant(described.get("dateModified")),
        opengraph=_instant(page.meta("article:modified_time")),
    )
    return published, updated


def _language_of(found: _Found, page: Page, described: jsonld.JsonObject) -> str:
    return found.first(
        "language",
        page=_language(page.root.get("lang") or page.root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""),
        opengraph=_language(page.meta("og:locale")),
        json_ld=_language(jsonld.text(described.get("inLanguage"))),
    )


def _topics_of(found: _Found, page: Page, described: jsonld.JsonObject) -> tuple[str, ...]:
    return found.first(
        "topics",
        json_ld=_topics(described.get("keywords")),
        opengraph=_topics([*page.metas.get("article:tag", [])]),
        meta=_topics(page.meta("news_keywords", "keywords")),
    )


def _body(page: Page) -> str:
    """Extract the article's text, paragraphs parted by newlines; empty when there is none."""
    return several_lines(
        trafilatura.extract(page.root, include_comments=False, include_tables=False, include_formatting=False) or ""
    )


def _printed_title(page: Page) -> str:
    heading = next(iter(page.root.iter("h1")), None)
    if heading is not None and jsonld.clean(heading.text_content()):
        return jsonld.clean(heading.text_content())
    return jsonld.clean(page.root.findtext(".//title") or "")


def _without_site(title: str, site: str) -> str:
    """Return a headline without the name of the site at its end: `Harvest fails | The Lantern`."""
    head, separator, tail = title.rpartition(" | ") if " | " in title else title.rpartition(" - ")
    return head if separator and site and tail.strip().casefold() in site.casefold() else title


def _meta_authors(page: Page) -> tuple[str, ...]:
    named = [
        name
        for name in page.metas.get("author", []) + page.metas.get("article:author", [])
        if name and "://" not in name
    ]
    return tuple(dict.fromkeys(_BY.sub("", name) for name in named))


def _canonical(page: Page) -> str:
    """Return the page's own idea of its address, as far as it stays on the same host."""
    links = page.root.xpath('//link[@rel="canonical"]/@href')
    address = page.absolute(str(links[0])) if links else page.address("og:url")
    return address if _host(address) == _host(encoded(page.url)) else page.url


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _instant(value: jsonld.Json) -> datetime | None:
    """Return an ISO 8601 time as an aware one, UTC where it names no zone; None for anything else."""
    try:
        found = datetime.fromisoformat(jsonld.text(value))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _language(tag: str) -> str:
    found = re.match(r"[a-z]{2,3}", tag.lower())
    return found.group(0) if found else ""


def _topics(value: jsonld.Json) -> tuple[str, ...]:
    """Return the topics that a reader would recognise: short words, no internal keys."""
    found = (
        topic
        for topic in jsonld.texts(value)
        if 1 < len(topic) <= MAX_TOPIC_LENGTH and not re.search(r"[:_/=@]|\d{5}", topic)
    )
    return tuple(dict.fromkeys(found))[:MAX_TOPICS]
