"""Whether a page leads on to another address: by a refresh in its head, or from its AMP form to itself. Pure.

Rules: https://html.spec.whatwg.org (4.2.5.3, "Refresh state"), https://amp.dev/documentation ("discoverable").
"""

import re
from dataclasses import dataclass

from lxml import html

from digest.articles.page import Page, parse

_MAY = re.compile(rb"http-equiv\s*=\s*[\"']?\s*refresh|<html[^>]{0,500}?[\s\"'](?:amp|\xe2\x9a\xa1)", re.IGNORECASE)
"""What a page has that may lead on: most do not, and are not looked at twice."""
_REFRESH = re.compile(
    r"\s*(\d{1,9})(?:\.[\d.]*)?\s*[;,\s]\s*(?:url\s*=\s*)?([\"']?)(.*?)(?:\2\s*)?", re.IGNORECASE | re.DOTALL
)
_LONGEST_SECONDS = 10
"""A page that waits longer shows something to be read first."""


@dataclass(frozen=True, slots=True)
class Onward:
    """Where a page leads on to, if anywhere. `at_once` it does so for every browser, else for those without scripts.

    `is_own_page` says that this is the AMP form of that page.
    """

    url: str = ""
    at_once: bool = False
    is_own_page: bool = False


def leads_on_to(data: bytes, url: str, charset: str | None) -> Onward:
    """Return where the page at `url` leads on to, of whose bytes the server says that they are in `charset`."""
    page = parse(data, url, charset) if _MAY.search(data) else None
    if page is None:
        return Onward()
    refreshes = [node for node in page.root.iter("meta") if (node.get("http-equiv") or "").strip().lower() == "refresh"]
    for node in sorted(refreshes, key=_needs_no_scripts):
        target = _target(page, node)
        if target:
            return Onward(target, at_once=not _needs_no_scripts(node))
    own = page.canonical() if {"amp", "\u26a1"} & set(page.root.attrib) else ""
    return Onward(own, is_own_page=True) if own and own != url else Onward()


def _needs_no_scripts(node: html.HtmlElement) -> bool:
    return any(around.tag == "noscript" for around in node.iterancestors())


def _target(page: Page, node: html.HtmlElement) -> str:
    found = _REFRESH.fullmatch(node.get("content") or "")
    if not found or int(found[1]) > _LONGEST_SECONDS:
        return ""
    target = page.absolute(found[3])
    return "" if target.partition("#")[0] == page.url.partition("#")[0] else target
