"""Checks MJML before it is rendered: well-formed, known tags and attributes, units, alternative texts, safe links.

One pass of expat, which gives line and column. The rules come from what mrml 6.0.1 and mail clients get wrong: a bare
`0` in a padding breaks Outlook's widths, `%` and `em` too; a picture without alt, width or role fails readers and
filters. And no letter links to an address that neither a model declares as one nor a template writes out: such an
address would miss what is done to all addresses of its kind, such as mirrors for readers whose censor blocks a host.
"""

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import lru_cache
from xml.parsers import expat

from digest.letter.lint_html import html_faults, link_faults

MAX_BYTES = 500_000
MAX_DEPTH = 60

_BOX = {"padding", "padding-top", "padding-right", "padding-bottom", "padding-left", "css-class"}
_TEXT = {
    "align",
    "color",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "line-height",
    "letter-spacing",
    "text-decoration",
}
_BACKGROUND = {
    "background-color",
    "border",
    "border-top",
    "border-right",
    "border-bottom",
    "border-left",
    "border-radius",
}
KNOWN: dict[str, set[str]] = {
    "mjml": {"lang", "dir"},
    "mj-head": set(),
    "mj-title": set(),
    "mj-style": set(),
    "mj-attributes": set(),
    "mj-breakpoint": {"width"},
    "mj-all": _BOX | _TEXT,
    "mj-class": {"name"} | _BOX | _TEXT | _BACKGROUND,
    "mj-body": {"width", "background-color", "css-class"},
    "mj-raw": set(),
    "mj-wrapper": _BOX | _BACKGROUND | {"full-width"},
    "mj-section": _BOX | _BACKGROUND | {"full-width", "direction", "text-align"},
    "mj-group": {"width", "vertical-align", "background-color", "direction", "css-class"},
    "mj-column": _BOX | _BACKGROUND | {"width", "vertical-align"},
    "mj-text": _BOX | _TEXT | {"height"},
    "mj-image": _BOX
    | _BACKGROUND
    | {"src", "alt", "width", "height", "href", "align", "title", "fluid-on-mobile", "font-size"},
    "mj-button": _BOX | _TEXT | _BACKGROUND | {"href", "inner-padding", "width", "height", "text-align", "title"},
    "mj-divider": _BOX | {"border-color", "border-style", "border-width", "width", "align"},
    "mj-spacer": {"height", "css-class"},
}
_HOLDS_HTML = {"mj-text", "mj-raw", "mj-button"}
_LENGTHS = {
    "padding",
    "padding-top",
    "padding-right",
    "padding-bottom",
    "padding-left",
    "inner-padding",
    "width",
    "height",
    "font-size",
}
_LENGTH = re.compile(r"\d+(\.\d+)?(px|%)( \d+(\.\d+)?(px|%)){0,3}")
_LINKING = {"href", "src", "srcset", "background", "poster"}


def lint(source: str, links: AbstractSet[str]) -> list[str]:
    """List the faults of MJML `source` as `letter.mjml:line:column: what`; an empty list means it may be rendered.

    `links` are the addresses it may link to.
    """
    if len(source) > MAX_BYTES:
        return [f"letter.mjml:1:1: the letter is larger than {MAX_BYTES // 1000} kB before rendering"]
    return _Linter(links).run(source)


class _Linter:
    """One pass over the source; `_html` is how deep inside a tag that holds HTML the parser is."""

    def __init__(self, links: AbstractSet[str]) -> None:
        self._links = links
        self._parser = expat.ParserCreate()
        self._parser.ordered_attributes = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._depth = self._html = 0
        self._defaults = False
        self._faults: list[str] = []

    def run(self, source: str) -> list[str]:
        try:
            self._parser.Parse(source, True)
        except expat.ExpatError as error:
            self._faults.append(f"letter.mjml:{error.lineno}:{error.offset + 1}: {expat.ErrorString(error.code)}")
        return self._faults

    def _add_faults(self, faults: Iterable[str]) -> None:
        place = f"letter.mjml:{self._parser.CurrentLineNumber}:{self._parser.CurrentColumnNumber + 1}"
        self._faults += [f"{place}: {fault}" for fault in faults]

    def _start(self, tag: str, attributes: list[str]) -> None:
        self._depth += 1
        if self._depth == MAX_DEPTH:
            self._add_faults([f"tags are nested {MAX_DEPTH} deep"])
        if self._html:
            self._html += 1
            faults, urls = _read_html(tag, *attributes)
        else:
            self._html = 1 if tag in _HOLDS_HTML and not self._defaults else 0
            self._defaults = self._defaults or tag == "mj-attributes"
            faults, urls = _read_mjml(tag, self._defaults, *attributes)
        if faults:
            self._add_faults(faults)
        for url in urls:
            if url not in self._links:
                undeclared = "which no field of a block's model declares an address"
                self._add_faults([f"<{tag}> points to `{url[:80]}`, {undeclared}"])

    def _end(self, tag: str) -> None:
        self._depth -= 1
        self._html -= 1 if self._html else 0
        if tag == "mj-attributes":
            self._defaults = False


def _pairs(attributes: tuple[str, ...]) -> dict[str, str]:
    return dict(zip(attributes[::2], attributes[1::2], strict=True))


@lru_cache(maxsize=4_096)
def _read_mjml(tag: str, defaults: bool, *given: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what is wrong with one MJML tag, and the addresses among its attributes.

    `given` are names and values in turn, `defaults` whether it stands in mj-attributes.
    """
    attributes = _pairs(given)
    return _mjml_faults(tag, defaults, attributes), _linked(attributes)


@lru_cache(maxsize=4_096)
def _read_html(tag: str, *given: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what is wrong with one HTML tag inside the MJML, and the addresses among its attributes."""
    attributes = _pairs(given)
    return html_faults(tag, attributes), _linked(attributes)


def _linked(attributes: dict[str, str]) -> tuple[str, ...]:
    return tuple(value for name, value in attributes.items() if name in _LINKING)


def _mjml_faults(tag: str, defaults: bool, attributes: dict[str, str]) -> tuple[str, ...]:
    if tag not in KNOWN:
        return (f"unknown tag <{tag}>",)
    faults = [f"unknown attribute `{name}` of <{tag}>" for name in attributes if name not in KNOWN[tag]]
    for name, value in attributes.items():
        if name in _LENGTHS and not _LENGTH.fullmatch(value):
            faults.append(f"`{name}` of <{tag}> is `{value}`: every length needs px")
    if tag == "mj-image" and not (defaults or attributes.get("alt")):
        faults.append("<mj-image> without alt")
    if tag == "mjml" and not (attributes.get("lang") and attributes.get("dir")):
        faults.append("<mjml> without lang and dir")
    return (*faults, *link_faults(tag, attributes))
