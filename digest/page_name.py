"""The one name of a page, whatever the form of its address: to tell pages apart, never to link to them. Pure.

Two forms of one page that keep two names are a picked page too many; two pages under one name are an edition refused.
Left out is only what makes no other page. Rules: RFC 3986 (6.2), https://url.spec.whatwg.org,
https://developers.google.com/amp/cache/overview for the addresses that AMP caches make, Baidu's (MIP) among them, and
Yandex's (Turbo).
"""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import SplitResult, quote, urlsplit

from digest.page_forms import own_form, without_label
from digest.tracking import is_idle
from digest.web_address import ascii_host, encoded

_ESCAPE = re.compile("%[0-9A-Fa-f]{2}")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_BEYOND_ASCII = re.compile("(?:%[89A-F][0-9A-F])+", re.IGNORECASE)
_LEFT_ESCAPED = re.compile("(%[0-9A-F]{2})")
_ALLOWED = "!#$%&()*+,/:;=?@[]"
_WRITTEN_AMPERSAND = re.compile("&amp(?:;|%3B)", re.IGNORECASE)
_LABEL = "(?:[a-z0-9-]|%[89A-F][0-9A-F])+"
_AMP_CACHE = re.compile(
    rf"""(?: google\.(?:com?\.)?[a-z]{{2,3}}/amp
           | bing\.com/amp
           | (?:[a-z0-9-]+\.)?(?:cdn\.ampproject\.org|bing-amp\.com|mipcdn\.com)/(?:ii/w\d+|[a-z]{{1,3}})
           | (?P<turbo>yandex\.[a-z]{{2,3}}/turbo|[a-z0-9-]+\.turbopages\.org(?:/turbo)?)
         )/(?:s/)?
         (?P<host>{_LABEL}(?:\.{_LABEL})+(?::\d+)?)
         (?P<path>/.*)?""",
    re.IGNORECASE | re.VERBOSE,
)
_PARAMETER = re.compile(";([^;/=]+=[^;/]*)")
_ROUTE = re.compile("[!/].")
_HOST = re.compile("[a-z0-9._-]+|[0-9a-f.]*:[0-9a-f:.]+")
_DEFAULT_PORTS = (None, 80, 443)


@lru_cache(maxsize=4_096)
def page_name(url: str) -> str:
    """Return what a page is known by, whatever the form of its address: `example.org/2026/harvest`.

    No scheme, user, `www.`, default port, slash at the end, tracking parameter or AMP, and no fragment but that of a
    page which a script shows (`#!/harvest`); host names, escapes and accents in one form. What is no address is its
    own name, and so is a name.
    """
    name, shorter = url, _one_layer(url)
    while shorter not in (None, name):  # an AMP cache keeps an address that may have AMP in it
        name = shorter
        shorter = _one_layer(f"https://{name}")
    return name


def _one_layer(url: str) -> str | None:
    """Return the name of the page at `url`, or, where an AMP cache keeps it, its address without scheme.

    None for what is no address.
    """
    place = _place(url)
    if place is None:
        return None
    parts, host, port = place
    path = _PARAMETER.sub(_kept_parameter, _composed(_without_dots(parts.path))).rstrip("/")
    kept = _kept_by_amp_cache(host + path, _query(parts.query, host))
    if kept and _place(f"https://{kept}"):
        return kept
    host, path, parameter = own_form(host, path)
    query = _query("&".join(filter(None, (parameter, parts.query))), host)
    host = f"[{host}]" if ":" in host else host
    return host + ("" if port in _DEFAULT_PORTS else f":{port}") + path + _asked(query) + _route(parts.fragment)


def _place(url: str) -> tuple[SplitResult, str, int | None] | None:
    """Return the parts of an address with escapes in one form, its host in ASCII and its port, if it has these."""
    try:
        parts = urlsplit(_ESCAPE.sub(_one_form, encoded(url)))
        host, port = ascii_host(_decoded(parts.hostname or "")).rstrip("."), parts.port
    except ValueError:
        return None
    return (parts, without_label("www", host), port) if _HOST.fullmatch(host) else None


def _kept_by_amp_cache(page: str, query: str) -> str:
    """Return the address of the page that an AMP cache shows as `page`, without scheme; nothing for other pages."""
    found = _AMP_CACHE.fullmatch(page)
    if not found:
        return ""
    path = (found["path"] or "").removeprefix("/s" if found["turbo"] else "")  # there https is said behind the host
    path, _, own = path.partition("%3F")  # Google writes the query of the page itself so
    own = own.replace("%3D", "=").replace("%26", "&")
    return _decoded(found["host"]) + path + _asked("&".join(filter(None, (own, query))))


def _one_form(found: re.Match[str]) -> str:
    """Return an escape in capitals, or the character itself where it needs none (RFC 3986, 6.2.2)."""
    character = chr(int(found[0][1:], 16))
    return character if character in _UNRESERVED else found[0].upper()


def _decoded(text: str) -> str:
    """Return `text` with every escaped character beyond ASCII as itself; bytes that are no UTF-8 stay escaped."""

    def one(run: re.Match[str]) -> str:
        try:
            return bytes.fromhex(run[0].replace("%", "")).decode()
        except UnicodeDecodeError:
            return run[0]

    return _BEYOND_ASCII.sub(one, text)


def _composed(text: str) -> str:
    """Return a part of an address with its accents in one form (NFC): macOS names files in the other."""
    pieces = _LEFT_ESCAPED.split(_decoded(text))  # apart, lest an accent be put on the last letter of `%2C`
    pieces[::2] = [quote(unicodedata.normalize("NFC", piece), safe=_ALLOWED, errors="replace") for piece in pieces[::2]]
    return "".join(pieces)


def _without_dots(path: str) -> str:
    """Return a path without the segments `.` and `..` (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == ".." and len(kept) > 1:
            kept.pop()
        elif segment not in (".", ".."):
            kept.append(segment)
    return "/".join(kept)


def _query(query: str, host: str) -> str:
    """Return the parameters that say which page of `host` it is, by name; of one name in the order written."""
    pairs = _composed(_WRITTEN_AMPERSAND.sub("&", query)).replace("%20", "+").split("&")
    return "&".join(sorted((pair for pair in pairs if pair and not is_idle(pair, host)), key=_name_of))


def _name_of(pair: str) -> str:
    return pair.partition("=")[0]


def _kept_parameter(found: re.Match[str]) -> str:
    """Return a parameter of a path (RFC 3986, 3.3), unless it is a session's or tracks."""
    return "" if is_idle(found[1]) else found[0]


def _asked(query: str) -> str:
    return f"?{query}" if query else ""


def _route(fragment: str) -> str:
    """Return the fragment by which a script knows which page to show; any other is a place in the page."""
    route = fragment.partition(":~:")[0]
    return f"#{_composed(route)}" if _ROUTE.match(route) else ""
