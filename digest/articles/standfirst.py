"""The standfirst of an article: the sentence or two that a page prints between its headline and the story. Pure."""

import itertools
import re

from lxml import html

from digest.articles.headline import folded
from digest.articles.jsonld import clean
from digest.articles.page import Page

_CLASS = re.compile(
    r"(?:^|[-_ ]|__)(?:stand-?first|sub-?(?:title|head|headline|heading|line|titulo|titolo)|dek|deck"
    r"|lede?|lead|lead-?in|lead-?text|preface|einleitung|anrei(?:ss|ß)er|intro|introduction|summary|excerpt|abstract|teaser-?text|vorspann|anriss|chapo"
    r"|chapeau"
    r"|entradilla|bajada|sommario|occhiello|ingress|manchet|perex|zajawka|lid|description"
    r"|article-?description|hero-?text|strap-?line|intro-?text)(?:$|[-_ ]|__)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"related|recommend|teaser-(?:list|grid)|newsletter|sidebar|promo|footer|comment|card|more-|most-"
    r"|author|share|caption|ad-",
    re.IGNORECASE,
)
_SHORTEST, _LONGEST = 30, 700
_FEWEST_WORDS = 5
_FIRST, _PARAGRAPH, _NEARLY_ALL = 8, 60, 0.9
_BOLD_CLASS = re.compile(r"(?:^|[-_ ])(?:font-)?(?:bold|semibold|medium)(?:$|[-_ ])")
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
        if _is_marked(node) and not any(map(_is_marked, node.iterdescendants())):
            text = clean(node.text_content())
            if (
                _SHORTEST <= len(text) <= _LONGEST
                and folded(text) != folded(headline)
                and not _is_elsewhere(node, scope)
            ):
                return text
    below = _below(heading) if heading is not None else ""
    return below or _set_apart(scope, headline)


def _is_marked(node: html.HtmlElement) -> bool:
    """Return whether an element is called as standfirsts are."""
    named = bool(_CLASS.search(node.get("class") or "")) or node.get("itemprop") in (
        "alternativeHeadline",
        "description",
    )
    return node.tag in _TAGS and named


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


def _set_apart(scope: html.HtmlElement, headline: str) -> str:
    """Return the first paragraph of the story if it is set apart from the next: in bold, or in the article's header."""
    paragraphs = (node for node in scope.iter("p") if not _is_elsewhere(node, scope))
    long = [node for node in itertools.islice(paragraphs, _FIRST) if len(clean(node.text_content())) >= _PARAGRAPH]
    if len(long) <= 1:
        return ""
    first, second = long[0], long[1]
    text = clean(first.text_content())
    apart = (_is_bold(first) and not _is_bold(second)) or (_in_header(first) and not _in_header(second))
    return text if apart and len(text) <= _LONGEST and folded(text) != folded(headline) else ""


def _is_bold(node: html.HtmlElement) -> bool:
    """Return whether all of a paragraph is in bold, by its marks or by the name of its class."""
    if _BOLD_CLASS.search(node.get("class") or ""):
        return True
    bold = "".join(clean(part.text_content()) for part in node if part.tag in ("strong", "b"))
    return len(bold) >= _NEARLY_ALL * len(clean(node.text_content()))


def _in_header(node: html.HtmlElement) -> bool:
    return any(around.tag == "header" for around in node.iterancestors())
