"""What mail programs make of a letter before they show it, imitated in its HTML; a browser does the rest. Pure.

Nobody's engine is here: these are the losses that are known of them (caniemail.com, October 2026). Pictures of letters
are taken of what comes out (`digest/editing/shots.py`), and tests measure it.
"""

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from lxml import html as parser

_HIDDEN_FROM_WORD = re.compile(r"<!--\[if !mso\]><!-->.*?<!--<!\[endif\]-->", re.DOTALL)
_FOR_WORD = re.compile(r"<!--\[if [^\]]*mso[^\]]*\]>(.*?)<!\[endif\]-->", re.DOTALL)
_FOR_OFFICE = re.compile(r"<xml>.*?</xml>|</?noscript[^>]*>", re.DOTALL)
_STYLE = re.compile(r"<style[^>]*>.*?</style>", re.DOTALL)
_MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_LOST_IN_WORD = {"max-width", "min-width", "border-radius", "letter-spacing", "word-break", "overflow", "max-height"}
_SCHEMES = re.compile(r'(name="color-scheme" content="|[{ ;]color-scheme: )light dark(["; }])')
_CELLS = {"td", "th"}
_PICTURE = re.compile(r'(<img [^>]*?src=")([^"]*)')


def no_style(html: str) -> str:
    """Return what is left in Gmail for accounts of other providers, GMX, laposte and SFR: no `<style>` at all."""
    return _STYLE.sub("", _FOR_WORD.sub("", html))


def word(html: str) -> str:
    """Return what Outlook for Windows takes: its own comments, no media queries, padding in cells only."""
    opened = _FOR_WORD.sub(r"\1", _HIDDEN_FROM_WORD.sub("", html))
    opened = _STYLE.sub(lambda style: _MEDIA.sub("", style[0]), opened)
    root: Any = parser.document_fromstring(_FOR_OFFICE.sub("", opened))
    for element in root.iter():
        if isinstance(element.tag, str) and element.get("style"):
            kept = [said for said in element.get("style").split(";") if _is_kept(element.tag, said)]
            element.set("style", ";".join(kept))
    return str(parser.tostring(root, encoding="unicode", doctype="<!doctype html>"))


def images_off(html: str) -> str:
    """Return a letter whose pictures lead nowhere."""
    return _PICTURE.sub(r"\1/nothing.jpg", html)


def in_scheme(html: str, *, dark: bool) -> str:
    """Return a letter as programs show it whose reader likes it dark, or light, whatever the one who looks likes."""
    told = "dark" if dark else "light"
    html = _SCHEMES.sub(rf"\1{told}\2", html)
    return html.replace("(prefers-color-scheme: dark)", "(min-width: 0px)" if dark else "(max-width: 0px)")


def whole(html: str) -> str:
    """Return what programs take that leave a letter as it is: Apple Mail, Gmail for accounts of its own."""
    return html


def picture_addresses(html: str) -> list[str]:
    """Return the addresses of the pictures that a letter shows, each once, in their order."""
    return list(dict.fromkeys(unescape(found[2]) for found in _PICTURE.finditer(html)))


def embed_pictures(html: str, files: Mapping[str, bytes]) -> str:
    """Return a letter that holds its pictures itself, JPEGs by their addresses, so that nothing is loaded to show it.

    Only for looking at: mail programs show no such pictures. One that is not in `files` keeps its address.
    """

    def embedded(found: re.Match[str]) -> str:
        file = files.get(unescape(found[2]))
        return found[0] if file is None else f"{found[1]}data:image/jpeg;base64,{b64encode(file).decode()}"

    return _PICTURE.sub(embedded, html)


@dataclass(frozen=True, slots=True)
class Look:
    """One way a letter is seen: in a window of `width` pixels, by readers who like it dark or not, in a program."""

    name: str
    width: int
    dark: bool = False
    client: Callable[[str], str] = whole


LOOKS = (
    Look("600", 600),
    Look("375", 375),
    Look("600-dark", 600, dark=True),
    Look("375-dark", 375, dark=True),
    Look("images-off", 600, client=images_off),
    Look("no-style", 375, client=no_style),
    Look("word", 600, client=word),
)
"""What pictures are taken of; the names stand in those of the files."""


def _is_kept(tag: str, said: str) -> bool:
    name, _, value = (part.strip().lower() for part in said.partition(":"))
    if name.startswith("padding"):
        return tag in _CELLS
    if name == "display":
        return value == "none"
    if tag == "img" and name in ("width", "height"):
        return False  # Word goes by the attributes
    return name not in _LOST_IN_WORD
