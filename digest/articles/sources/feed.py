"""Feeds: RSS 0.9x to 2.0, RSS 1.0 and Atom, with the extensions that newsrooms use. Pure.

What a feed calls things differs with the program that wrote it; of several names for one thing the most certain counts.
"""

import html
from collections.abc import Iterator, Sequence
from itertools import islice
from urllib.parse import urljoin

from digest.articles.jsonld import pixels
from digest.articles.model import Image
from digest.articles.sources.entry import Entry
from digest.articles.sources.feed_xml import Element, inner_of, name_of, parse_xml, text_of
from digest.errors import PageUnreadable

MOST_ENTRIES = 2_000
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_CONTENTS = ("content:encoded", "atom:content", "yandex:full-text", "turbo:content", "xhtml:body", "xhtml:div")
_SUMMARIES = ("description", "atom:summary", "dcterms:abstract", "dc:description", "itunes:summary")
_AUTHORS = ("dc:creator", "atom:author", "author", "dcterms:creator", "itunes:author")
_PUBLISHED = ("pubdate", "atom:published", "atom:issued", "dcterms:issued", "dc:date", "dcterms:created")
_UPDATED = ("atom:updated", "atom:modified", "dcterms:modified", "lastbuilddate")
_TOPICS = ("category", "atom:category", "dc:subject", "media:keywords")


def parse(data: bytes, url: str, charset: str | None = None) -> list[Entry]:
    """Return the entries of the feed in `data`, read from `url`, in its order; raises `PageUnreadable` for no feed.

    `charset` is the one the server names, if any.
    """
    root = parse_xml(data, url, charset)
    channel = next((node for node in root.iter() if name_of(node) in ("channel", "atom:feed")), None)
    if channel is None:
        raise PageUnreadable("it is no feed")
    home = _address(channel, url) or url
    around = _Around(_first(_children(channel), ("title", "atom:title")), _language(channel), home, _names(channel))
    entries = (node for node in root.iter() if name_of(node) in ("item", "atom:entry"))
    found = (_entry(node, around) for node in islice(entries, MOST_ENTRIES))
    return [entry for entry in found if entry.link.startswith(("http://", "https://"))]


class _Around:
    """What a feed says of all of its entries: its title, language, home page and authors."""

    __slots__ = ("authors", "home", "language", "title")

    def __init__(self, title: str, language: str, home: str, authors: Sequence[str]) -> None:
        self.title, self.language, self.home, self.authors = title, language, home, tuple(authors)


def _entry(node: Element, around: _Around) -> Entry:
    fields = _children(node)
    link = _address(node, around.home)
    return Entry(
        link=link,
        title=_first(fields, ("title", "atom:title", "dc:title", "media:title")),
        bylines=_names(node) or around.authors,
        summary=_first(fields, _SUMMARIES),
        content=_first(fields, _CONTENTS),
        pictures=tuple(_pictures(node, link)),
        published=_first(fields, _PUBLISHED),
        updated=_first(fields, _UPDATED),
        language=_first(fields, ("dc:language", "dcterms:language")) or _language(node) or around.language,
        topics=tuple(_topics(fields)),
        site=around.title,
    )


def _children(node: Element) -> dict[str, list[Element]]:
    fields: dict[str, list[Element]] = {}
    for child in node:
        fields.setdefault(name_of(child), []).append(child)
    return fields


def _first(fields: dict[str, list[Element]], names: Sequence[str]) -> str:
    """Return the first of the named fields that says something, as HTML."""
    return next((text for name in names for node in fields.get(name, ()) if (text := _markup(node))), "")


def _markup(node: Element) -> str:
    """Return a field as HTML: elements of XHTML as they stand, plain text of Atom escaped, all else is HTML already."""
    form = (node.get("type") or "").lower()
    if len(node):
        return inner_of(node)
    if name_of(node).startswith("atom:") and form in ("", "text", "text/plain"):
        return html.escape(text_of(node), quote=False)
    return text_of(node)


def _language(node: Element) -> str:
    """Return the language that an element, or one around it, declares for its text."""
    around = (node, *node.iterancestors())
    told = next((tag for one in around if (tag := one.get(_LANGUAGE) or one.get("xml:lang"))), "")
    return told or next((text_of(child) for child in node if name_of(child) in ("language", "dc:language")), "")


def _names(node: Element) -> tuple[str, ...]:
    """Return the lines that name the authors of an entry, of all kinds that the first kind it has is."""
    fields = _children(node)
    for kind in _AUTHORS:
        found = [name for child in fields.get(kind, ()) if (name := _name(child))]
        if found:
            return tuple(found)
    return ()


def _name(node: Element) -> str:
    """Return the name in an author's element: `<name>` in Atom, `mail@example.org (Anna Adler)` in RSS."""
    inner = [text_of(child) for child in node if name_of(child).rpartition(":")[2] == "name"]
    whole = inner[0] if inner else text_of(node)
    before, bracket, behind = whole.partition("(")
    return behind.rstrip(") ") if bracket and "@" in before else whole


def _address(node: Element, home: str) -> str:
    """Return the address of the page that an entry, or a feed, is about; empty where it names none."""
    fields = _children(node)
    plain = [*fields.get("feedburner:origlink", ()), *fields.get("link", ())]
    found = next((_absolute(child, text, home) for child in plain if (text := text_of(child))), "")
    if found:
        return found
    links = [*fields.get("atom:link", ()), *fields.get("link", ())]
    alternate = [link for link in links if (link.get("rel") or "alternate").lower() == "alternate" and link.get("href")]
    alternate.sort(key=lambda link: "html" not in (link.get("type") or "html"))
    if alternate:
        return _absolute(alternate[0], alternate[0].get("href") or "", home)
    permanent = (
        text_of(child)
        for name in ("guid", "atom:id")
        for child in fields.get(name, ())
        if (child.get("isPermaLink") or "true").lower() == "true"
    )
    about = node.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about") or ""
    return next((text for text in (*permanent, about) if text.startswith(("http://", "https://"))), "")


def _absolute(node: Element, address: str, home: str) -> str:
    """Return an address as an absolute one: relative to `xml:base` where there is one, else to the site's own page."""
    has_base = any(one.get("{http://www.w3.org/XML/1998/namespace}base") for one in (node, *node.iterancestors()))
    try:
        return urljoin(node.base or home if has_base else home, "".join(address.split()))
    except ValueError:
        return ""


def _pictures(node: Element, link: str) -> Iterator[Image]:
    """Yield the pictures that an entry names, those with a size of their own first, thumbnails last."""
    groups = [child for child in node if name_of(child) == "media:group"]
    media = [child for around in (node, *groups) for child in around if name_of(child) == "media:content"]
    images = [child for child in media if _is_image(child)]
    images.sort(key=lambda child: -pixels(child.get("width")))
    for child in images:
        yield _image(child, child.get("url") or "", link, node if len(images) == 1 else child.getparent())
    for child in node:
        name, form = name_of(child), (child.get("type") or "").lower()
        if name == "enclosure" and (form.startswith("image/") or not form):
            yield _image(child, child.get("url") or "", link, node)
        elif name == "atom:link" and child.get("rel") == "enclosure" and form.startswith("image/"):
            yield _image(child, child.get("href") or "", link, node)
        elif name == "itunes:image":
            yield _image(child, child.get("href") or "", link, None)
        elif name == "image":
            inner = next((text_of(one) for one in child if name_of(one) == "url"), "")
            yield _image(child, inner or child.get("url") or text_of(child), link, None)
    for around in (node, *groups, *media):
        for child in around:
            if name_of(child) == "media:thumbnail":
                yield _image(child, child.get("url") or "", link, None)


def _is_image(node: Element) -> bool:
    form = (node.get("medium") or node.get("type") or "image").lower()
    return form.startswith("image") and bool(node.get("url"))


def _image(node: Element, address: str, link: str, around: Element | None) -> Image:
    """Return a picture with what is said of it, in its own element or in `around`, which holds no other picture."""
    places = (node,) if around is None else (node, around)

    def words(*names: str) -> str:
        return next((text_of(child) for one in places for child in one if name_of(child) in names), "")

    return Image(
        url=_absolute(node, address, link),
        width=pixels(node.get("width")),
        height=pixels(node.get("height")),
        alt=words("media:title") if name_of(node) == "media:content" else "",
        caption=words("media:description", "media:text"),
        credit=words("media:credit", "media:copyright"),
    )


def _topics(fields: dict[str, list[Element]]) -> Iterator[str]:
    for name in _TOPICS:
        for node in fields.get(name, ()):
            whole = node.get("label") or text_of(node) or node.get("term") or ""
            yield from whole.split(",") if name == "media:keywords" else (whole,)
