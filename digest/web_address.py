"""Addresses of pages in ASCII, as a letter must link to them. Pure.

Mail programs that look for links in plain text stop at the first character beyond ASCII, and many a page names its
picture with a space. What ASCII may hold is left as it is, so an address that is sound never changes. Rules: RFC 3986,
RFC 1035 (2.3.4) and UTS #46 for host names, https://url.spec.whatwg.org for what browsers repair.
"""

import ipaddress
import re
from functools import lru_cache
from urllib.parse import urlsplit

import idna

from digest.characters import without_invisible

_WHOLE = re.compile(r"(https?)://([^/?#\\]*)([^?#]*)(.*)", re.IGNORECASE | re.DOTALL)
_AUTHORITY = re.compile(r"([^\[\]@:]+)(:\d*)?")
_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_LONGEST_NAME = 253
_FRONT = re.compile(r"/?|/(?:[a-z]{2}(?:[_-][a-z]{2})?/?)?(?:index\.\w{2,5})?", re.IGNORECASE)
_NOT_ALLOWED = re.compile(r"[^!#$%&()*+,\-./0-9:;=?@A-Z\[\]_a-z~]|%(?![0-9A-Fa-f]{2})")


def ascii_host(host: str) -> str:
    """Return a host name or IP address in lower case and ASCII, as browsers ask for it.

    Raises `ValueError` for what can be neither, and would be an error of whatever library is asked to look it up.
    """
    try:
        return _ascii_host(host.lower())
    except ValueError:
        raise ValueError(f"`{host[:80]}` can be no host name") from None


def _ascii_host(host: str) -> str:
    if ":" in host and "%" not in host:  # no part of a network: it means something on one machine only
        ipaddress.IPv6Address(host)
        return host
    name = host if host.isascii() else _in_ascii(host)
    labels = name.removesuffix(".").split(".")
    if len(".".join(labels)) > _LONGEST_NAME or not all(map(_LABEL.fullmatch, labels)):
        raise ValueError
    if _NUMBER.fullmatch(labels[-1]):  # browsers take it for an IPv4 address, and know these by four numbers
        ipaddress.IPv4Address(".".join(labels))
    for label in labels:
        if label.startswith("xn--"):
            _check_encoded(label)
    return name


def _in_ascii(host: str) -> str:
    try:
        return idna.encode(host, uts46=True).decode()
    except idna.IDNAError:  # browsers open some names that IDNA 2008 does not know, such as those with an emoji
        return host.encode("idna").decode()


def _check_encoded(label: str) -> None:
    """Raise `ValueError` unless a label that begins with `xn--` is how some label beyond ASCII is written."""
    try:
        idna.ulabel(label)
    except idna.IDNAError:
        if label[4:].encode().decode("punycode").encode("idna").decode() != label:
            raise


def site_host(url: str) -> str:
    """Return the host of an address in lower case and without `www.`; empty where it has none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".").removeprefix("www.")
    except ValueError:
        return ""


def is_front_page(url: str) -> bool:
    """Return whether an address is that of a site's front page, in whatever language."""
    parts = urlsplit(url)
    return not parts.query and _FRONT.fullmatch(parts.path) is not None


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


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode(errors="replace"))
