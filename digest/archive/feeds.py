"""The feeds of the archive: Atom (RFC 4287), RSS 2.0 (https://www.rssboard.org/rss-specification), JSON Feed 1.1.

What an entry is called by stays the same when the newsroom moves to another address, so that no reader of feeds shows
old letters as new ones: it is made of the fingerprint of the letter.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from lxml import etree

from digest.archive.web_letter import WebLetter

MOST = 20
"""Entries of a feed."""
_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its own name and address, and where its pages are; `began` is when its first edition went out."""

    title: str
    description: str
    language: str
    base_url: str
    identity: str
    updated: datetime
    entries: "Sequence[Entry]"

    def at(self, form: str) -> str:
        """Return the address of the feed in a form: `atom`, `rss` or `json`."""
        return f"{self.base_url}/editions/feed.{form}"

    @property
    def page(self) -> str:
        """Return the address of the page with the same editions."""
        return f"{self.base_url}/editions/"


@dataclass(frozen=True, slots=True)
class Entry:
    """One edition: `identity` is its lasting name (`lasting_name`); `page` its address today.

    `changes` is HTML that says what was changed after it was mailed, empty where nothing was.
    """

    identity: str
    page: str
    published: datetime
    updated: datetime
    letter: WebLetter
    changes: str = ""


def lasting_name(*parts: str) -> str:
    """Return a name that depends on `parts` alone: a UUID of version 8 (RFC 9562, 5.8), as a URN."""
    digits = list(hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32])
    digits[12], digits[16] = "8", "89ab"[int(digits[16], 16) % 4]
    whole = "".join(digits)
    return f"urn:uuid:{whole[:8]}-{whole[8:12]}-{whole[12:16]}-{whole[16:20]}-{whole[20:]}"


def as_html(entry: Entry) -> str:
    """Return an edition as plain HTML: what was changed, headlines that lead to their pages, and summaries.

    Of one without stories, such as a correction, it is what an inbox shows.
    """
    stories = (
        f'<li lang="{escape(story.language)}" dir="{escape(story.direction)}"><p><a href="{escape(story.url)}">'
        f"{escape(story.title)}</a></p><p>{escape(story.summary)}</p></li>"
        for story in entry.letter.stories
    )
    told = f"<ul>{''.join(stories)}</ul>" if entry.letter.stories else f"<p>{escape(entry.letter.opening)}</p>"
    return f"{entry.changes.strip()}{told}"


def atom(feed: Feed) -> bytes:
    """Return the feed as Atom."""
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})  # type: ignore[dict-item]  # lxml takes None for no prefix
    root.set("{http://www.w3.org/XML/1998/namespace}lang", feed.language)
    _add(root, "id", feed.identity)
    _add(root, "title", feed.title)
    if feed.description:
        _add(root, "subtitle", feed.description)
    _add(root, "updated", _rfc3339(feed.updated))
    _add(_add(root, "author"), "name", feed.title)
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.at("atom"))
    _add(root, "link", rel="alternate", type="text/html", href=feed.page)
    for one in feed.entries:
        entry = _add(root, "entry")
        entry.set("{http://www.w3.org/XML/1998/namespace}lang", one.letter.language)
        _add(entry, "id", one.identity)
        _add(entry, "title", one.letter.subject)
        _add(entry, "link", rel="alternate", type="text/html", href=one.page)
        _add(entry, "published", _rfc3339(one.published))
        _add(entry, "updated", _rfc3339(one.updated))
        _add(entry, "content", as_html(one), type="html")
    return _xml(root)


def rss(feed: Feed) -> bytes:
    """Return the feed as RSS."""
    root = etree.Element("rss", nsmap={"atom": _ATOM})
    root.set("version", "2.0")
    channel = etree.SubElement(root, "channel")
    values = {"title": feed.title, "link": feed.page, "description": feed.description or feed.title}
    for name, value in values.items():
        etree.SubElement(channel, name).text = _clean(value)
    etree.SubElement(channel, "language").text = feed.language
    etree.SubElement(channel, "lastBuildDate").text = format_datetime(feed.updated.astimezone(UTC))
    _add(channel, "link", rel="self", type="application/rss+xml", href=feed.at("rss"))
    for one in feed.entries:
        item = etree.SubElement(channel, "item")
        etree.SubElement(item, "title").text = _clean(one.letter.subject)
        etree.SubElement(item, "link").text = one.page
        etree.SubElement(item, "guid", isPermaLink="false").text = one.identity
        etree.SubElement(item, "pubDate").text = format_datetime(one.published.astimezone(UTC))
        _add(item, "updated", _rfc3339(one.updated))
        etree.SubElement(item, "description").text = _clean(as_html(one))
    return _xml(root)


def json_feed(feed: Feed) -> bytes:
    """Return the feed as JSON Feed (https://www.jsonfeed.org/version/1.1/)."""
    whole = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.at("json"),
        "description": feed.description or feed.title,
        "language": feed.language,
        "items": [
            {
                "id": one.identity,
                "url": one.page,
                "title": one.letter.subject,
                "content_html": as_html(one),
                "date_published": _rfc3339(one.published),
                "date_modified": _rfc3339(one.updated),
                "language": one.letter.language,
            }
            for one in feed.entries
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def sitemap(addresses: Sequence[tuple[str, datetime | None]]) -> bytes:
    """Return a sitemap (https://www.sitemaps.org/protocol.html) of pages, each with when it was changed last."""
    root = etree.Element("urlset", nsmap={None: _SITEMAP})  # type: ignore[dict-item]
    for address, changed in addresses:
        page = etree.SubElement(root, "url")
        etree.SubElement(page, "loc").text = address
        if changed:
            etree.SubElement(page, "lastmod").text = _rfc3339(changed)
    return _xml(root)


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    element.text = _clean(text) if text is not None else None
    return element


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)


def _rfc3339(instant: datetime) -> str:
    return instant.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
