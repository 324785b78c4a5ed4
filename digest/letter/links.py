"""Every address of a letter, found by the types of its models: to change or to list them all in one place.

Works on any dataclass whose fields are declared with the types of `digest.edition.field_types`, and on what these
fields hold: other dataclasses, tuples of them, and HTML or text with addresses inside (`Holds`), as all words of an
editor may have them (`digest.edition.field_types.Form`). Mirrors of blocked hosts and the newsroom's parameters
(`digest.letter.link_parameters`) are put in here; so would be anything else that concerns all links of a kind.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from html import unescape
from operator import is_
from typing import TYPE_CHECKING, Annotated, TypeAlias, TypeGuard, TypeVar, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit, urlunsplit

from markupsafe import Markup, escape

from digest.edition.bare_addresses import WWW, bare_addresses, bare_spans, may_hold_address, with_scheme
from digest.edition.field_types import Form, LinkKind
from digest.letter.plain_text import NUMBERED
from digest.web_address import ascii_host, encoded

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Model = TypeVar("Model", bound=DataclassInstance)

MIRRORED = frozenset({LinkKind.ARTICLE, LinkKind.PICTURE})
"""What a mirror of the newspaper has."""
_BETWEEN = '\\s<>"()«»“”„‘’'
_AT_AN_END = f"{_BETWEEN}.,;:!?…"
_HTML_BETWEEN = f"(?:&amp;|[^&{_BETWEEN}])*(?:&amp;|[^&{_AT_AN_END}])"
_WWW = f"(?x:(?i:{WWW.pattern}))"
_IN_HREF = re.compile(r'(?<=href=")[^"]*')
_IN_HTML = re.compile(f"{_IN_HREF.pattern}|https?://{_HTML_BETWEEN}|{_WWW}(?:[/?#]{_HTML_BETWEEN})?")
_HREF = re.compile(r'href="([^"]*)"')
_PLAIN = {str, int, float, bool, type(None), Ellipsis}

Held: TypeAlias = "str | float | DataclassInstance | tuple[Held, ...] | None"
"""What a field of a model holds; `float` stands for whole numbers, True and False, too."""
Change = Callable[[LinkKind, str], str]
"""Returns the address to use instead of one of a kind."""


@dataclass(frozen=True, slots=True)
class Holds:
    """Says that a text or HTML field holds addresses of a kind somewhere inside it.

    `is_seen` says of a text that its addresses are words of the HTML, too, as they were written.
    """

    kind: LinkKind
    is_seen: bool = True


ArticleHtml = Annotated[Markup, Holds(LinkKind.ARTICLE)]
ArticleText = Annotated[str, Holds(LinkKind.ARTICLE, is_seen=False)]
"""The text form of `ArticleHtml`."""
OwnText = Annotated[str, Holds(LinkKind.OWN_PAGE)]
"""Words of the publisher's settings, whose addresses no mirror has."""


def with_links(model: "Model", change: Change, *, seen: bool = True) -> "Model":
    """Return `model` with every declared address put through `change`; an empty one stays empty.

    Without `seen`, addresses that readers see as words stay as they were written, whatever they lead to.
    """
    changed = {}
    for name, declared in _declared(type(model)):
        if value := getattr(model, name):
            new = _changed(value, declared, change, seen)
            if new is not value:
                changed[name] = new
    return replace(model, **changed) if changed else model


def hrefs(model: "DataclassInstance") -> frozenset[str]:
    """Return all declared addresses of `model` in the form a letter links to them."""
    found: set[str] = set()
    _collect(model, found)
    return frozenset(found)


def in_ascii(kind: LinkKind, url: str) -> str:
    """Return an address as a letter may link to it: every part of it in ASCII (a `Change` of all kinds)."""
    return url if kind is LinkKind.MAILBOX else encoded(url)


def at_mirrors(mirrors: Mapping[str, str]) -> Change:
    """Return the change that leads to the hosts of `mirrors` whatever a mirror of the newspaper has."""
    return lambda kind, url: mirrored(url, mirrors) if kind in MIRRORED else url


def mirrored(url: str, mirrors: Mapping[str, str]) -> str:
    """Return the address of the same page at its host's mirror, if it has one; `mirrors` are named in ASCII (IDNA)."""
    try:
        parts = urlsplit(url)
        mirror = mirrors.get(ascii_host(parts.hostname or "").rstrip("."))  # as settings write domains
    except ValueError:  # an editor's note may hold anything that looks like an address
        return url
    return urlunsplit(parts._replace(scheme="https", netloc=mirror)) if mirror else url


@cache
def _declared(model: type["DataclassInstance"]) -> tuple[tuple[str, LinkKind | Holds | None], ...]:
    """Return the fields of a model that may hold addresses, each with what its type says of them."""
    hints = get_type_hints(model, include_extras=True)
    declared = ((field.name, _declaration(hints[field.name])) for field in fields(model))
    return tuple((name, kind) for name, kind in declared if kind or not _is_plain(hints[name]))


def _declaration(hint: object) -> LinkKind | Holds | None:
    """Return the declaration in a type, also inside `... | None` and `tuple[..., ...]`.

    The words of an editor hold addresses of pages.
    """
    if get_origin(hint) is Annotated:
        entry = next((entry for entry in get_args(hint)[1:] if isinstance(entry, LinkKind | Holds | Form)), None)
        return Holds(LinkKind.ARTICLE) if isinstance(entry, Form) else entry
    return next((found for inner in get_args(hint) if (found := _declaration(inner))), None)


def _is_plain(hint: object) -> bool:
    """Return whether a type is made of words and numbers only."""
    return hint in _PLAIN or (bool(get_args(hint)) and all(map(_is_plain, get_args(hint))))


def _changed(value: Held, declared: LinkKind | Holds | None, change: Change, seen: bool) -> Held:
    """Return what a field holds with its addresses put through `change`; the very same value where none changes."""
    if isinstance(value, str):
        return _changed_text(value, declared, change, seen) if declared and value else value
    if isinstance(value, tuple):
        new = tuple([_changed(entry, declared, change, seen) for entry in value])
        return value if all(map(is_, new, value)) else new
    return with_links(value, change, seen=seen) if _is_model(value) else value


def _is_model(value: Held) -> "TypeGuard[DataclassInstance]":
    return hasattr(value, "__dataclass_fields__")


def _changed_text(value: str, declared: LinkKind | Holds, change: Change, seen: bool) -> str:
    new = change(declared, value) if isinstance(declared, LinkKind) else _inside(value, declared, change, seen)
    return value if new == value else new  # the very same: a model is copied only for what is another


def _inside(value: str, holds: Holds, change: Change, seen: bool) -> str:
    """Return a text, or HTML (where addresses are escaped), with each address inside it put through `change`."""
    if not may_hold_address(value):
        return value
    if isinstance(value, Markup):
        return _in_html(value, holds.kind, change, seen)
    if not holds.is_seen:
        return _in_text_form(value, holds.kind, change, seen)
    return _with_bare_addresses(value, holds.kind, change) if seen else value


def _in_html(html: Markup, kind: LinkKind, change: Change, seen: bool) -> Markup:
    """Return HTML with each address that it links to put through `change`, and, if `seen`, those in its words."""
    pieces, after = list[Markup](), 0
    for found in (_IN_HTML if seen else _IN_HREF).finditer(html):
        url = unescape(found[0])
        new = _changed_address(url, kind, change)
        pieces += [html[after : found.start()], html[found.start() : found.end()] if new == url else escape(new)]
        after = found.end()
    return Markup().join([*pieces, html[after:]])


def _in_text_form(text: str, kind: LinkKind, change: Change, seen: bool) -> str:
    """Return the text form of HTML with each numbered address put through `change`, and, if `seen`, those in words."""
    parts = NUMBERED.split(text)  # words, a number, its address, words, ...
    parts[2::3] = [change(kind, url) if url.startswith(("https://", "http://")) else url for url in parts[2::3]]
    if seen:
        parts[::3] = [_with_bare_addresses(words, kind, change) for words in parts[::3]]
    return "".join(parts)


def _with_bare_addresses(text: str, kind: LinkKind, change: Change) -> str:
    """Return a text with each address that stands in it put through `change`."""
    pieces, after = [], 0
    for start, end in bare_spans(text):
        pieces += [text[after:start], _changed_address(text[start:end], kind, change)]
        after = end
    return "".join((*pieces, text[after:])) if pieces else text


def _changed_address(written: str, kind: LinkKind, change: Change) -> str:
    """Return an address as it is written where it stays the same, also without its scheme."""
    url = with_scheme(written)
    new = change(kind, url)
    return written if new == url else new


def _collect(model: "DataclassInstance", found: set[str]) -> None:
    for name, declared in _declared(type(model)):
        value = getattr(model, name)
        for entry in value if isinstance(value, tuple) else (value,):
            if not entry:
                continue
            if isinstance(declared, LinkKind):
                found.add(f"mailto:{entry}" if declared is LinkKind.MAILBOX else entry)
            elif isinstance(entry, Markup) and declared:
                found.update(map(unescape, _HREF.findall(entry)))
            elif isinstance(entry, str) and declared:
                found.update(bare_addresses(entry))
            elif _is_model(entry):
                _collect(entry, found)
