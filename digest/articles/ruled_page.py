"""What a rule of the newsroom's settings finds on a page of its site. Pure.

A selector names elements of the page as CSS does; what they hold comes before whatever the page declares elsewhere. A
stop line is the beginning of a line (of the story, the standfirst or the byline) that is no part of any article.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from cssselect import HTMLTranslator
from lxml.html import HtmlElement

from digest.articles import credit, dates
from digest.articles.headline import Headline
from digest.articles.jsonld import clean
from digest.articles.markup import paragraphs
from digest.articles.model import Image
from digest.articles.page import Page
from digest.articles.people import people
from digest.articles.picture import MOST_KEPT
from digest.articles.picture_address import is_jpeg, is_picture, keys, over_https, shape
from digest.articles.site_rule import LONGEST_LINE, NO_RULE, SiteRule

SOURCE = "rules"
"""Where a field came from that a rule has found."""
_INLINE = frozenset(("a", "abbr", "b", "cite", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "u"))
_CONTAINERS = frozenset(("article", "body", "html", "main", "section"))


@dataclass(frozen=True, slots=True)
class Taken:
    """What the selectors of a rule have found on a page; empty is what they have not."""

    headlines: list[Headline] = field(default_factory=list)
    authors: tuple[str, ...] = ()
    image: Image | None = None
    alt: str = ""
    credit: str = ""
    summaries: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""
    dates: list[tuple[str, str]] = field(default_factory=list)

    def over(self, images: Sequence[Image], sources: dict[str, str]) -> tuple[list[Image], dict[str, str]]:
        """Return the pictures of a page, and where they came from, with what was taken before them."""
        own, known = self.image, list(images)
        if own:
            same = next((one for one in known if one.url == own.url or keys(one.url) & keys(own.url)), None)
            known = [same or own, *(one for one in known if one is not same)][:MOST_KEPT]
            sources = {**(sources if same and same is images[0] else {}), "image": SOURCE}
        if known and (self.alt or self.credit):
            first = known[0]
            known[0] = replace(first, alt=self.alt or first.alt, credit=self.credit or first.credit)
            told = {"image.alt": self.alt, "image.credit": self.credit}
            sources = sources | {name: SOURCE for name, text in told.items() if text}
        return known, sources


def take(page: Page, rule: SiteRule, language: str) -> Taken:
    """Return what a rule finds on a page, once every stop line is gone from it; `language` is its declared one."""
    if rule is NO_RULE:
        return Taken()
    _drop_stop_lines(page, rule)
    headline, summary = _first(page, rule.headline), _first(page, rule.summary)
    names = (name for node in _found(page, rule.byline) for name in people(_text(node), language))
    moments = [dates.moment(_text(node, "datetime")) for node in _found(page, rule.date)]
    return Taken(
        headlines=[Headline(headline, SOURCE)] if headline else [],
        authors=tuple(dict.fromkeys(names)),
        image=_image(page, rule.picture),
        alt=_first(page, rule.alt, "alt"),
        credit=credit.tidy(_first(page, rule.credit)),
        summaries=[(SOURCE, summary)] if summary else [],
        text="\n".join(filter(None, (paragraphs(node) for node in _found(page, rule.text)))),
        dates=[(SOURCE, moment) for moment in moments if moment],
    )


@lru_cache(maxsize=256)
def _path(selector: str) -> str:
    return HTMLTranslator().css_to_xpath(selector)


def _found(page: Page, selector: str) -> list[HtmlElement]:
    found = page.root.xpath(_path(selector)) if selector else []
    return [node for node in found if isinstance(node, HtmlElement)]


def _first(page: Page, selector: str, attribute: str = "content") -> str:
    return next(filter(None, (_text(node, attribute) for node in _found(page, selector))), "")


def _text(node: HtmlElement, attribute: str = "content") -> str:
    """Return what an element says: in the attribute for it, or in its text."""
    return clean(node.get(attribute) or node.get("content") or node.text_content())


def _image(page: Page, selector: str) -> Image | None:
    """Return the picture that a selector names: its `<img>`, what is around it, a link to it, or a meta tag."""
    for node in _found(page, selector):
        shown = node if node.tag == "img" else next(iter(node.iter("img")), None)
        offered = page.addresses_of(shown) if shown is not None else []
        offered += [page.absolute(address) for name in ("content", "href", "src") if (address := node.get(name))]
        urls = [over_https(url) for url in offered if is_picture(url)]
        if urls:
            best = max(urls, key=lambda url: (is_jpeg(url), shape(url)[0]))
            return Image(best, *shape(best), alt=clean(shown.get("alt") or "") if shown is not None else "")
    return None


def _drop_stop_lines(page: Page, rule: SiteRule) -> None:
    """Take every line away that begins as a stop line: in the page's text, and in what it declares."""
    if not rule.stop:
        return
    for node in list(page.root.iter()):
        if isinstance(node.tag, str) and isinstance(node, HtmlElement) and rule.stops(node.text or ""):
            _drop(node)
    for contents in page.metas.values():
        contents[:] = ["" if rule.stops(content) else content for content in contents]


def _drop(node: HtmlElement) -> None:
    """Take the line away that begins with the text of an element: all of the block that it begins."""
    line = node
    while line.tag in _INLINE and (around := line.getparent()) is not None:
        if line.getprevious() is not None or (around.text or "").strip() or around.tag in _CONTAINERS:
            break
        line = around
    if line.tag in _CONTAINERS:
        line.text = ""
    elif len(line.text_content()) <= LONGEST_LINE and line.getparent() is not None:
        line.drop_tree()
