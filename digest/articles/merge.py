"""One article out of what its page says and what a source of the newsroom tells of it. Pure.

An editorial system knows better than the page it makes, but for the page's address; a feed is believed about the
summary, which is the newsroom's own word, and about what the page lacks. A summary somebody wrote comes before one that
is made of first sentences, wherever they stand.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from digest.articles.model import Article, Image
from digest.articles.picture import MOST_KEPT
from digest.articles.picture_address import keys

UNREAD_PAGE = "its page could not be read"
"""How a doubt begins about an article of which a source alone tells."""
_BODY = "body"
"""The source of a summary that nobody wrote."""


@dataclass(frozen=True, slots=True)
class Told:
    """An article as a source tells it; `leads` says that it knows better than the page."""

    article: Article
    leads: bool

    @property
    def is_whole(self) -> bool:
        """Return whether the page has nothing to add that a card shows."""
        one = self.article
        picture = one.image is not None and bool(one.image.alt)
        written = one.summary and one.summary_source != _BODY
        return self.leads and picture and bool(one.title and written and one.authors and one.published and one.words)


def merged(page: Article, told: Told) -> Article:
    """Return the article of a page with what a source tells of it, each field from the one that knows better."""
    source = told.article
    first, second = (source, page) if told.leads else (page, source)
    image, image_sources = _picture(first, second)
    text = _better(first, second, lambda one: one.words > 0)
    summary = _better(source, page, lambda one: one.summary_source not in ("", _BODY))
    summary = summary if summary.summary else page
    paywalled = page.paywalled or source.paywalled
    whole = replace(
        page,
        canonical_url=page.canonical_url or source.canonical_url,
        title=first.title or second.title,
        authors=first.authors or second.authors,
        description=first.description or second.description,
        summary=summary.summary,
        summary_source=summary.summary_source,
        image=image,
        images=_others(image, first, second),
        published=first.published or second.published,
        updated=first.updated or second.updated,
        language=first.language or second.language,
        site=first.site if "site" in first.sources else second.site or first.site,
        topics=first.topics or second.topics,
        reading_minutes=0 if paywalled else text.reading_minutes,
        sha256=hashlib.sha256(f"{page.sha256} {source.sha256}".encode()).hexdigest(),
        headlines=_headlines(first, second),
        paywalled=paywalled,
        words=text.words,
        is_stub=page.is_stub and not source.title,
        doubts=tuple(dict.fromkeys((*page.doubts, *source.doubts))),
    )
    return replace(whole, sources=_sources(whole, first, second) | image_sources)


def _better(first: Article, second: Article, has: Callable[[Article], bool]) -> Article:
    """Return the first of two articles that has something, or the first."""
    return second if has(second) and not has(first) else first


def _headlines(first: Article, second: Article) -> tuple[str, ...]:
    """Return the other headlines that both offer, each once."""
    title = first.title or second.title
    others = dict.fromkeys((second.title, *first.headlines, *second.headlines))
    return tuple(text for text in others if text and text != title)


def _picture(first: Article, second: Article) -> tuple[Image | None, dict[str, str]]:
    """Return the picture of an article, and where it and its words come from.

    One that somebody describes comes before one that nobody does; of the same picture each fills what the other lacks.
    """
    one, other = first.image, second.image
    if one is None or other is None:
        return (one, _of(first)) if one else (other, _of(second))
    if one.url != other.url and not keys(one.url) & keys(other.url):
        return (other, _of(second)) if other.alt and not one.alt else (one, _of(first))
    sized = one if one.width else other
    filled = replace(
        one,
        width=sized.width,
        height=sized.height,
        alt=one.alt or other.alt,
        caption=one.caption or other.caption,
        credit=one.credit or other.credit,
    )
    return filled, _of(second) | _of(first)


def _of(article: Article) -> dict[str, str]:
    return {name: where for name, where in article.sources.items() if name.partition(".")[0] == "image"}


def _others(image: Image | None, first: Article, second: Article) -> tuple[Image, ...]:
    """Return the further pictures that both offer, each once."""
    offered = [one for one in (first.image, *first.images, second.image, *second.images) if one]
    known = [image] if image else []
    for one in offered:
        if not any(one.url == other.url or keys(one.url) & keys(other.url) for other in known):
            known.append(one)
    return tuple(known[1:] if image else known)[: MOST_KEPT - 1]


def _sources(whole: Article, first: Article, second: Article) -> dict[str, str]:
    """Return where each field of the whole was found: in the first of the two that says the same."""
    found = {}
    for name in sorted({*first.sources, *second.sources}):
        field = "words" if name == _BODY else name
        if field.partition(".")[0] == "image":
            continue
        same = [one for one in (first, second) if getattr(one, field, None) == getattr(whole, field, None)]
        where = next((one.sources[name] for one in same if name in one.sources), "")
        if where:
            found[name] = where
    return found
