"""Addresses of pages in ASCII, as a letter must link to them. Pure.

Mail programs that look for links in plain text stop at the first character beyond ASCII, and many a page names its
picture with a space. What ASCII may hold is left as it is, so an address that is sound never changes. Rules: RFC 3986,
UTS #46 for host names, https://url.spec.whatwg.org for what browsers repair.
"""

import re
from functools import lru_cache

import idna

from digest.characters import without_invisible

_WHOLE = re.compile(r"(https?)://([^/?#\\]*)([^?#]*)(.*)", re.IGNORECASE | re.DOTALL)
_AUTHORITY = re.compile(r"([^\[\]@:]+)(:\d*)?")
_NOT_ALLOWED = re.compile(r"[^!#$%&()*+,\-./0-9:;=?@A-Z\[\]_a-z~]|%(?![0-9A-Fa-f]{2})")


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


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode(errors="replace"))
