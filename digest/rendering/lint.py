"""Checks MJML before it is rendered: well-formed, known tags and attributes, units, alternative texts, safe links.

One pass of expat, which gives line and column. The rules come from what mrml 6.0.1 and mail clients get wrong: a bare `0` in a
padding breaks Outlook's widths, `%` and `em` too; a picture without alt, width or role fails readers and filters.
"""

import re
from xml.parsers import expat

from digest.edition.addresses import is_secure
from digest.rendering.slots import FIND

MAX_BYTES = 500_000
MAX_DEPTH = 60

_BOX = {"padding", "padding-top", "padding-right", "padding-bottom", "padding-left", "css-class"}
_TEXT = {"align", "color", "font-family", "font-size", "font-style", "font-weight", "line-height", "letter-spacing", "text-decoration"}
_BACKGROUND = {"background-color", "border", "border-top", "border-right", "border-bottom", "border-left", "border-radius"}
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
    "mj-image": _BOX | _BACKGROUND | {"src", "alt", "width", "height", "href", "align", "title", "fluid-on-mobile", "font-size"},
    "mj-button": _BOX | _TEXT | _BACKGROUND | {"href", "inner-padding", "width", "height", "text-align", "title"},
    "mj-divider": _BOX | {"border-color", "border-style", "border-width", "width", "align"},
    "mj-spacer": {"height", "css-class"},
}
_HOLDS_HTML = {"mj-text", "mj-raw", "mj-button"}
_LENGTHS = {"padding", "padding-top", "padding-right", "padding-bottom", "padding-left", "inner-padding", "width", "height", "font-size"}
_LENGTH = re.compile(r"\d+(\.\d+)?(px|%)( \d+(\.\d+)?(px|%)){0,3}")
_HANDLER = re.compile(r"\bon\w")
_ACTIVE = {"script", "form", "input", "iframe", "object", "embed", "base", "link", "meta", "video", "audio", "svg"}


def lint(source: str) -> list[str]:
    """List the faults of MJML `source` as `letter.mjml:line:column: what`; an empty list means it may be rendered."""
    if len(source) > MAX_BYTES:
        return [f"letter.mjml:1:1: the letter is larger than {MAX_BYTES // 1000} kB before rendering"]
    return _Linter().run(source)


class _Linter:
    """One pass over the source; `_html` is how deep inside a tag that holds HTML the parser is."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
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

    def _fault(self, what: str) -> None:
        self._faults.append(f"letter.mjml:{self._parser.CurrentLineNumber}:{self._parser.CurrentColumnNumber + 1}: {what}")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == MAX_DEPTH:
            self._fault(f"tags are nested {MAX_DEPTH} deep")
        if self._html:
            self._html += 1
            self._check_html(tag, attributes)
        else:
            self._check_mjml(tag, attributes)
            self._html = 1 if tag in _HOLDS_HTML else 0
        for name in ("href", "src") if attributes else ():
            if name in attributes:
                self._check_link(tag, attributes[name])

    def _end(self, _tag: str) -> None:
        self._depth -= 1
        self._html -= 1 if self._html else 0

    def _check_mjml(self, tag: str, attributes: dict[str, str]) -> None:
        if tag not in KNOWN:
            self._fault(f"unknown tag <{tag}>")
            return
        if tag == "mj-attributes":
            self._defaults = True
        elif tag == "mj-body":
            self._defaults = False
        known = KNOWN[tag]
        for name, value in attributes.items():
            if name not in known:
                self._fault(f"unknown attribute `{name}` of <{tag}>")
            if name in _LENGTHS and not _LENGTH.fullmatch(value):
                self._fault(f"`{name}` of <{tag}> is `{value}`: every length needs px")
        if tag == "mj-image" and not (self._defaults or attributes.get("alt")):
            self._fault("<mj-image> without alt")
        if tag == "mjml" and not (attributes.get("lang") and attributes.get("dir")):
            self._fault("<mjml> without lang and dir")

    def _check_html(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "img" and not ("alt" in attributes and "width" in attributes):
            self._fault("<img> without alt and width")
        if tag == "table" and attributes.get("role") != "presentation":
            self._fault('<table> without role="presentation"')
        if tag in _ACTIVE or (attributes and _HANDLER.search(" ".join(attributes))):
            self._fault(f"<{tag}> is active content, which has no place in a letter")

    def _check_link(self, tag: str, url: str) -> None:
        if not url.startswith("mailto:") and not is_secure(FIND.sub("token", url)):
            self._fault(f"<{tag}> points to `{url[:80]}`, not to an https:// address")
