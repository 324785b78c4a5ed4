"""WordPress: what its REST API tells of a post. Pure.

https://developer.wordpress.org/rest-api/reference/posts/ , with what is embedded in it: author, picture, categories and
tags. Plugins that are common in newsrooms add several authors (Co-Authors Plus, PublishPress), a description (Yoast)
and a language (Polylang, WPML).
"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, quote, unquote, urlsplit

from digest.articles.jsonld import Json, JsonObject, pixels
from digest.articles.model import Image
from digest.articles.sources.entry import Entry
from digest.articles.sources.json_values import inner, objects, parse_json, string
from digest.errors import PageUnreadable

_API = "/wp-json"
_NUMBER = re.compile(r"\d{1,12}")
_UTC = "+00:00"


def request(site: str, page: str) -> str:
    """Return the address at which the WordPress at `site` tells of `page`; empty where no post can be at such a one."""
    parts = urlsplit(page)
    home = site.partition(_API)[0].rstrip("/")
    number = next(iter(parse_qs(parts.query).get("p", ())), "")
    slug = unquote(parts.path).rstrip("/").rpartition("/")[2].removesuffix(".html")
    if _NUMBER.fullmatch(number or slug):
        wanted = f"include={number or slug}"
    elif slug:
        wanted = f"slug={quote(slug, safe='', errors='replace')}"
    else:
        return ""
    return f"{home}{_API}/wp/v2/posts?{wanted}&_embed=author,wp:featuredmedia,wp:term"


def recent_request(site: str) -> str:
    """Return the address at which the WordPress at `site` lists its newest posts, each with what one chooses by."""
    home = site.partition(_API)[0].rstrip("/")
    return f"{home}{_API}/wp/v2/posts?per_page=50&_embed=wp:term&_fields=link,title,date,date_gmt,_links,_embedded"


def parse(data: bytes, _url: str, charset: str | None = None) -> list[Entry]:
    """Return the posts in an answer of the API; raises `PageUnreadable` for what is no such answer."""
    found = parse_json(data, charset)
    posts = objects(found)
    if any("code" in post and "message" in post for post in posts):
        raise PageUnreadable(f"it answers `{string(posts[0], 'code')[:80]}`")
    return [_entry(post) for post in posts if string(post, "link")]


def _entry(post: JsonObject) -> Entry:
    seo = inner(post, "yoast_head_json")
    content = inner(post, "content")
    excerpt = string(inner(post, "excerpt"), "rendered")
    return Entry(
        link=string(post, "link"),
        title=string(inner(post, "title"), "rendered"),
        bylines=tuple(_authors(post, seo)),
        summary=_summary(excerpt, seo),
        content=string(content, "rendered"),
        pictures=tuple(_pictures(post, seo)),
        published=_moment(post, "date"),
        updated=_moment(post, "modified"),
        language=string(post, "lang", "language", "locale"),
        topics=tuple(_topics(post)),
        site=string(seo, "og_site_name"),
        paywalled=content.get("protected") is True,
    )


def _summary(excerpt: str, seo: JsonObject) -> str:
    """Return the excerpt if a person wrote it, else the description for search engines, else the excerpt."""
    is_cut = "[&hellip;]" in excerpt or "[…]" in excerpt or "[...]" in excerpt
    return string(seo, "description") or excerpt if is_cut else excerpt or string(seo, "description", "og_description")


def _authors(post: JsonObject, seo: JsonObject) -> Iterator[str]:
    """Yield the names of the authors: those that a plugin for several tells, else the one that WordPress knows."""
    several = objects(post.get("authors")) or objects(post.get("coauthors"))
    embedded = objects(inner(post, "_embedded").get("author"))
    names = [string(one, "display_name", "name") for one in several] or [string(one, "name") for one in embedded]
    yield from filter(None, names or [string(seo, "author")])


def _pictures(post: JsonObject, seo: JsonObject) -> Iterator[Image]:
    for media in objects(inner(post, "_embedded").get("wp:featuredmedia")):
        details = inner(media, "media_details")
        facts = inner(details, "image_meta")
        if url := string(media, "source_url"):
            yield Image(
                url=url,
                width=pixels(details.get("width")),
                height=pixels(details.get("height")),
                alt=string(media, "alt_text"),
                caption=string(inner(media, "caption"), "rendered"),
                credit=string(facts, "credit") or string(facts, "copyright"),
            )
    for shared in objects(seo.get("og_image")):
        if url := string(shared, "url"):
            yield Image(url, pixels(shared.get("width")), pixels(shared.get("height")))
    if url := string(post, "jetpack_featured_media_url"):
        yield Image(url)


def _moment(post: JsonObject, name: str) -> str:
    """Return a time with its zone where the API tells it: it gives UTC without saying so, and the site's own time."""
    in_utc = string(post, f"{name}_gmt")
    return f"{in_utc}{_UTC}" if in_utc and not in_utc.startswith("0000") else string(post, name)


def _topics(post: JsonObject) -> Iterator[str]:
    """Yield categories and then tags, by name."""
    embedded = inner(post, "_embedded").get("wp:term")
    groups: list[Json] = embedded if isinstance(embedded, list) else []
    terms = [term for group in groups for term in objects(group)]
    for kind in ("category", "post_tag"):
        yield from (name for term in terms if term.get("taxonomy") == kind and (name := string(term, "name")))
