"""The text of an article, from where the story starts: no headline again, no byline, date, caption or share line. Pure.

Found by trafilatura, on a page whose furniture was taken out before; what stands above the story all the same is taken
off by what it is. Works on the page's tree and changes it: read everything else first.
"""

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterable

import trafilatura
from lxml import html

from digest.articles import credit
from digest.articles.headline import folded
from digest.articles.jsonld import clean
from digest.articles.page import Page
from digest.articles.people import people
from digest.articles.sentences import is_whole
from digest.characters import several_lines

_FURNITURE = frozenset(
    (
        "figure",
        "figcaption",
        "aside",
        "nav",
        "footer",
        "form",
        "button",
        "time",
        "h1",
        "svg",
        "iframe",
        "noscript",
        "dialog",
        "picture",
        "audio",
        "video",
    )
)
_CLASS = re.compile(
    r"(?:^|[-_ ])(?:by-?line|authors?|author-?(?:name|info|bio|box)|caption|credit|copyright|share"
    r"|sharing|social|follow|date|datetime|time-?stamp|published|updated|dateline-date"
    r"|related|recommend\w*|read-?(?:more|next|also)|more-?on|also-?(?:read|on)|teasers?|promo"
    r"|newsletter|subscrib\w*|subscription|sign-?up|comments?|disqus"
    r"|breadcrumbs?|tags?|topics?|keywords|advert\w*|ad|ads|sponsor\w*|toolbar|tools|print"
    r"|reading-?time|read-?time|audio-?player|player|gallery|slideshow|carousel|infobox|factbox"
    r"|correction|disclaimer|cookies?|consent|outbrain|taboola|kicker|eyebrow|overline|label"
    r"|sub-?(?:title|head|headline)|stand-?first|dek|deck|lede?-?text|summary|teaser-?text"
    r"|intro-?text|trust|donat\w*|support-?us|app-?promo|visually-hidden|sr-only"
    r"|screen-reader\w*)(?:$|[-_ ])",
    re.IGNORECASE,
)
_MOST_SHARE = 0.3
_LONG_PARAGRAPH, _FEW = 200, 2
_FIRST_LINES = 12
_SCRAP, _LABEL, _BYLINE, _CAPTION = 45, 80, 150, 300
"""A line above the story is shorter than this, in characters, whatever else it is."""
_TELLING, _NEARLY = 20, 0.8
_PARAGRAPH, _BEGINNING, _MUCH = 60, 40, 0.5
_TIME = re.compile(
    r"\b\d{1,2}[:.]\d{2}\b|\b(?:19|20)\d{2}\b|\b\d+ (?:min|minute|hour|day|week|month|year)s?\b"
    r"|\bago\b|\bupdated?\b|\bpublished\b|\bposted\b|\baktualisiert\b|\bveröffentlicht\b|\bstand:"
    r"|\buhr\b|\bпубл\w*|\bобновлен\w*|\bоновлен\w*",
    re.IGNORECASE,
)
_SCREEN = re.compile(
    r"^(?:share|save|print|listen|read (?:more|also|next)|follow|subscribe|sign up|advertisement|ad"
    r"|loading|comments?|copy link|facebook|twitter|whatsapp|e-?mail|audio|play|pause|skip|menu|home"
    r"|live|watch"
    r"|teilen|drucken|anhören|merken|artikel|vorlesen|lesezeit|werbung|anzeige|folgen|kommentare?"
    r"|partager|écouter|imprimer|publicité|compartir|guardar|escuchar|publicidad|condividi|ascolta"
    r"|delen|dela|del|jaa"
    r"|поделиться|слушать|реклама|читать также|читайте также|поділитися|слухати|read time|min read"
    r"|story continues|continue reading)\b",
    re.IGNORECASE,
)


def story_of(page: Page, not_story: Iterable[str], authors: Collection[str]) -> str:
    """Return the article's text, a paragraph a line, from its first on; empty when there is none.

    `not_story` are texts that stand elsewhere in the letter or the page: headline, standfirst, captions.
    """
    _take_out_furniture(page.root)
    found = trafilatura.extract(page.root, include_comments=False, include_tables=False, include_formatting=False) or ""
    lines = _from_first(several_lines(found).split("\n"), _first_paragraph(page.root))
    elsewhere = {folded(text) for text in not_story if text}
    names = {folded(name) for name in authors}
    for _ in range(min(_FIRST_LINES, len(lines) - 1)):
        if not _is_above(lines[0], elsewhere, names):
            break
        lines = lines[1:]
    return "\n".join(lines)


def _first_paragraph(root: html.HtmlElement) -> str:
    """Return the first paragraph of the element that holds most of the story; empty where none holds much of it."""
    lengths, first = Counter[html.HtmlElement](), dict[html.HtmlElement, str]()
    for paragraph in root.iter("p"):
        text = clean(paragraph.text_content())
        around = [node for node in itertools.islice(paragraph.iterancestors(), 2) if node.tag not in ("body", "html")]
        for level, node in enumerate(around):
            if len(text) >= _PARAGRAPH:
                lengths[node] += len(text) - level  # the nearer of two that hold the same
                first.setdefault(node, text)
    if not lengths:
        return ""
    most, length = max(lengths.items(), key=lambda one: one[1])
    return first[most] if length >= _MUCH * sum(len(clean(one.text_content())) for one in root.iter("p")) else ""


def _from_first(lines: list[str], first: str) -> list[str]:
    """Return the lines of a text from its `first` paragraph on, if it is one of the first lines."""
    begins = folded(first)[:_BEGINNING]
    at = next(
        (number for number, line in enumerate(lines[:_FIRST_LINES]) if begins and folded(line).startswith(begins)), 0
    )
    return lines[at:]


def _take_out_furniture(root: html.HtmlElement) -> None:
    """Take out of a page what is no text of its story, as far as marks and names of classes tell."""
    whole = max(1, _length(root))
    for node in list(root.iter()):
        if (
            not isinstance(node.tag, str)
            or node.getparent() is None
            or node.tag in ("html", "body", "head", "article", "main")
        ):
            continue
        named = (
            node.tag in _FURNITURE
            or _CLASS.search(f"{node.get('class') or ''} {node.get('id') or ''}")
            or (node.get("itemprop") or "") in ("author", "datePublished", "dateModified", "headline", "description")
        )
        if named and not _holds_story(node, whole):
            node.drop_tree()


def _holds_story(node: html.HtmlElement, whole: int) -> bool:
    """Return whether an element that is called furniture has the story inside: a class may stand around everything."""
    if node.tag == "p" and len(node.text_content()) > _LONG_PARAGRAPH:
        return True
    return (
        _length(node) > _MOST_SHARE * whole
        or sum(_length(paragraph) > _LONG_PARAGRAPH for paragraph in node.iter("p")) > _FEW
    )


def _length(node: html.HtmlElement) -> int:
    return sum(len(paragraph.text_content()) for paragraph in node.iter("p"))


def _is_above(line: str, elsewhere: set[str], names: set[str]) -> bool:
    """Return whether a line before the story is none of it."""
    text = clean(line)
    name = folded(text)
    return (
        not name
        or name in elsewhere
        or any(_is_nearly(name, other) for other in elsewhere)
        or (len(text) < _SCRAP and not is_whole(text))
        or (len(text) < _LABEL and not is_whole(text) and bool(_SCREEN.match(text) or _TIME.search(text)))
        or (len(text) < _BYLINE and not names.isdisjoint(folded(one) for one in people(text)))
        or (len(text) < _CAPTION and bool(credit.split(text)[1]))
    )


def _is_nearly(one: str, other: str) -> bool:
    """Return whether two folded texts are the same but for their ends."""
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) > _TELLING and shorter in longer and len(shorter) > _NEARLY * len(longer)
