"""One article as a source tells it, and the `Article` that is made of that: all that sources have in common. Pure.

A source is believed where it is an editorial system's own word; the rules for what may stand in a letter are those of
pages: whole sentences, names one by one, a picture that a letter can show and that somebody describes.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from digest.articles import dates
from digest.articles.credit import tidy
from digest.articles.headline import folded
from digest.articles.jsonld import JsonObject
from digest.articles.language import declared_language, language_of
from digest.articles.markup import line, paragraphs
from digest.articles.model import Article, Image
from digest.articles.obstacles import FEWEST_WORDS
from digest.articles.page import Page, parse
from digest.articles.people import people
from digest.articles.picture import describes, pictures_of
from digest.articles.picture_address import keys
from digest.articles.reading_time import count_words, reading_minutes
from digest.articles.sentences import is_whole, sentences, shorten
from digest.articles.summary import MAX_LENGTH, summarise
from digest.articles.topics import topics
from digest.tracking import without_tracking
from digest.web_address import encoded, site_host

_LONGEST_CONTENT = 1_000_000
_NO_AUTHOR = frozenset(("admin", "administrator", "webmaster", "editor", "root", "user"))
_CUT = re.compile(
    r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|(?:…|\.\.\.)?\s*(?:continue reading|read more|weiterlesen|lire la suite|leer más"
    r"|читать далее|читати далі)\b.{0,200})$",
    re.IGNORECASE,
)
_APPEARED = re.compile(r"\s*The post .{1,300}? (?:first )?appeared (?:first )?on .{1,200}$")
"""What WordPress puts behind every description in its feeds."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as a source tells it; empty is what it does not say.

    `title`, `summary`, `bylines` and `topics` may have markup in them. `content` is the HTML of the story, addresses in
    it relative to `link`. `pictures` are the source's own, the best first. `published` and `updated` are as written,
    `language` is a tag. `doubts` are what somebody should look at.
    """

    link: str
    title: str = ""
    bylines: tuple[str, ...] = ()
    summary: str = ""
    content: str = ""
    pictures: tuple[Image, ...] = ()
    published: str = ""
    updated: str = ""
    language: str = ""
    topics: tuple[str, ...] = ()
    site: str = ""
    paywalled: bool = False
    embargoed: str = ""


def article_of(entry: Entry, kind: str, fetched_at: datetime) -> Article:
    """Return the article that a source of `kind` tells; its `url` is the entry's own. `fetched_at` is aware."""
    page = _page(entry)
    title, site = line(entry.title), line(entry.site) or site_host(entry.link)
    told = _whole(entry.summary)
    story = paragraphs(page.root) if page else ""
    if not story and count_words(told) >= FEWEST_WORDS:  # a description that is the story
        story, told = told, ""
    declared = declared_language(entry.language)
    language, by_text = language_of(declared, story or f"{title}. {told}")
    authors = _authors(entry.bylines, site, language)
    images = _pictures(entry, page, (title, site))
    captions = [text for image in images for text in (image.caption, image.alt)]
    summary, source = summarise([(kind, told)], story, (title, site, *captions), language)
    if not summary and folded(told) != folded(title):
        summary, source = shorten(told, MAX_LENGTH, language), kind if told else ""  # short, but all there is
    published, _, ahead = dates.first_possible([(kind, dates.moment(entry.published))], fetched_at)
    updated, _, _ = dates.first_possible([(kind, dates.moment(entry.updated))], fetched_at)
    found_topics = topics([line(topic) for topic in entry.topics], (title, site, *authors))
    words = 0 if _CUT.search(story) or story.endswith(("…", "...")) else count_words(story)
    article = Article(
        url=entry.link,
        canonical_url=linked(entry.link),
        title=title,
        authors=authors,
        description=told,
        summary=summary,
        summary_source=source,
        image=images[0] if images else None,
        published=published or None,
        updated=updated or None,
        language=language,
        site=site,
        topics=found_topics,
        reading_minutes=reading_minutes(story) if words and not entry.paywalled else 0,
        fetched_at=fetched_at,
        sha256=hashlib.sha256(repr(entry).encode(errors="replace")).hexdigest(),
        images=tuple(images[1:]),
        paywalled=entry.paywalled,
        words=words,
        doubts=tuple(_doubts(entry, kind, ahead, fetched_at)),
    )
    return replace(article, sources=_sources(article, entry, kind, by_text))


def _page(entry: Entry) -> Page | None:
    """Return the entry's HTML as a page, so that pictures in it are read as on pages; None where it has none."""
    content = entry.content[:_LONGEST_CONTENT]
    whole = f"<html><body><article>{content}</article></body></html>"
    return parse(whole.encode(errors="replace"), entry.link, "utf-8") if content.strip() else None


def _whole(summary: str) -> str:
    """Return a summary as one line without what programs put behind it; of one that is cut off, its whole sentences."""
    text = _APPEARED.sub("", line(summary))
    bare = _CUT.sub("", text)
    return bare if bare == text else " ".join(filter(is_whole, sentences(bare)))


def _authors(bylines: Sequence[str], site: str, language: str) -> tuple[str, ...]:
    named = (name for byline in bylines for name in people(line(byline), language))
    own = folded(site)
    return tuple(dict.fromkeys(name for name in named if folded(name) not in {own, *_NO_AUTHOR}))


def _pictures(entry: Entry, page: Page | None, not_alt: tuple[str, ...]) -> list[Image]:
    """Return up to three pictures, the source's own word about each before what stands around it in the story."""
    page = page or parse(b"<html><body></body></html>", entry.link, "utf-8")
    if page is None:
        return []
    declared: JsonObject = {
        "image": [
            {"url": one.url, "width": one.width, "height": one.height, "caption": one.caption, "creditText": one.credit}
            for one in entry.pictures
        ]
    }
    names = frozenset(folded(text) for text in not_alt if text)
    found = pictures_of(page, declared, not_alt)[0]
    return [_described(image, page, entry.pictures, names) for image in found]


def _described(image: Image, page: Page, told: Sequence[Image], names: frozenset[str]) -> Image:
    known = keys(image.url)
    same = next((one for one in told if known & keys(page.absolute(one.url)) or one.url == image.url), None)
    if same is None:
        return image
    alt = line(same.alt)
    return replace(
        image, alt=alt if describes(alt, names) else image.alt, credit=tidy(line(same.credit)) or image.credit
    )


def linked(link: str) -> str:
    """Return the address of a page without tracking, and without a place in it."""
    try:
        address = encoded(link)
    except ValueError:
        return link
    return without_tracking(address.partition("#")[0])


def _doubts(entry: Entry, kind: str, ahead: str, fetched_at: datetime) -> Iterator[str]:
    if ahead:
        yield f"the {kind} source says that it was published on {ahead[:10]}, which is still to come"
    if entry.paywalled:
        yield "the page is behind a paywall: readers may see no more than its beginning"
    until = dates.instant(dates.moment(entry.embargoed))
    if until and until > fetched_at:
        yield f"the {kind} source says that it must not be published before {until:%Y-%m-%d %H:%M %z}"


def _sources(article: Article, entry: Entry, kind: str, language_by_text: bool) -> dict[str, str]:
    image = article.image
    found = {
        "title": article.title,
        "site": line(entry.site),
        "authors": article.authors,
        "description": article.description,
        "published": article.published,
        "updated": article.updated,
        "topics": article.topics,
        "body": article.words,
        "image": image,
        "image.alt": image and image.alt,
        "image.credit": image and image.credit,
    }
    sources = {name: kind for name, value in found.items() if value}
    if article.language:
        sources["language"] = "text" if language_by_text else kind
    return dict(sorted(sources.items()))
