"""The standfirst of an article: the sentence or two that a page prints between its headline and the story. Pure."""

import re

from lxml import html

from digest.articles.headline import folded
from digest.articles.jsonld import clean
from digest.articles.page import Page

_CLASS = re.compile(
    r"(?:^|[-_ ]|__)(?:stand-?first|sub-?(?:title|head|headline|heading|line|titulo|titolo)|dek|deck"
    r"|lede?|lead|intro|introduction|summary|excerpt|abstract|teaser-?text|vorspann|anriss|chapo"
    r"|chapeau"
    r"|entradilla|bajada|sommario|occhiello|ingress|manchet|perex|zajawka|lid|description"
    r"|article-?description|hero-?text|strap-?line)(?:$|[-_ ]|__)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"related|recommend|teaser-(?:list|grid)|newsletter|sidebar|promo|footer|comment|card|more-|most-"
    r"|author|share|caption|ad-",
    re.IGNORECASE,
)
_SHORTEST, _LONGEST = 30, 700
_FEWEST_WORDS = 5
_TAGS = frozenset(("p", "div", "h2", "h3", "span", "strong", "header", "section", "em", "li", "ul"))


def standfirst_of(page: Page, headline: str) -> str:
    """Return the standfirst that is marked as one, or the second-rank heading right below the headline; else empty."""
    heading = next(
        (node for node in page.root.iter("h1") if folded(clean(node.text_content())) == folded(headline)), None
    )
    scope = (
        next((around for around in heading.iterancestors() if around.tag in ("article", "main")), page.root)
        if heading is not None
        else page.root
    )
    for node in scope.iter():
        if node.tag in _TAGS and (
            _CLASS.search(node.get("class") or "")
            or (node.get("itemprop") or "") in ("alternativeHeadline", "description")
        ):
            text = clean(node.text_content())
            if (
                _SHORTEST <= len(text) <= _LONGEST
                and folded(text) != folded(headline)
                and not _is_elsewhere(node, scope)
            ):
                return text
    return _below(heading) if heading is not None else ""


def _is_elsewhere(node: html.HtmlElement, scope: html.HtmlElement) -> bool:
    for around in (node, *node.iterancestors()):
        if around is scope:
            return False
        if around.tag in ("aside", "nav", "footer", "figure", "figcaption", "a") or _ELSEWHERE.search(
            f"{around.get('class') or ''} {around.get('id') or ''}"
        ):
            return True
    return False


def _below(heading: html.HtmlElement) -> str:
    """Return the text of a heading that follows the headline at once, if it is a sentence."""
    for node in (heading.getnext(), heading.getparent().getnext() if heading.getparent() is not None else None):
        if node is not None and node.tag in ("h2", "h3"):
            text = clean(node.text_content())
            if _SHORTEST <= len(text) <= _LONGEST and len(text.split()) > _FEWEST_WORDS:
                return text
    return ""
