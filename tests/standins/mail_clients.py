"""What mail programs make of a letter before they show it, imitated in its HTML; the browser does the rest.

Nobody's engine is here: these are the losses that are known of them (caniemail.com, October 2026).
"""

import re
from typing import Any

from lxml import html as parser

_HIDDEN_FROM_WORD = re.compile(r"<!--\[if !mso\]><!-->.*?<!--<!\[endif\]-->", re.DOTALL)
_FOR_WORD = re.compile(r"<!--\[if [^\]]*mso[^\]]*\]>(.*?)<!\[endif\]-->", re.DOTALL)
_STYLE = re.compile(r"<style[^>]*>.*?</style>", re.DOTALL)
_MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_LOST_IN_WORD = {"max-width", "min-width", "border-radius", "letter-spacing", "word-break", "overflow", "max-height"}
_CELLS = {"td", "th"}


def no_style(html: str) -> str:
    """Return what is left in Gmail for accounts of other providers, GMX, laposte and SFR: no `<style>` at all."""
    return _STYLE.sub("", _FOR_WORD.sub("", html))


def word(html: str) -> str:
    """Return what Outlook for Windows takes: its own comments, no media queries, padding in cells only."""
    opened = _FOR_WORD.sub(r"\1", _HIDDEN_FROM_WORD.sub("", html))
    opened = _STYLE.sub(lambda style: _MEDIA.sub("", style[0]), opened)
    root: Any = parser.document_fromstring(re.sub(r"</?(?:xml|noscript|o:\w+)[^>]*>", "", opened))
    for element in root.iter():
        if isinstance(element.tag, str) and element.get("style"):
            kept = [said for said in element.get("style").split(";") if _is_kept(element.tag, said)]
            element.set("style", ";".join(kept))
    return str(parser.tostring(root, encoding="unicode", doctype="<!doctype html>"))


def images_off(html: str) -> str:
    """Return a letter whose pictures lead nowhere."""
    return re.sub(r'(<img [^>]*?src=")[^"]*', r"\1/nothing.jpg", html)


def _is_kept(tag: str, said: str) -> bool:
    name, _, value = (part.strip().lower() for part in said.partition(":"))
    if name.startswith("padding"):
        return tag in _CELLS
    if name == "display":
        return value == "none"
    if tag == "img" and name in ("width", "height"):
        return False  # Word goes by the attributes
    return name not in _LOST_IN_WORD
