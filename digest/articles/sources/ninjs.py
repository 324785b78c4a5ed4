"""IPTC ninjs: news as JSON, one item, a list of them, or a list in an object, as systems and agencies give it. Pure.

Versions 1.x and 2.x, https://iptc.org/std/ninjs/ : what was one text each in 1.x (`headline`, `byline`,
`description_text`, `body_html`) is lists of objects with roles in 2.x, and many systems write something in between.
"""

import html
from collections.abc import Iterator

from digest.articles import dates
from digest.articles.jsonld import Json, JsonObject, pixels
from digest.articles.model import Image
from digest.articles.sources.entry import Entry
from digest.articles.sources.json_values import is_address, objects, parse_json, string
from digest.errors import PageUnreadable

_LISTS = ("items", "_items", "newsItems", "results", "data", "articles")
_NOT_OUT = frozenset(("withheld", "canceled", "cancelled"))
_NOT_SHOWN = frozenset(("ednote", "note", "internal", "slugline"))
_PICTURES = frozenset(("picture", "graphic", "image"))
MOST_ITEMS = 2_000


def parse(data: bytes, _url: str, charset: str | None = None) -> list[Entry]:
    """Return the items that may be published, the latest version of each; raises `PageUnreadable` for no ninjs."""
    found = parse_json(data, charset)
    if isinstance(found, dict):
        found = next((value for name in _LISTS if isinstance(value := found.get(name), list)), found)
    items = objects(found)[:MOST_ITEMS]
    if items and not any("uri" in item or "headline" in item or "headlines" in item for item in items):
        raise PageUnreadable("it is no ninjs")
    latest: dict[str, JsonObject] = {}
    for item in sorted(items, key=_age):
        latest[string(item, "uri") or str(id(item))] = item
    out = (item for item in latest.values() if string(item, "pubstatus") not in _NOT_OUT)
    return [_entry(item, link) for item in out if (link := _link(item))]


def _age(item: JsonObject) -> tuple[float, float]:
    created = dates.instant(dates.moment(string(item, "versioncreated")))
    version = str(item.get("version", ""))
    return created.timestamp() if created else 0.0, float(version) if version.isdecimal() else 0.0


def _link(item: JsonObject) -> str:
    """Return the address of the page an item is published at: what is called so, else its `uri` where it is one."""
    alternative = item.get("altids")
    others: list[Json] = [one.get("value") for one in objects(alternative) if "value" in one]
    others += list(alternative.values()) if isinstance(alternative, dict) else []
    pages = [one.get("href") for one in _named(item.get("renditions")) if "html" in _form(one)]
    offers = (string(item, "url", "link", "canonical_url", "href"), *others, *pages, string(item, "uri"))
    return next((text.strip() for text in offers if isinstance(text, str) and is_address(text.strip())), "")


def _entry(item: JsonObject, link: str) -> Entry:
    return Entry(
        link=link,
        title=_words_of(item, "headline", "headlines", ("main", "headline", "")) or string(item, "title"),
        bylines=tuple(filter(None, (string(item, "by", "byline"),))) or tuple(_creators(item)),
        summary=_words_of(item, "description", "descriptions", ("summary", "standfirst", "lead", "text", "main", "")),
        content=_body(item),
        pictures=tuple(_pictures(item)),
        published=string(item, "firstpublished", "firstcreated", "versioncreated"),
        updated=string(item, "versioncreated"),
        language=string(item, "language"),
        topics=tuple(_topics(item)),
        embargoed=string(item, "embargoed"),
    )


def _words_of(item: JsonObject, one: str, many: str, roles: tuple[str, ...]) -> str:
    """Return a text as HTML: of version 1 by its name, of version 2 the first that has one of `roles`."""
    plain = string(item, one, f"{one}_text")
    if marked := string(item, f"{one}_html", f"{one}_xhtml"):
        return marked
    if plain:
        return plain
    told = [one for one in objects(item.get(many)) if string(one, "role") not in _NOT_SHOWN]
    told.sort(key=lambda one: roles.index(string(one, "role")) if string(one, "role") in roles else len(roles))
    return next((text for one in told if (text := string(one, "value"))), "")


def _body(item: JsonObject) -> str:
    """Return the story as HTML: HTML before plain text, whose lines are paragraphs."""
    if marked := string(item, "body_html", "body_xhtml"):
        return marked
    bodies = objects(item.get("bodies"))
    marked = next((text for one in bodies if "html" in _form(one) and (text := string(one, "value"))), "")
    texts = (string(one, "value") for one in bodies if _form(one) in ("", "text/plain", "text"))
    plain = string(item, "body_text") or next(filter(None, texts), "")
    return marked or "".join(f"<p>{html.escape(part, quote=False)}</p>" for part in plain.split("\n") if part.strip())


def _form(value: JsonObject) -> str:
    return (string(value, "contenttype", "mimetype") or string(value, "role")).lower()


def _creators(item: JsonObject) -> Iterator[str]:
    for name in ("people", "person", "infosources", "authors"):
        for one in objects(item.get(name)):
            if name == "authors" or string(one, "rel", "role").lower() in ("creator", "author", "byline", "writer"):
                yield string(one, "name")


def _named(value: Json) -> list[JsonObject]:
    """Return the objects of a list (version 2), or of an object by names (version 1)."""
    if isinstance(value, dict):
        return [one for one in value.values() if isinstance(one, dict)]
    return objects(value)


def _pictures(item: JsonObject) -> Iterator[Image]:
    """Yield the pictures that belong to an item, each in its best size."""
    for one in _named(item.get("associations")):
        if string(one, "type").lower() not in _PICTURES and not string(one, "mimetype").startswith("image/"):
            continue
        sizes = [size for size in _named(one.get("renditions")) if string(size, "href") and _is_image(size)]
        if not sizes:
            continue
        best = max(sizes, key=lambda size: (not _is_marked(size), pixels(size.get("width"))))
        yield Image(
            url=string(best, "href"),
            width=pixels(best.get("width")),
            height=pixels(best.get("height")),
            alt=string(one, "alt", "alttext", "alt_text") or string(best, "alttext", "alt"),
            caption=_words_of(one, "description", "descriptions", ("caption", "text", "main", "")),
            credit=string(one, "by", "byline", "creditline", "copyrightholder", "copyrightnotice"),
        )


def _is_image(size: JsonObject) -> bool:
    return string(size, "mimetype", "contenttype").lower() in ("", "image/jpeg", "image/jpg", "image/png", "image/webp")


def _is_marked(size: JsonObject) -> bool:
    return "watermark" in f"{string(size, 'variant')} {string(size, 'name')} {string(size, 'usage')}".lower()


def _topics(item: JsonObject) -> Iterator[str]:
    for name in ("subjects", "subject", "keywords", "genres"):
        value = item.get(name)
        for one in value if isinstance(value, list) else []:
            yield one if isinstance(one, str) else string(one, "name") if isinstance(one, dict) else ""
