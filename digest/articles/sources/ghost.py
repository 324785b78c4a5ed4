"""Ghost: what its Content API tells of a post. Pure.

https://docs.ghost.org/content-api . Its key opens what the site shows to everybody; the API takes it as a part of the
address alone, so an address made here is shown to nobody.
"""

from collections.abc import Iterator
from urllib.parse import quote, unquote, urlencode, urlsplit

from digest.articles.jsonld import JsonObject, pixels
from digest.articles.model import Image
from digest.articles.sources.entry import Entry
from digest.articles.sources.json_values import objects, parse_json, string
from digest.errors import PageUnreadable

_API = "/ghost/api/content"


def request(site: str, page: str, key: str) -> str:
    """Return the address at which the Ghost at `site` tells of `page`, with its `key`; empty for a front page."""
    slug = unquote(urlsplit(page).path).rstrip("/").rpartition("/")[2]
    home = site.partition("/ghost/")[0].rstrip("/")
    asked = urlencode({"key": key, "include": "authors,tags"})
    return f"{home}{_API}/posts/slug/{quote(slug, safe='', errors='replace')}/?{asked}" if slug else ""


def recent_request(site: str, key: str) -> str:
    """Return the address at which the Ghost at `site` lists its newest posts, with its `key`."""
    home = site.partition("/ghost/")[0].rstrip("/")
    return f"{home}{_API}/posts/?{urlencode({'key': key, 'include': 'tags', 'limit': '50'})}"


def parse(data: bytes, _url: str, charset: str | None = None) -> list[Entry]:
    """Return the posts in an answer of the API; raises `PageUnreadable` for what is no such answer."""
    found = parse_json(data, charset)
    if not isinstance(found, dict) or "posts" not in found:
        raise PageUnreadable("it is no answer of a Content API")
    return [_entry(post) for post in objects(found["posts"]) if string(post, "url")]


def _entry(post: JsonObject) -> Entry:
    authors = objects(post.get("authors")) or objects(post.get("primary_author"))
    return Entry(
        link=string(post, "url"),
        title=string(post, "title"),
        bylines=tuple(filter(None, (string(one, "name") for one in authors))),
        summary=string(post, "custom_excerpt", "meta_description", "og_description"),
        content=string(post, "html"),
        pictures=tuple(_pictures(post)),
        published=string(post, "published_at"),
        updated=string(post, "updated_at"),
        language=string(post, "locale", "lang"),
        topics=tuple(_topics(post)),
        paywalled=string(post, "visibility") not in ("", "public") or post.get("access") is False,
    )


def _pictures(post: JsonObject) -> Iterator[Image]:
    own = Image(
        url=string(post, "feature_image"),
        alt=string(post, "feature_image_alt"),
        caption=string(post, "feature_image_caption"),
    )
    shared = Image(string(post, "og_image"), pixels(post.get("og_image_width")), pixels(post.get("og_image_height")))
    yield from (image for image in (own, shared) if image.url)


def _topics(post: JsonObject) -> Iterator[str]:
    """Yield the tags by name, the main one first; those whose name begins with `#` are for the site's own use."""
    for tag in (*objects(post.get("primary_tag")), *objects(post.get("tags"))):
        if tag.get("visibility", "public") == "public" and not string(tag, "name").startswith("#"):
            yield string(tag, "name")
