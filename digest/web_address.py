"""Addresses of pages: in ASCII, as a letter must link to them, and as the one name of the page they lead to. Pure.

Mail programs that look for links in plain text stop at the first character beyond ASCII, and many a page names its
picture with a space. What ASCII may hold is left as it is, so an address that is sound never changes. Rules: RFC 3986,
UTS #46 for host names, https://url.spec.whatwg.org for what browsers repair.
"""

import re
from functools import lru_cache
from urllib.parse import urlsplit

import idna

from digest.characters import without_invisible

_WHOLE = re.compile(r"(https?)://([^/?#\\]*)([^?#]*)(.*)", re.IGNORECASE | re.DOTALL)
_AUTHORITY = re.compile(r"([^\[\]@:]+)(:\d*)?")
_NOT_ALLOWED = re.compile(r"[^!#$%&()*+,\-./0-9:;=?@A-Z\[\]_a-z~]|%(?![0-9A-Fa-f]{2})")
_ESCAPE = re.compile("%[0-9A-Fa-f]{2}")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_AMP_CACHE = re.compile(r"(?:www\.google\.[a-z.]+/amp|[a-z0-9-]+\.cdn\.ampproject\.org/[a-z]{1,3})/(?:s/)?(?=[^/]+\.)")
_AMP_SUFFIX = re.compile(r"\.amp(?=\.html?$|$)")
_IDENTIFYING = frozenset({"cid", "eid", "uid", "clid", "keyword", "session", "source"})
"""Names that courlan takes for tracking and some sites give their pages: better two pages than an edition refused."""


def ascii_host(host: str) -> str:
    """Return a host name in lower case and ASCII, as browsers ask for it; raises `ValueError` for what is none."""
    lower = host.lower()
    if lower.isascii():
        return lower
    try:
        return idna.encode(lower, uts46=True).decode()
    except idna.IDNAError:  # browsers open some names that IDNA 2008 does not know, such as those with an emoji
        return lower.encode("idna").decode()


@lru_cache(maxsize=4_096)
def encoded(url: str) -> str:
    """Return a web address in ASCII, every character that no address may hold percent-encoded.

    Anything else, such as a mailto: address or a host name that cannot be, comes back as it is.
    """
    whole = _WHOLE.fullmatch(re.sub(r"[\t\n\r]", "", without_invisible(url)).strip())
    if whole is None:
        return url
    scheme, authority, path, rest = whole.groups()
    named = _AUTHORITY.fullmatch(authority)
    if named and not authority.isascii():
        try:
            authority = ascii_host(named[1]) + (named[2] or "")
        except ValueError:
            return url
    return f"{scheme.lower()}://{authority}" + _NOT_ALLOWED.sub(_percent, path.replace("\\", "/") + rest)


def page_name(url: str) -> str:
    """Return what a page is known by, whatever the form of its address: `example.org/2026/harvest`.

    No scheme, `www.`, default port, fragment, slash at the end, tracking parameter or AMP; host names and escapes in
    one form.
    """
    try:
        parts = urlsplit(_ESCAPE.sub(_one_form, encoded(url)))
        port = parts.port
    except ValueError:
        return url
    if not parts.hostname:
        return url
    cached = _AMP_CACHE.match(f"{parts.hostname}{parts.path}")
    if cached:
        return page_name("https://" + f"{parts.hostname}{parts.path}"[cached.end() :])
    host = parts.hostname.rstrip(".").removeprefix("www.").removeprefix("amp.")
    own_port = "" if port in (None, 443 if parts.scheme == "https" else 80) else f":{port}"
    path = "/".join(segment for segment in parts.path.split("/") if segment.lower() != "amp").rstrip("/")
    query = sorted(pair for pair in parts.query.split("&") if pair and not _is_idle(pair))
    return host + own_port + _AMP_SUFFIX.sub("", path) + ("?" + "&".join(query) if query else "")


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode(errors="replace"))


def _one_form(found: re.Match[str]) -> str:
    """Return an escape in capitals, or the character itself where it needs none (RFC 3986, 6.2.2)."""
    character = chr(int(found[0][1:], 16))
    return character if character in _UNRESERVED else found[0].upper()


@lru_cache(maxsize=4_096)
def _is_idle(pair: str) -> bool:
    """Return whether a `name=value` of a query says where a reader came from, or asks for AMP, and not which page."""
    from courlan.clean import TRACKERS_RE

    name = pair.partition("=")[0].lower()
    if name == "amp" or name.startswith("amp_") or pair.lower() == "outputtype=amp":
        return True
    found = TRACKERS_RE.search(name)
    whole_word = found and (found[0].endswith("_") or not name[found.end() : found.end() + 1].isalnum())
    return bool(whole_word) and name not in _IDENTIFYING
