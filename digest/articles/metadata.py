"""Read one page into an `Article`, each field from whichever place on the page is right about it.

`sources` of the article says where each was found, so that a person who reviews the lock can judge it.
"""

import hashlib
import itertools
import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from digest.articles import byline, dates, jsonld, page_dates, page_head, picture
from digest.articles.headline import Headline, choose
from digest.articles.language import language_of
from digest.articles.model import Article
from digest.articles.obstacles import FEWEST_WORDS, is_broken, obstacle
from digest.articles.page import Page, parse
from digest.articles.reading_time import count_words, reading_minutes
from digest.articles.ruled_page import SOURCE, take
from digest.articles.site_rule import SiteRule, rule_for
from digest.articles.standfirst import standfirst_of
from digest.articles.story import story_of
from digest.articles.summary import summarise
from digest.errors import PageUnreadable
from digest.page_name import page_name

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
    site, site_source = page_head.site(page, described)
    names = page_head.names_of_site(page, described, site)
    declared = page_head.language(page, described)
    rule = rule_for(url, rules)
    taken = take(page, rule, declared)
    authors, author_source = byline.authors_of(page, described, names, declared)
    authors = taken.authors or tuple(name for name in authors if not rule.stops(name))
    printed = page.headings()
    headlines = taken.headlines + choose(
        page_head.titles(page, described),
        [Headline(text, "page") for text in printed],
        (*names, *page_head.sections(page, described), *authors),
    )
    title = headlines[0].text if headlines else ""
    description, description_source = page_head.description(page, described, rule)
    standfirst = standfirst_of(page, title) if title else ""
    images, image_sources = taken.over(*picture.pictures_of(page, described, (title, page.title(), *names)))
    published, published_source, ahead = dates.first_possible(
        itertools.chain(taken.dates, page_dates.published(page, described)), fetched_at
    )
    updated, updated_source, _ = dates.first_possible(page_dates.updated(page, described), fetched_at)
    found_topics, topic_source = page_head.topics_of(page, described, (title, *names, *authors))
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
    paywalled = page_head.is_paywalled(page, nodes)
    words = count_words(story)
    shows_text = not paywalled and _is_text(page, described)
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
        canonical_url=page_head.canonical(page),
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


def _is_text(page: Page, described: jsonld.JsonObject) -> bool:
    """Return whether an article is there to be read: no live blog, no video, no gallery."""
    if any(_NO_TEXT.search(name) for name in jsonld.types(described)):
        return False
    return page.meta("og:type") not in ("video", "video.other", "music.song")


def _doubts(ahead: str, paywalled: bool) -> Iterator[str]:
    if ahead:
        yield f"the page says that it was published on {ahead[:10]}, which was still to come"
    if paywalled:
        yield "the page is behind a paywall: readers may see no more than its beginning"
