"""A parsed page, and what is looked up in it: meta tags, JSON-LD scripts, figures."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html
from lxml.etree import ParserError, XMLSyntaxError

from digest.articles.jsonld import clean
from digest.web_address import encoded

_ESCAPED_TWICE = re.compile("&(?:amp|#0*38);")
_SHORTEST_STEM = 5
"""A file name shorter than this (`1`, `main`) does not distinguish one picture from another."""


@dataclass(slots=True)
class Page:
    """One HTML page read from `url`.

    `metas` holds the content of its meta tags as text, `addresses` the same untouched: `&copy=1` is part of an address.
    """

    url: str
    root: html.HtmlElement
    metas: dict[str, list[str]] = field(default_factory=dict)
    addresses: dict[str, list[str]] = field(default_factory=dict)

    def meta(self, *names: str) -> str:
        """Return the content of the first of the named meta tags that has one."""
        return next((content for name in names for content in self.metas.get(name, ()) if content), "")

    def address(self, *names: str) -> str:
        """Return the address in the first of the named meta tags that has one, as an absolute one."""
        return self.absolute(next((found for name in names for found in self.addresses.get(name, ()) if found), ""))

    def scripts(self) -> list[str]:
        """Return the text of every JSON-LD script."""
        found = self.root.xpath('//script[contains(translate(@type, "LDJSON", "ldjson"), "ld+json")]')
        return [script.text for script in found if script.text]

    def absolute(self, address: str) -> str:
        """Return an address found on the page as an absolute one in ASCII; empty for an empty or broken one."""
        bare = _ESCAPED_TWICE.sub("&", address).strip()
        try:
            return encoded(urljoin(self.url, bare)) if bare else ""
        except ValueError:
            return ""

    def figure_of(self, picture: str) -> html.HtmlElement | None:
        """Return the `<img>` that shows `picture`: same file name, whatever size or host it is served from."""
        wanted = _stem(picture)
        if not wanted:
            return None
        return next(
            (img for img in self.root.iter("img") if any(_stem(address) == wanted for address in _addresses(img))), None
        )


def parse(data: bytes, url: str, charset: str | None = None) -> Page | None:
    """Parse the bytes of a page; None when there is nothing to parse.

    `charset` is the one the server names; without it the page's own declaration counts.
    """
    if not charset and _is_utf8(data):
        charset = "utf-8"
    try:
        root = html.fromstring(data, parser=html.HTMLParser(encoding=charset, huge_tree=False))
    except (ParserError, XMLSyntaxError, ValueError, LookupError):
        return None
    page = Page(url, root)
    for tag in root.iter("meta"):
        name = (tag.get("property") or tag.get("name") or tag.get("itemprop") or "").lower()
        if name:
            page.metas.setdefault(name, []).append(clean(tag.get("content") or ""))
            page.addresses.setdefault(name, []).append((tag.get("content") or "").strip())
    return page


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _addresses(img: html.HtmlElement) -> Iterator[str]:
    for name in ("src", "data-src", "data-original"):
        yield (img.get(name) or "").strip()
    for name in ("srcset", "data-srcset"):
        for candidate in (img.get(name) or "").split(", "):
            yield candidate.strip().partition(" ")[0]


def _stem(address: str) -> str:
    """Return the file name in a picture's address, without size, suffix and query; empty when it is too short."""
    try:
        name = unquote(urlsplit(address).path).rstrip("/").rpartition("/")[2].lower()
    except ValueError:
        return ""
    stem = re.sub(r"\.(jpe?g|png|webp|avif|gif)$", "", name)
    stem = re.sub(r"[-_](\d{2,4}x\d{2,4}|\d{2,4}w|scaled|e\d{8,})$", "", stem)
    return stem if len(stem) >= _SHORTEST_STEM else ""
