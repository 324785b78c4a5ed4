"""Text out of HTML, in fields of feeds and editorial systems and in the parts of pages that rules name. Pure.

Fields are escaped once, twice or not at all, whatever they declare; what looks like a comparison (`5 < 7`) is no tag.
"""

import html
import re

from lxml.html import HtmlElement

from digest.characters import one_line

_TAG = re.compile(r"<!--.{0,10000}?-->|</?[a-zA-Z][^<>]{0,2000}>", re.DOTALL)
_BREAK = re.compile(
    r"<(?:br|/?(?:p|div|li|ul|ol|h[1-6]|blockquote|tr|td|figure|figcaption))\b[^<>]{0,2000}>", re.IGNORECASE
)
_FORMATTING = re.compile(
    r"</?(?:a|b|i|u|em|strong|span|p|br|div|sub|sup|small|font|cite|q|img)\b[^<>]{0,2000}>", re.IGNORECASE
)
_BLOCKS = frozenset(("p", "li", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "dd", "dt"))
_NO_TEXT = frozenset(
    ("figure", "figcaption", "script", "style", "aside", "iframe", "noscript", "form", "button", "video", "audio", "h1")
)


def line(markup: str) -> str:
    """Return a field as one line of plain text: tags gone, entities decoded, also those that were escaped twice."""
    text = html.unescape(_TAG.sub("", _BREAK.sub(" ", markup)))
    return one_line(html.unescape(_FORMATTING.sub("", _BREAK.sub(" ", text))))


def paragraphs(root: HtmlElement) -> str:
    """Return the text of an article's HTML, a paragraph a line, without captions, forms and what is no text."""
    lines: list[str] = []
    loose: list[str] = []
    _walk(root, lines, loose)
    _end(loose, lines)
    return "\n".join(lines)


def _walk(root: HtmlElement, lines: list[str], loose: list[str]) -> None:
    """Collect the text below an element: what stands in no paragraph ends where a block or `<br>` stands.

    Without recursion, however deep the elements stand in one another.
    """
    steps: list[tuple[HtmlElement, bool]] = [(root, False)]
    while steps:
        node, is_end = steps.pop()
        is_block = node.tag in _BLOCKS or node.tag in ("div", "br", "section", "article", "tr")
        if is_end:
            if is_block:
                _end(loose, lines)
            loose.append(node.tail or "" if node is not root else "")
            continue
        if is_block:
            _end(loose, lines)
        steps.append((node, True))
        if isinstance(node.tag, str) and node.tag not in _NO_TEXT:
            loose.append(node.text or "")
            steps.extend((child, False) for child in reversed(node))


def _end(loose: list[str], lines: list[str]) -> None:
    text = one_line("".join(loose))
    loose.clear()
    if text:
        lines.append(text)
