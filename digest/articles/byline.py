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
_BY = re.compile(r"(?:By|Von|Par|Por|Di|Av|Af|Door|Автор|Текст)\b")
_BEGINS = re.compile(r"\s*(?:(?:By|Von|Par|Por|Di|Av|Af|Door|Автор):?|Текст:)\s+[^\W\d_]\S*\s[^.!?]{3,60}$")
"""How a line begins that says who wrote something, whatever its class is called."""
_OWN_ADDRESS = re.compile(r"\((?:https?://|www\.)[^\s)]+\)")
"""What a site writes behind its own name where another would say who wrote something."""
_INLINE = frozenset(("a", "span", "b", "strong", "em", "i"))
_LABEL = re.compile(
    r"\s*(?:written by|authors?|autor(?:[:*/]?in(?:nen)?|es|as?)?(?:/autor(?:in)?)?|auteure?s?|autrice|autore"
    r"|författare|forfatter|skribent|yazar|автори?|авторы|作者|筆者|記者)\s*:?\s*",
    re.IGNORECASE,
)
"""What stands before the name in a list of facts about the article."""
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
        every = dict.fromkeys(
            name for line in lines if not _OWN_ADDRESS.search(line) for name in people(line, language)
        )
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
    if not declared and (labelled := named(_labelled_lines(page))):
        return labelled, "page"
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
    inside = _around_headline(page)
    for node in page.root.iter():
        if paragraphs > _ABOVE or count >= _MOST_PRINTED:
            return
        if node.tag == "p":
            paragraphs += len(node.text_content()) > _LONG_PARAGRAPH and not _is_elsewhere(node, inside)
        if isinstance(node.tag, str) and _is_marked(node) and not _is_elsewhere(node, inside):
            line = _line(node)
            if line and len(line) <= _LONGEST_LINE:
                count += 1
                yield line


def _is_marked(node: html.HtmlElement) -> bool:
    return (
        node.get("rel") == "author"
        or "author" in (node.get("itemprop") or "").split()
        or _is_name(node.get("class") or "")
        or _says_by(node)
    )


def _says_by(node: html.HtmlElement) -> bool:
    """Return whether an element is a line such as `By Anna Adler`, with links in it or not."""
    begin = (node.text or "").lstrip()[:8]
    if not begin or not _BY.match(begin) or not all(child.tag in _INLINE for child in node):
        return False
    return bool(_BEGINS.match(jsonld.clean(node.text_content())))


def _labelled_lines(page: Page) -> Iterator[str]:
    """Yield what stands behind a word for author in lists of facts, wherever these are."""
    inside = _around_headline(page)
    for node in page.root.iter():
        if (
            len(node)
            or not isinstance(node.tag, str)
            or not _LABEL.fullmatch(node.text or "")
            or _is_elsewhere(node, inside)
        ):
            continue
        behind = node.getnext()
        line = jsonld.clean(node.tail or "") or (jsonld.clean(behind.text_content()) if behind is not None else "")
        if line and len(line) <= _LONGEST_LINE:
            yield line


def _around_headline(page: Page) -> frozenset[html.HtmlElement]:
    """Return the elements around a headline of the first rank, which hold the article whatever they are called."""
    whole = page.root.iter("html", "body")
    return frozenset((*whole, *(around for headline in page.root.iter("h1") for around in headline.iterancestors())))


def _is_elsewhere(node: html.HtmlElement, around_headline: Collection[html.HtmlElement]) -> bool:
    """Return whether an element stands in a part of the page that tells of other things than who wrote the article."""
    return any(
        str(around.tag) in _ELSEWHERE or _is_of_others(f"{around.get('class') or ''} {around.get('id') or ''}")
        for around in (node, *node.iterancestors())
        if around not in around_headline
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
