"""What a page prints with a picture: the caption below it, and who took it. Pure."""

import itertools
import re
from collections.abc import Sequence

from lxml import html

from digest.articles import credit, jsonld

_CREDIT_CLASS = re.compile(
    r"credit|copyright|photographer|attribution|rights|source|autor|author|urheber|quelle|foto(?:graf"
    r"|credit)",
    re.IGNORECASE,
)
_CAPTION_CLASS = re.compile(r"caption|legend|bildunterschrift|pie-?foto|didascalia", re.IGNORECASE)
_WHOLE = frozenset(("article", "main", "body", "html"))
_NEAR, _LONGEST_CAPTION = 6, 300
_LONGEST_CREDIT = 150


def caption_and_credit(shown: html.HtmlElement) -> tuple[str, str]:
    """Return the caption below a picture and the credit that is marked as one, each empty where there is none.

    They stand in the figure, or near the picture: as long as no other picture is as near.
    """
    for around in itertools.islice(shown.iterancestors(), _NEAR):
        if around.tag in _WHOLE or (around.tag not in ("figure", "picture") and _shows_others(around, shown)):
            break
        marked = [node for node in around.iter() if _is_credit(node)]
        follows = around.getnext()
        beside = [follows] if follows is not None and follows.tag == "figcaption" else []
        caption = next((node for node in (*around.iter(), *beside) if _is_caption(node)), None)
        if caption is not None or marked:
            return _parted(_text(caption) if caption is not None else "", [_text(node) for node in marked])
        text = _text(around)
        if len(text) < _LONGEST_CAPTION and credit.split(text)[1]:
            return text, ""
        alone = next((own for own in map(_text, around.iter("div", "span", "p", "small")) if _is_only_credit(own)), "")
        if len(text) < _LONGEST_CAPTION and alone:
            return text.replace(alone, "").strip(), credit.tidy(alone)
    return "", ""


def _shows_others(around: html.HtmlElement, shown: html.HtmlElement) -> bool:
    """Return whether another picture is as near: the same one for browsers without scripts is no other."""
    whole = next((node for node in itertools.islice(shown.iterancestors(), _NEAR) if node.tag == "picture"), shown)
    same = {*whole.iter("img"), *(img for hidden in around.iter("noscript") for img in hidden.iter("img"))}
    sources = {img.get("src") for img in same}
    return any(img not in same and img.get("src") not in sources for img in around.iter("img"))


def _is_only_credit(text: str) -> bool:
    """Return whether all of a text says who took a picture."""
    caption, taken_by = credit.split(text)
    return len(text) < _LONGEST_CREDIT and not caption and bool(taken_by)


def _parted(whole: str, marked: Sequence[str]) -> tuple[str, str]:
    """Return a caption without the first of the `marked` texts that is a credit, and that credit."""
    for text in marked:
        taken_by = credit.tidy(text)
        if taken_by and len(text) < _LONGEST_CREDIT:
            return whole.replace(text, "").strip(" -–—|(["), taken_by
    return whole, ""


def _text(node: html.HtmlElement) -> str:
    return jsonld.clean(" ".join(node.itertext()))


def _is_caption(node: html.HtmlElement) -> bool:
    return node.tag == "figcaption" or (
        isinstance(node.tag, str) and bool(_CAPTION_CLASS.search(node.get("class") or ""))
    )


def _is_credit(node: html.HtmlElement) -> bool:
    named = isinstance(node.tag, str) and node.tag not in ("img", "source", "picture", "a", "button")
    return named and bool(_CREDIT_CLASS.search(node.get("class") or ""))
