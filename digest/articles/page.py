"""A parsed page, and what is looked up in it: meta tags, JSON-LD scripts, headings, pictures."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin

from lxml import etree, html
from lxml.etree import ParserError, XMLSyntaxError

from digest.articles.encoding import decode
from digest.articles.jsonld import clean
from digest.articles.picture_address import keys
from digest.web_address import encoded

_ESCAPED_TWICE = re.compile("&(?:amp|#0*38);")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML, and so lxml, knows no way to write."""
_REFERENCE = re.compile("&#(?:x([0-9a-f]{1,9})|([0-9]{1,9}));?", re.IGNORECASE)
_LAST_CHARACTER, _SURROGATES = 0x10FFFF, range(0xD800, 0xE000)
_VALUE = re.compile(r"\"[^\"]*\"|'[^']*'")
_MOST_IN_A_TAG = 100_000
"""Characters in one tag, or fewer in several, values left out: lxml's time for attributes grows with their square."""
_LONG_TAG = 10_000
_LONGEST_TITLE = 2_000
_ELSEWHERE = re.compile(
    r"related|recommend|teaser|newsletter|sidebar|promo|most-?read|author|avatar|comment"
    r"|gallery-thumb|(?:^|[-_ ])(?:ad|ads|nav|menu|footer|share)(?:$|[-_ ])",
    re.IGNORECASE,
)
_NOT_ARTICLE = frozenset(("nav", "footer", "aside", "noscript"))
_MOST_FIGURES, _MOST_LEVELS = 3, 4
_WITHOUT_END, _MOST_WITHOUT_END = ("source", "track", "wbr"), 2_000
_LAZY = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-lazy",
    "data-url",
    "data-image",
    "data-hi-res-src",
    "data-full-src",
    "data-original-src",
    "src",
)
_SETS = ("srcset", "data-srcset", "data-lazy-srcset", "imagesrcset")
_PICTURE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:$|[?&/])|/(?:image|img|photo|media|gallery)s?/", re.IGNORECASE)
_CANDIDATE = re.compile(r"(?<![^\s,])(\S{0,2000}[^\s,])(?:\s+([\d.]+)[wx])?\s*(?:,|$)")
_LONGEST_SET = 20_000


@dataclass(slots=True)
class Page:
    """One HTML page read from `url`; addresses on it are relative to `base`.

    `metas` holds the content of its meta tags as text, `addresses` the same untouched: `&copy=1` is part of an address.
    `scripts` are the texts of its JSON-LD; all other scripts and styles are gone.
    """

    url: str
    root: html.HtmlElement
    base: str = ""
    metas: dict[str, list[str]] = field(default_factory=dict)
    addresses: dict[str, list[str]] = field(default_factory=dict)
    scripts: list[str] = field(default_factory=list)
    _shown: list[tuple[html.HtmlElement, frozenset[str]]] | None = field(default=None, init=False, repr=False)

    def meta(self, *names: str) -> str:
        """Return the content of the first of the named meta tags that has one."""
        return next((content for name in names for content in self.metas.get(name, ()) if content), "")

    def address(self, *names: str) -> str:
        """Return the address in the first of the named meta tags that has one, as an absolute one."""
        return next(iter(self.all_addresses(*names)), "")

    def all_addresses(self, *names: str) -> list[str]:
        """Return the addresses in the named meta tags as absolute ones, each once, in the order of the names."""
        found = (self.absolute(address) for name in names for address in self.addresses.get(name, ()))
        return list(dict.fromkeys(filter(None, found)))

    def title(self) -> str:
        """Return what stands in the page's title."""
        return clean((self.root.findtext(".//title") or "")[:_LONGEST_TITLE])

    def canonical(self) -> str:
        """Return what the page calls its own address, wherever that is; empty when it says none."""
        links = (
            node.get("href") or ""
            for node in self.root.iter("link")
            if "canonical" in (node.get("rel") or "").lower().split()
        )
        return next(filter(None, map(self.absolute, links)), "") or self.address("og:url")

    def absolute(self, address: str) -> str:
        """Return an address found on the page as an absolute one in ASCII; empty for an empty or broken one."""
        bare = _ESCAPED_TWICE.sub("&", address).strip()
        try:
            return encoded(urljoin(self.base or self.url, bare)) if bare else ""
        except ValueError:
            return ""

    def headings(self) -> list[str]:
        """Return the texts of the page's headings of the first rank, those inside of its article first."""
        return list(dict.fromkeys(filter(None, (clean(node.text_content()) for node in self.heading_nodes()))))

    def heading_nodes(self) -> list[html.HtmlElement]:
        """Return the page's headings of the first rank, those inside of its article first."""
        found = [
            node
            for node in self.root.iter("h1")
            if not any(around.tag in _NOT_ARTICLE for around in node.iterancestors())
        ]
        return sorted(found, key=lambda node: not any(a.tag in ("article", "main") for a in node.iterancestors()))

    def figures_of(self, names: frozenset[str]) -> list[html.HtmlElement]:
        """Return the `<img>`s that show the picture known by `names`, whatever size or host it is served from."""
        if self._shown is None:
            self._shown = [(img, self._names_of(img)) for img in self.root.iter("img")]
        return list(itertools.islice((img for img, known in self._shown if known & names), _MOST_FIGURES))

    def _names_of(self, img: html.HtmlElement) -> frozenset[str]:
        """Return the names by which the picture is known that an `<img>` shows."""
        addresses = dict.fromkeys(filter(None, self._addresses(img)))
        urls = (url if url.startswith("http") else self.absolute(url) for url in addresses)
        return frozenset[str]().union(*map(keys, urls))

    def lead_figures(self) -> list[html.HtmlElement]:
        """Return the first pictures of the story, in order: none of its frame, of its authors or of other stories."""
        found: list[html.HtmlElement] = []
        for img in self.root.iter("img"):
            around = list(img.iterancestors())
            inside = any(
                node.tag in ("article", "main", "figure")
                or "article" in (node.get("itemprop") or node.get("class") or "")
                for node in around
            )
            elsewhere = any(
                node.tag in _NOT_ARTICLE or _ELSEWHERE.search(f"{node.get('class') or ''} {node.get('id') or ''}")
                for node in around
                if node.tag not in ("html", "body")
            )
            if inside and not elsewhere and not self._leads_elsewhere(around):
                found.append(img)
                if len(found) == _MOST_FIGURES:
                    break
        return found

    def _leads_elsewhere(self, around: Sequence[html.HtmlElement]) -> bool:
        """Return whether a link stands around a picture that leads to another page: that shows what is there."""
        href = next((node.get("href") or "" for node in around if node.tag == "a"), "")
        address = self.absolute(href).partition("#")[0]
        own = {self.url.partition("#")[0], self.canonical()}
        return bool(address) and address not in own and not _PICTURE.search(address)

    def addresses_of(self, img: html.HtmlElement) -> list[str]:
        """Return the addresses at which an `<img>` has its picture, as absolute ones: also those of its `<source>`s."""
        return list(dict.fromkeys(filter(None, map(self.absolute, self._addresses(img)))))

    @staticmethod
    def _addresses(img: html.HtmlElement) -> Iterator[str]:
        for name in _LAZY:
            yield (img.get(name) or "").strip()
        picture = next(
            (node for node in itertools.islice(img.iterancestors(), _MOST_LEVELS) if node.tag == "picture"), None
        )
        sources = picture.iter("source") if picture is not None else ()
        for node in (img, *sources):
            for name in _SETS:
                for candidate in _CANDIDATE.finditer((node.get(name) or "")[:_LONGEST_SET]):
                    yield candidate[1]


def parse(data: bytes, url: str, charset: str | None = None) -> Page | None:
    """Parse the bytes of a page; None when there is nothing to parse, or a tag that no page has.

    `charset` is the one the server names, if any.
    """
    text = _DECLARATION.sub("", _NO_TEXT.sub("", _REFERENCE.sub(_as_text, decode(data, charset))))
    long = (piece.partition(">")[0] for piece in text.split("<") if len(piece) > _LONG_TAG)
    long_tags = (tag for tag in long if len(tag) > _LONG_TAG and tag[0].isalpha())
    if sum(len(_VALUE.sub("", tag)) ** 2 for tag in long_tags) > _MOST_IN_A_TAG**2:
        return None
    try:
        root = html.document_fromstring(
            text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8", huge_tree=False)
        )
    except (ParserError, XMLSyntaxError, ValueError, LookupError):
        return None
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)  # the reader of texts stumbles over some
    _empty(root)
    page = Page(url, root, encoded_base(url, root))
    for script in list(root.iter("script", "style", "template")):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            page.scripts.append(script.text)
        if isinstance(script, html.HtmlElement) and script.getparent() is not None:
            script.drop_tree()  # what they hold is no text of the page
    for tag in root.iter("meta"):
        name = (tag.get("property") or tag.get("name") or tag.get("itemprop") or "").strip().lower()
        if name:
            page.metas.setdefault(name, []).append(clean(tag.get("content") or ""))
            page.addresses.setdefault(name, []).append((tag.get("content") or "").strip())
    return page


def encoded_base(url: str, root: html.HtmlElement) -> str:
    """Return what a page's addresses are relative to: its `<base>`, else its own address."""
    base = next((node.get("href") for node in root.iter("base") if node.get("href")), "")
    try:
        joined = urljoin(url, base.strip()) if base else url
    except ValueError:
        return url
    return joined if joined.startswith(("http://", "https://")) else url


def _empty(root: html.HtmlElement) -> None:
    """Put what lxml takes for the inside of an element without end (`<source>`) behind it, where browsers have it."""
    for node in reversed(list(itertools.islice(root.iter(*_WITHOUT_END), _MOST_WITHOUT_END))):
        if node.getparent() is not None:
            for child in reversed(node):
                node.addnext(child)  # before what follows the element
            node.text, node.tail = None, f"{node.text or ''}{node.tail or ''}"


def _as_text(reference: re.Match[str]) -> str:
    """Return a character reference as it stands, unless it is to what XML knows no way to write."""
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    if number > _LAST_CHARACTER or number in _SURROGATES or _NO_TEXT.match(chr(number)):
        return ""
    return reference[0]
