"""XML of feeds, read as well as it can be and never trusted: no entity is expanded, nothing is loaded. Pure.

Feeds are written by programs and by hand: with blank lines before the declaration, another encoding than the one they
name, `&nbsp;` and `AT&T`, control characters, tags that nobody closed. A document type may declare entities that grow
without end or name files of this machine: it is left out unread, and a name that is none of HTML's stays as it stands.
Names: RSS 2.0 (https://www.rssboard.org), RFC 4287, Media RSS, Dublin Core, RSS 1.0 modules.
"""

import html
import re
from html.entities import html5
from typing import TypeAlias

from lxml import etree

from digest.articles.encoding import decode
from digest.errors import PageUnreadable

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml has no other name for it

_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_DECLARATION = re.compile(r"<\?xml[^>]{0,500}\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,1000}(\[)?[^>]{0,1000}?>|<!DOCTYPE", re.IGNORECASE)
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_AMPERSAND = re.compile(r"&(#?\w{1,40};)?")
_CDATA, _END_OF_CDATA = "<![CDATA[", "]]>"
_OWN = frozenset(("amp;", "lt;", "gt;", "quot;", "apos;"))
_NAMESPACE = re.compile(r"\sxmlns(?::[\w.-]+)?=\"[^\"]*\"")
_PREFIX = re.compile(r"(?<=<)[\w.-]+:(?=[a-zA-Z])|(?<=</)[\w.-]+:(?=[a-zA-Z])")
_ATOM = "http://www.w3.org/2005/Atom"
_PREFIXES = {
    "http://purl.org/dc/elements/1.1": "dc",
    "http://purl.org/dc/terms": "dcterms",
    "http://purl.org/rss/1.0/modules/content": "content",
    "http://search.yahoo.com/mrss": "media",
    "http://video.search.yahoo.com/mrss": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://news.yandex.ru": "yandex",
    "http://turbo.yandex.ru": "turbo",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/atom/ns#": "atom",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://purl.org/rss/1.0": "",
    "http://my.netscape.com/rdf/simple/0.9": "",
    "http://backend.userland.com/rss2": "",
}
"""What elements of a namespace are called here, whatever prefix a feed gives it."""


def parse_xml(data: bytes, url: str, charset: str | None) -> Element:
    """Return the root of the XML in `data`, read from `url`; raises `PageUnreadable` where there is none."""
    text = _text(data, charset)
    start = text.find("<")
    text = _without_types(_DECLARATION.sub("", text[max(start, 0) :], count=1))
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        strip_cdata=True,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    ready = _with_entities(_NO_XML.sub(" ", text))
    try:
        root = etree.fromstring(ready.encode("utf-8", "replace"), parser, base_url=url)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise PageUnreadable("it is no XML that can be read") from error
    if root is None:
        raise PageUnreadable("it is no XML that can be read")
    if root.tag == "feed":  # Atom without its namespace
        for node in root.iter():
            if isinstance(node.tag, str) and not node.tag.startswith("{") and ":" not in node.tag:
                node.tag = f"{{{_ATOM}}}{node.tag}"
    return root


def name_of(node: Element) -> str:
    """Return the name of an element with the usual prefix of its namespace: `media:content`, `title`."""
    if not isinstance(node.tag, str):
        return ""
    if not node.tag.startswith("{"):
        return node.tag.lower()  # a prefix that nobody declared stays one
    space, _, local = node.tag[1:].partition("}")
    prefix = _PREFIXES.get(space.lower().rstrip("/"), "other")
    return f"{prefix}:{local.lower()}" if prefix else local.lower()


def text_of(node: Element) -> str:
    """Return the text in an element, also that of elements in it."""
    return "".join(str(part) for part in node.itertext()).strip()


def inner_of(node: Element) -> str:
    """Return what stands in an element as HTML, without namespaces."""
    inner = "".join(etree.tostring(child, encoding="unicode", method="html") for child in node)
    return (html.escape(node.text or "", quote=False) + _PREFIX.sub("", _NAMESPACE.sub("", inner))).strip()


def _text(data: bytes, charset: str | None) -> str:
    declared = _XML_ENCODING.match(data)
    return decode(data, charset or (declared[1].decode("ascii") if declared else "utf-8"))


def _without_types(text: str) -> str:
    """Return a document without its type, and all that is declared in it, up to the first element."""
    found = _DOCTYPE.search(text[:2_000])
    if found is None:
        return text
    if found[1] is None and found[0].endswith(">"):
        return text[: found.start()] + text[found.end() :]
    closing = re.compile(r"\]\s*>").search(text, found.start())
    return text[: found.start()] + text[closing.end() if closing else len(text) :]


def _with_entities(text: str) -> str:
    """Return a document with every ampersand as XML has it, but for those in CDATA, which are no entities."""
    parts, at = list[str](), 0
    while (begins := text.find(_CDATA, at)) >= 0:
        ends = text.find(_END_OF_CDATA, begins)
        ends = len(text) if ends < 0 else ends + len(_END_OF_CDATA)
        parts += [_AMPERSAND.sub(_escaped, text[at:begins]), text[begins:ends]]
        at = ends
    return "".join((*parts, _AMPERSAND.sub(_escaped, text[at:])))


def _escaped(found: re.Match[str]) -> str:
    """Return an ampersand as XML has it: HTML's names as their characters, no other name, alone as `&amp;`."""
    whole, name = found[0], found[1]
    if name is None:
        return "&amp;"
    if name in _OWN or re.fullmatch(r"#(?:\d{1,7}|[xX][0-9a-fA-F]{1,6});", name):
        return whole
    return html5.get(name, f"&amp;{name}")
