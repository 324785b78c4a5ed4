"""Which web addresses may stand in a letter: https, or http on this very machine (for rehearsals)."""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from digest.redirectors import is_for_editors_only, unwrapped
from digest.tracking import without_click_numbers, without_tracking
from digest.web_address import ascii_host, encoded

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_WEB_PORT = 80  # of http without a port (RFC 9110, 4.2.1)
_UNWANTED = re.compile(r"[\s\x00-\x20\x7f<>\"'`{}|\\^]")
_MORE_THAN_AN_ADDRESS = re.compile(r"[\s\x00-\x20\x7f<>\"\\]")
_SPACED = "the address has a space, quote or bracket in it; a space that belongs to it is written %20"
_DRAFT = "it shows a draft, which only those who are logged in to the site can open: publish the page first"
MAX_LENGTH = 2_000


def is_loopback(url: str) -> bool:
    """Return whether `url` names this machine by one of its three plain names."""
    try:
        return urlsplit(url).hostname in LOOPBACK
    except ValueError:
        return False


def own_place(url: str) -> tuple[str, int] | None:
    """Return the host and the port of this machine at which `url` is answered without TLS; None for any other."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() != "http" or not is_loopback(url):
        return None
    return parts.hostname or "", _WEB_PORT if port is None else port


def is_secure(url: str) -> bool:
    """Return whether `url` may be linked from a letter: https anywhere, http only on loopback."""
    return fault_of(url) is None


def fault_as_typed(url: str) -> str | None:
    """Return what is wrong with an address as a person wrote it, or None when a letter may link to it once encoded.

    A space, quote or bracket in it says that more than an address was pasted; a draft's is no page yet.
    """
    if is_for_editors_only(url):
        return _DRAFT
    return _SPACED if _MORE_THAN_AN_ADDRESS.search(url) else fault_of(encoded(url))


def page_address(url: str) -> str:
    """Return the page's own address of a link that was pasted: not by way of somebody else, and without tracking."""
    return without_tracking(unwrapped(url))


def link_address(url: str) -> str:
    """Return where a link is to lead that was pasted: not by way of somebody else, with the parameters it was given."""
    return without_click_numbers(unwrapped(url))


@lru_cache(maxsize=4_096)
def fault_of(url: str) -> str | None:
    """Return what is wrong with a web address, or None when a letter may link to it."""
    if len(url) > MAX_LENGTH:
        return f"the address is longer than {MAX_LENGTH} characters"
    if _UNWANTED.search(url):
        return _SPACED
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return "the address cannot be read"
    if parts.scheme not in ("http", "https"):
        return "the address does not begin with https://"
    host = parts.hostname or ""
    if "." not in host.removesuffix(".") and host not in LOOPBACK:
        return "the address has no host name"
    if parts.netloc.rpartition("@")[2].startswith("[") is not (":" in host):
        return "the address cannot be read"
    try:
        ascii_host(host)
    except ValueError as error:
        return str(error)
    if parts.username is not None or parts.password is not None:
        return "the address holds a user name or password"
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        return "the address begins with http://, which can be read and changed on its way"
    return None
