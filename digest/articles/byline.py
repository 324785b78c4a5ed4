"""Who wrote an article: the names that its page declares, or those it prints where it prints more. Pure."""

import itertools
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache

from lxml import html

from digest.articles import jsonld
from digest.articles.headline import folded
from digest.articles.page import Page
from digest.articles.people import is_agency, is_certain_name, is_uncased, people
from digest.web_address import site_host

_CLASS = re.compile(
    r"(?:^|[-_ ]|__)(?:by-?line|author|autor|auteur|autore|writer|redakteur|contributor|yazar)s?(?:$"
    r"|[-_ ]|__|name|list|link|info)",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:By|Von|Par|Por|Di|Av|Af|Door|Автор)\b:?|Текст:")
_BEGINS = re.compile(rf"\s*(?:{_BY.pattern})\s+[^\W\d_]\S*\s[^.!?]{{3,60}}$")
"""How a line begins that says who wrote something, whatever its class is called."""
_IN_BRACKETS = re.compile(r"\((?:https?://)?([^\s()/]+\.[^\s()]+)\)")
_INLINE = frozenset(("a", "span", "b", "strong", "em", "i"))
_LABEL = re.compile(
    r"\s*(?:written by|authors?|autor(?:[:*/]?in(?:nen)?|es|as?)?(?:/autor(?:in)?)?|auteure?s?|autrice|autore"
    r"|författare|forfatter|skribent|yazar|автори?|авторы|作者|筆者|記者)\s*:?\s*",
    re.IGNORECASE,
)
"""What stands before the name in a list of facts about the article."""
_DATE = re.compile(r"\s*(?:datum|date|data|fecha|dato|tarih|дата|日付|날짜)\s*:?\s*", re.IGNORECASE)
_MOST_FACTS = 60
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
        every = dict.fromkeys(name for line in lines for name in people(_without_address(line, page.url), language))
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
    labelled = tuple(filter(is_certain_name, named([_labelled_line(page)]))) if not declared else ()
    if labelled:
        return labelled, "page"
    if not declared and any(folded(name) in sites for name in told):  # the newsroom itself signs: no card says so
        return tuple(dict.fromkeys(told)), "json-ld"
    return declared, source if declared else ""


def _without_address(line: str, url: str) -> str:
    """Return a line without the web address behind a name; nothing where that is the site's own: so it names itself."""
    address = _IN_BRACKETS.search(line)
    own = address and site_host(f"https://{address[1]}") == site_host(url)
    return "" if own else _IN_BRACKETS.sub("", line)


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


def _labelled_line(page: Page) -> str:
    """Return what stands behind a word for author in a list of facts that tells the article's date, too.

    Without a date it may be about anything: a book that is reviewed, another story, a comment. Empty as well where the
    page has several such lists that say different things.
    """
    inside, found = _around_headline(page), set[str]()
    labels = (node for node in page.root.iter() if not len(node) and _LABEL.fullmatch(node.text or ""))
    for node in itertools.islice(labels, _MOST_PRINTED):
        facts = next((around for around in node.iterancestors("ul", "ol", "dl", "table")), None)
        if facts is None or not _tells_date(facts) or _is_elsewhere(node, inside):
            continue
        behind = node.getnext()
        found.add(jsonld.clean(node.tail or "") or ("" if behind is None else _beginning(behind)))
    line = found.pop() if len(found) == 1 else ""
    return line if len(line) <= _LONGEST_LINE else ""


def _tells_date(facts: html.HtmlElement) -> bool:
    """Return whether one of the first facts of a list is a date."""
    return any(_DATE.fullmatch(fact.text or "") for fact in itertools.islice(facts.iter(), _MOST_FACTS))


def _beginning(node: html.HtmlElement) -> str:
    """Return the text of an element, as far as a line can be long."""
    return jsonld.clean("".join(itertools.islice(node.itertext(), _MOST_FACTS))[: 2 * _LONGEST_LINE])


def _around_headline(page: Page) -> frozenset[html.HtmlElement]:
    """Return the elements around the headline, which hold the article whatever they are called.

    Where a page has several headings of the first rank, some may be those of cards.
    """
    headlines = page.heading_nodes()
    around = headlines[0].iterancestors() if len(headlines) == 1 else ()
    return frozenset((*page.root.iter("html", "body"), *around))


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
        yield from ((" ; ",) if block and not (str(child.tag) == "a" and _goes_on(child)) else ())
        yield from _texts(child)
        yield from ((" ; ",) if block and str(child.tag) != "a" else ())
        if child.tail:
            yield child.tail


def _goes_on(link: html.HtmlElement) -> bool:
    """Return whether words stand right before a link (`By`, `and`), which then do not end there."""
    before = link.getprevious()
    text = link.getparent().text if before is None else before.tail
    return bool((text or "").strip(" \t\n,;·|/"))
