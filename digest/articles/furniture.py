"""What stands on a page around and amid the story and is none of it: captions, share lines, boxes, menus. Pure.

Changes the page's tree: read everything else first.
"""

import re
from functools import lru_cache

from lxml import html

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
_HEADS = ("author", "datePublished", "dateModified", "headline", "description")
_FRAME = frozenset(("html", "body", "head", "article", "main"))
_INLINE = frozenset(("a", "abbr", "b", "em", "i", "mark", "q", "ruby", "span", "strong", "u"))
_RUBY = frozenset(("ruby", "rb", "rt", "rp"))
"""How to read a word stands in brackets behind it: so it does in plain text."""
_LINES = frozenset(("p", "li", "dd", "td", "blockquote"))
_MOST_SHARE = 0.3
_LONG_PARAGRAPH, _FEW = 200, 2
_FEWEST_SIGNS = 500
"""Characters: a page with less text than this in paragraphs has its story in none."""
_AROUND_WORDS = 40
_LETTER = re.compile(r"\s*[^\W\d_]\s*")


def take_out_furniture(root: html.HtmlElement) -> None:
    """Take out of a page what is no text of its story, as far as marks and names of classes tell.

    Words amid a line stay, whatever their class is called, and so does what most of the text stands in.
    """
    in_paragraphs = _in_paragraphs(root) >= _FEWEST_SIGNS
    whole = max(1, _length(root, in_paragraphs=in_paragraphs))
    lines = dict[html.HtmlElement, int]()
    for node in list(root.iter()):
        if not isinstance(node.tag, str) or node.getparent() is None or node.tag in _FRAME:
            continue
        if node.tag in _RUBY or _is_initial(node):
            node.drop_tag()
        elif _is_named(node) and not (
            _is_amid_words(node, lines) or _holds_story(node, whole, in_paragraphs=in_paragraphs)
        ):
            node.drop_tree()


def _is_named(node: html.HtmlElement) -> bool:
    """Return whether an element is furniture by its tag or by what its classes are called."""
    if node.tag in _FURNITURE:
        return True
    names, place, head = node.get("class"), node.get("id"), node.get("itemprop")
    return bool((names or place) and _is_name(f"{names or ''} {place or ''}")) or head in _HEADS


@lru_cache(maxsize=4_096)
def _is_name(names: str) -> bool:
    """Return whether classes are called as furniture is; a page has few different ones, and thousands of elements."""
    return bool(_CLASS.search(names))


def _is_initial(node: html.HtmlElement) -> bool:
    """Return whether an element is the large first letter of a word."""
    goes_on = (node.tail or "")[:1].islower()
    return goes_on and node.tag in _INLINE and len(node) == 0 and bool(_LETTER.fullmatch(node.text or ""))


def _is_amid_words(node: html.HtmlElement, lines: dict[html.HtmlElement, int]) -> bool:
    """Return whether an element is a part of a line: words of its own line stand around it.

    `lines` remembers how long each line was before anything was taken out of it.
    """
    parent = node.getparent()
    while parent is not None and parent.tag in _INLINE:
        parent = parent.getparent()
    if node.tag not in _INLINE or parent is None or parent.tag in _FRAME:
        return False
    is_line = parent.tag in _LINES
    if parent not in lines:
        loose = [parent.text, *(child.tail for child in parent)]
        lines[parent] = len(parent.text_content()) if is_line else sum(len(text.strip()) for text in loose if text)
    return lines[parent] - (len(node.text_content()) if is_line else 0) >= _AROUND_WORDS


def _holds_story(node: html.HtmlElement, whole: int, *, in_paragraphs: bool) -> bool:
    """Return whether an element that is called furniture has the story inside: a class may stand around everything."""
    if node.tag == "p" and len(node.text_content()) > _LONG_PARAGRAPH:
        return True
    return (
        _length(node, in_paragraphs=in_paragraphs) > _MOST_SHARE * whole
        or sum(_in_paragraphs(paragraph) > _LONG_PARAGRAPH for paragraph in node.iter("p")) > _FEW
    )


def _length(node: html.HtmlElement, *, in_paragraphs: bool) -> int:
    if in_paragraphs:
        return _in_paragraphs(node)
    return sum(len(text) for text in node.itertext() if len(text) >= _AROUND_WORDS)


def _in_paragraphs(node: html.HtmlElement) -> int:
    return sum(len(paragraph.text_content()) for paragraph in node.iter("p"))
