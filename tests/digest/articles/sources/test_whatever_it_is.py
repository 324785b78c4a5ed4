"""Whatever a source sends, it is an article, none, or a fault in words: nothing else is ever raised."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.articles.jsonld import Json
from digest.articles.model import Article
from digest.articles.sources import feed, ghost, ninjs, wordpress
from digest.articles.sources.belonging import is_about
from digest.articles.sources.entry import article_of
from digest.errors import PageUnreadable

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
URL = "https://lantern.example/a"
PIECES = st.sampled_from(
    [
        "<rss>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<link>", "</link>", URL, "<feed xmlns='http://www.w3.org/2005/Atom'>",
        "<entry>", "</entry>", "<link href='/a'/>", "<![CDATA[", "]]>", "<!DOCTYPE a [", "]>", "<?xml version='1.0'?>", "&amp;", "&lt;b&gt;", "&", "<",
        "&#x0;", "&#55555555;", "\0", "<media:content url='x' width='99999999999999999999'/>", "<pubDate>", "</pubDate>", "9999-99-99", "0001-01-01T00:00:00Z",
        "<description>", "</description>", "<p>", "<img src='", "'>", "[&hellip;]", "<author>", "(", "words of a story. ", "\ud83d", "xml:base='http://[/'", " ",
    ]
)  # fmt: skip
TEXT = st.one_of(
    st.text(max_size=30),
    st.sampled_from([URL, "http://[", "2026-11-24T07:00:00Z", "<p>A story.</p>", "0001-01-01", "\ud800", "9" * 400]),
)
NAMES = st.sampled_from(
    sorted(
        {
            "posts",
            "link",
            "url",
            "title",
            "rendered",
            "excerpt",
            "content",
            "date_gmt",
            "_embedded",
            "author",
            "name",
            "html",
        }
        | {
            "wp:featuredmedia",
            "source_url",
            "wp:term",
            "taxonomy",
            "feature_image",
            "published_at",
            "tags",
            "uri",
            "headline",
        }
        | {
            "headlines",
            "descriptions",
            "bodies",
            "value",
            "role",
            "contenttype",
            "associations",
            "renditions",
            "href",
            "width",
        }
        | {"type", "altids", "embargoed", "versioncreated", "pubstatus", "byline", "items", "authors"}
    )
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(NAMES, inner, max_size=8)),
    max_leaves=25,
)


def articles(parse: object, data: bytes) -> list[Article]:
    try:
        entries = parse(data, URL)  # type: ignore[operator]
    except PageUnreadable:
        return []
    for entry in entries:
        is_about(entry.link, URL, by_slug=True)
    return [article_of(entry, "rss", NOW) for entry in entries]


@given(st.lists(PIECES, max_size=40))
def test_a_feed_made_of_any_pieces(pieces: list[str]) -> None:
    articles(feed.parse, "".join(pieces).encode("utf-8", "surrogatepass"))


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    for parse in (feed.parse, ghost.parse, ninjs.parse, wordpress.parse):
        articles(parse, data)


@pytest.mark.parametrize("parse", [ghost.parse, ninjs.parse, wordpress.parse])
@given(VALUES)
def test_an_answer_of_any_shape(parse: object, value: Json) -> None:
    for around in (value, {"posts": value}, {"items": value}, [value]):
        articles(parse, json.dumps(around).encode())


@given(TEXT, TEXT)
def test_any_page_can_be_asked_about(site: str, page: str) -> None:
    assert wordpress.request("https://lantern.example", f"{URL}/{page}").isascii()
    ghost.request(f"https://lantern.example/{site}", f"{URL}/{page}", "key")
