"""Reads one page into an `Article`, each field from whichever place on the page is right about it.

`sources` of the article says where each was found, so that a person who reviews the lock can judge it.
"""

import hashlib
import itertools
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import urlsplit, urlunsplit

from digest.articles import byline, dates, jsonld, page_dates, picture
from digest.articles.headline import Headline, choose
from digest.articles.language import declared_language, language_of
from digest.articles.model import Article
from digest.articles.obstacles import FEWEST_WORDS, is_broken, obstacle
from digest.articles.page import Page, parse
from digest.articles.reading_time import count_words, reading_minutes
from digest.articles.ruled_page import SOURCE, take
from digest.articles.site_rule import SiteRule, rule_for
from digest.articles.standfirst import standfirst_of
from digest.articles.story import story_of
from digest.articles.summary import summarise
from digest.articles.topics import topics
from digest.errors import PageUnreadable
from digest.page_name import page_name
from digest.tracking import without_tracking
from digest.web_address import encoded

_NO_TEXT = re.compile("LiveBlog|VideoObject|AudioObject|PodcastEpisode|ImageGallery|MediaGallery")


def read_article(
    data: bytes, url: str, charset: str | None, fetched_at: datetime, rules: Sequence[SiteRule] = ()
) -> Article:
    """Return the article in the bytes of the page at `url`; raises `PageUnreadable`, which says what it is instead.

    `charset` is the one the server names, `fetched_at` (aware) is kept in the article. `rules` are those of the
    newsroom's settings.
    """
    page = parse(data, url, charset)
    if page is None:
        raise PageUnreadable("this is no page that can be read")
    nodes = jsonld.read(page.scripts)
    own = page_name(url)
    described = jsonld.find_article(nodes, lambda address: page_name(page.absolute(address)) == own)
    site, site_source = _site(page, described)
    names = _names_of_site(page, described, site)
    declared = _declared_language(page, described)
    rule = rule_for(url, rules)
    taken = take(page, rule, declared)
    authors, author_source = byline.authors_of(page, described, names, declared)
    authors = taken.authors or tuple(name for name in authors if not rule.stops(name))
    printed = page.headings()
    headlines = taken.headlines + choose(
        _declared_titles(page, described),
        [Headline(text, "page") for text in printed],
        (*names, *_sections(page, described), *authors),
    )
    title = headlines[0].text if headlines else ""
    description, description_source = _description(page, described, rule)
    standfirst = standfirst_of(page, title) if title else ""
    images, image_sources = taken.over(*picture.pictures_of(page, described, (title, page.title(), *names)))
    published, published_source, ahead = dates.first_possible(
        itertools.chain(taken.dates, page_dates.published(page, described)), fetched_at
    )
    updated, updated_source, _ = dates.first_possible(page_dates.updated(page, described), fetched_at)
    found_topics, topic_source = _topics(page, described, (title, *names, *authors))
    captions = [text for image in images for text in (image.caption, image.alt)]
    around = (title, page.title(), standfirst, *(one.text for one in headlines), *captions)
    story = taken.text or story_of(page, around, authors)
    story = "\n".join(line for line in story.split("\n") if not rule.stops(line))
    if what := obstacle(page, (title, page.title(), *printed), story, described):
        raise PageUnreadable(f"this is {what}")
    if not title:
        raise PageUnreadable("this is no article: it has no headline")
    if is_broken(title):
        raise PageUnreadable(
            "the characters of its headline cannot be read: the page does not say in which encoding it is"
        )
    language, by_text = language_of(declared, story or f"{title}. {description}")
    summary, summary_source = summarise(
        [*taken.summaries, ("standfirst", standfirst), ("description", description)],
        story,
        (title, site, *captions, *(one.text for one in headlines)),
        language,
    )
    paywalled = _is_paywalled(page, nodes)
    words = count_words(story)
    shows_text = (
        not paywalled
        and not any(_NO_TEXT.search(name) for name in jsonld.types(described))
        and page.meta("og:type") not in ("video", "video.other", "music.song")
    )
    sources = image_sources | {
        "title": headlines[0].source,
        "site": site_source,
        "authors": SOURCE if taken.authors else author_source,
        "description": description_source,
        "published": published_source,
        "updated": updated_source,
        "language": "text" if by_text else "page",
        "topics": topic_source,
        "body": (SOURCE if taken.text else "trafilatura") if story else "",
    }
    return Article(
        url=url,
        canonical_url=canonical(page),
        title=title,
        authors=authors,
        description=description,
        summary=summary,
        summary_source=summary_source,
        image=images[0] if images else None,
        published=published or None,
        updated=updated or None,
        language=language,
        site=site,
        topics=found_topics,
        reading_minutes=reading_minutes(story) if shows_text else 0,
        fetched_at=fetched_at,
        sha256=hashlib.sha256(data).hexdigest(),
        headlines=tuple(one.text for one in headlines[1:]),
        images=tuple(images[1:]),
        paywalled=paywalled,
        words=words,
        is_stub=shows_text and not described and words < FEWEST_WORDS,
        doubts=tuple(_doubts(ahead, paywalled)),
        sources={name: where for name, where in sorted(sources.items()) if where},
    )


def canonical(page: Page) -> str:
    """Return the address to link to: the page's own idea of it on the same host, over https, without tracking."""
    own = page.canonical()
    address = own if _host(own) == _host(encoded(page.url)) else encoded(page.url)
    parts = urlsplit(without_tracking(address))
    scheme = parts.scheme if urlsplit(page.url).scheme == "http" else "https"
    return urlunsplit(parts._replace(scheme=scheme, fragment=parts.fragment if parts.fragment.startswith("!") else ""))


def _declared_titles(page: Page, described: jsonld.JsonObject) -> list[Headline]:
    offers = (
        ("json-ld", jsonld.text(described.get("headline")) or jsonld.text(described.get("name"))),
        ("opengraph", page.meta("og:title")),
        ("meta", page.meta("twitter:title", "title", "dc.title", "parsely-title", "sailthru.title", "headline")),
        ("title", page.title()),
    )
    return [Headline(text, source) for source, text in offers if text]


def _site(page: Page, described: jsonld.JsonObject) -> tuple[str, str]:
    offers = (
        ("opengraph", page.meta("og:site_name")),
        ("json-ld", jsonld.text(described.get("publisher"))),
        ("host", _host(page.url)),
    )
    return next((text, source) for source, text in offers if text or source == "host")


def _names_of_site(page: Page, described: jsonld.JsonObject, site: str) -> list[str]:
    host = _host(page.url)
    labels = [host, *host.split(".")[:-1]]
    named = (
        site,
        jsonld.text(described.get("publisher")),
        jsonld.text(described.get("sourceOrganization")),
        page.meta("application-name", "apple-mobile-web-app-title", "twitter:site", "publisher").lstrip("@"),
    )
    return list(
        dict.fromkeys(
            filter(
                None,
                (
                    *named,
                    *(label for label in labels if len(label) > 1 and label not in ("www", "com", "org", "net", "co")),
                ),
            )
        )
    )


def _sections(page: Page, described: jsonld.JsonObject) -> list[str]:
    path = [
        part.replace("-", " ")
        for part in urlsplit(page.url).path.split("/")[:-1]
        if re.fullmatch(r"[a-z-]{3,20}", part)
    ]
    return [page.meta("article:section"), *jsonld.texts(described.get("articleSection")), *path]


def _declared_language(page: Page, described: jsonld.JsonObject) -> str:
    tag = (
        page.root.get("lang")
        or page.root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or page.root.get("xml:lang")
        or ""
    )
    equivalent = next(
        (
            node.get("content") or ""
            for node in page.root.iter("meta")
            if (node.get("http-equiv") or "").lower() == "content-language"
        ),
        "",
    )
    offers = (
        tag,
        equivalent,
        page.meta("og:locale", "language", "dc.language"),
        jsonld.text(described.get("inLanguage")),
    )
    return next(filter(None, map(declared_language, offers)), "")


def _description(page: Page, described: jsonld.JsonObject, rule: SiteRule) -> tuple[str, str]:
    offers = (
        ("json-ld", jsonld.text(described.get("description"))),
        ("opengraph", page.meta("og:description")),
        ("meta", page.meta("description", "twitter:description", "dc.description")),
    )
    return next(((text, source) for source, text in offers if text and not rule.stops(text)), ("", ""))


def _topics(page: Page, described: jsonld.JsonObject, elsewhere: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    offers = (
        ("json-ld", jsonld.texts(described.get("keywords"))),
        ("opengraph", [topic for tag in page.metas.get("article:tag", []) for topic in jsonld.texts(tag)]),
        ("meta", jsonld.texts(page.meta("news_keywords", "keywords", "parsely-tags", "sailthru.tags"))),
        ("json-ld", [jsonld.text(one) for one in _list(described.get("about"))]),
    )
    return next(((kept, source) for source, offered in offers if (kept := topics(offered, elsewhere))), ((), ""))


def _list(value: jsonld.Json) -> list[jsonld.Json]:
    return value if isinstance(value, list) else [value] if value else []


def _is_paywalled(page: Page, nodes: list[jsonld.JsonObject]) -> bool:
    told = [
        node.get("isAccessibleForFree")
        for node in nodes
        if ("isAccessibleForFree" in node and "hasPart" in node)
        or any(name.endswith("Article") for name in jsonld.types(node))
    ]
    if any(str(value).lower() in ("false", "no") for value in told if value is not None):
        return True
    return page.meta("article:content_tier", "og:article:content_tier").lower() in (
        "locked",
        "metered",
        "premium",
        "paid",
    )


def _doubts(ahead: str, paywalled: bool) -> Iterator[str]:
    if ahead:
        yield f"the page says that it was published on {ahead[:10]}, which was still to come"
    if paywalled:
        yield "the page is behind a paywall: readers may see no more than its beginning"


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
