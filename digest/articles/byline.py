"""Who wrote an article: the names that its page declares, or those it prints where it prints more. Pure."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache

from lxml import html

from digest.articles import jsonld
from digest.articles.headline import folded
from digest.articles.page import Page
from digest.articles.people import is_agency, is_certain_name, is_uncased, people

_CLASS = re.compile(
    r"(?:^|[-_ ]|__)(?:by-?line|author|autor|auteur|autore|writer|redakteur|contributor|yazar)s?(?:$"
    r"|[-_ ]|__|name|list|link|info)",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"\s*(?:By|Von|Par|Por|Di|Av|Af|Door|Автор:?|Текст:)\s+[^\W\d_]\S*\s[^.!?]{3,60}$")
"""How a line begins that says who wrote something, whatever its class is called."""
_ELSEWHERE = frozenset(("figure", "figcaption", "aside", "nav", "footer", "form", "blockquote"))
_OTHERS = re.compile(
    r"comment|related|recommend|teaser|newsletter|sidebar|promo|most-?read|bio\b|about-?author"
    r"|disqus|caption|credit|card",
    re.IGNORECASE,
)
_NOT_READ = frozenset(("time", "script", "style", "button", "svg", "noscript"))
_METAS = (
    "author",
    "article:author",
    "article:author_name",
    "og:article:author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "cxenseparse:author",
    "mrf:authors",
    "twitter:misc:written by",
    "twitter:data1",
)
_ABOVE, _LONG_PARAGRAPH = 3, 120
"""Who wrote an article stands before its third long paragraph, in characters; below it others are named."""
_LONGEST_LINE = 200
_MOST_PRINTED = 12


def authors_of(
    page: Page, described: jsonld.JsonObject, site_names: Iterable[str], language: str
) -> tuple[tuple[str, ...], str]:
    """Return the authors of a page, in its order, and where they stand; nothing where only the site itself is named."""
    sites = {folded(name) for name in site_names if name}

    def named(lines: Iterable[str]) -> tuple[str, ...]:
        every = dict.fromkeys(name for line in lines for name in people(line, language))
        found = tuple(name for name in every if folded(name) not in sites)
        return tuple(name for name in found if not _is_desk(name, sites)) or found

    told = jsonld.names(described.get("author") or described.get("creator"))
    declared = named(told)
    source = "json-ld" if declared else ""
    if not declared:
        declared, source = _from_metas(page, named)
    known = set(map(folded, declared))
    for line in printed_lines(page):
        printed = tuple(name for name in named([line]) if is_certain_name(name) or folded(name) in known)
        if printed and (known < set(map(folded, printed)) or all(map(_is_doubtful, declared))):
            return printed, "page"
    if not declared and any(folded(name) in sites for name in told):  # the newsroom itself signs: no card says so
        return tuple(dict.fromkeys(told)), "json-ld"
    return declared, source if declared else ""


def _is_desk(name: str, sites: Collection[str]) -> bool:
    """Return whether a name is that of one of the site's desks: its own with more (`MDR THÜRINGEN`, `The Lantern Oru`).

    A site may bear the first name of whoever writes it, so one word of a name counts in capitals only.
    """
    own = folded(name)
    return any(own.startswith(f"{site} ") and (" " in site or name.isupper()) for site in sites)


def _is_doubtful(name: str) -> bool:
    """Return whether a name may be a login or a desk: one word, of a script that has capitals, and no agency."""
    return not (is_certain_name(name) or is_agency(name) or is_uncased(name))


def _from_metas(page: Page, named: Callable[[Iterable[str]], tuple[str, ...]]) -> tuple[tuple[str, ...], str]:
    for name in _METAS:
        if name == "twitter:data1" and not re.search(
            "written|author|von|by", page.meta("twitter:label1"), re.IGNORECASE
        ):
            continue
        found = named(page.metas.get(name, ()))
        if found:
            return found, "meta"
    return (), ""


def printed_lines(page: Page) -> Iterator[str]:
    """Yield the lines above the story that are marked as naming its author."""
    paragraphs = count = 0
    for node in page.root.iter():
        if paragraphs > _ABOVE or count >= _MOST_PRINTED:
            return
        if node.tag == "p":
            paragraphs += len(node.text_content()) > _LONG_PARAGRAPH and not _is_elsewhere(node)
        if isinstance(node.tag, str) and _is_marked(node) and not _is_elsewhere(node):
            line = _line(node)
            if line and len(line) <= _LONGEST_LINE:
                count += 1
                yield line


def _is_marked(node: html.HtmlElement) -> bool:
    return (
        node.get("rel") == "author"
        or "author" in (node.get("itemprop") or "").split()
        or _is_name(node.get("class") or "")
        or (len(node) == 0 and bool(_BEGINS.match(node.text or "")))
    )


def _is_elsewhere(node: html.HtmlElement) -> bool:
    """Return whether an element stands in a part of the page that tells of other things than who wrote the article."""
    return any(
        str(around.tag) in _ELSEWHERE or _is_of_others(f"{around.get('class') or ''} {around.get('id') or ''}")
        for around in (node, *node.iterancestors())
        if around.tag not in ("html", "body")
    )


@lru_cache(maxsize=4_096)
def _is_name(names: str) -> bool:
    return bool(_CLASS.search(names))


@lru_cache(maxsize=4_096)
def _is_of_others(names: str) -> bool:
    return bool(_OTHERS.search(names))


def _line(node: html.HtmlElement) -> str:
    """Return the text of an element, a semicolon between its parts, without times and buttons."""
    names = node.xpath('.//*[contains(@itemprop, "name")]')
    if names:
        return " ; ".join(filter(None, (jsonld.clean(name.text_content()) for name in names)))
    return jsonld.clean(" ".join(_texts(node)))


def _texts(node: html.HtmlElement) -> Iterator[str]:
    if str(node.tag) in _NOT_READ or not isinstance(node.tag, str):
        return
    if node.text:
        yield node.text
    for child in node:
        block = str(child.tag) in ("div", "p", "li", "a", "br", "time")
        yield from ((" ; ",) if block else ())
        yield from _texts(child)
        yield from ((" ; ",) if block and str(child.tag) != "a" else ())
        if child.tail:
            yield child.tail
