"""What may be asked at all: web addresses, the hosts of the settings, the ports of the web."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from digest.edition.addresses import fault_of
from digest.errors import PageNotAsked, PageUnreadable
from digest.web_address import ascii_host, site_host

_NOT_SECURE = "the address begins with http://"
_SHORT = "amzn.to bit.ly buff.ly dlvr.it fb.me flip.it goo.gl is.gd j.mp lnkd.in msft.it ow.ly rb.gy reut.rs t.co t.ly"
_ONLY_REDIRECTS = frozenset(f"{_SHORT} tinyurl.com trib.al wapo.st nyti.ms cnn.it bbc.in yhoo.it clck.ru".split())
"""Hosts without a page of their own: what they ask programs not to read is another site's."""


@dataclass(frozen=True, slots=True)
class Access:
    """What a newsroom's settings allow: `hosts`, if any, are the only ones, `own_hosts` are the newsroom's sites.

    `allow_private` also allows machines that are not public, and any port.
    """

    hosts: tuple[str, ...] = ()
    allow_private: bool = False
    own_hosts: tuple[str, ...] = ()

    def check(self, url: str) -> None:
        """Raise `PageUnreadable` for what must not be asked; where a host's name leads is checked when it is known."""
        fault = fault_of(url)
        if fault and not fault.startswith(_NOT_SECURE):
            raise PageUnreadable(fault)
        parts = urlsplit(url)
        host = parts.hostname or ""
        if self.hosts and host not in map(ascii_host, self.hosts):
            raise PageNotAsked(f"{host} is not among `hosts` in [articles] of digest.toml")
        if not self.allow_private and parts.port not in (None, 80, 443):
            raise PageNotAsked(f"port {parts.port} is not read; only 80 and 443 are")

    def may_ignore_robots(self, url: str) -> bool:
        """Return whether a host's robots.txt says nothing to us: it is the newsroom's own, or has no pages."""
        host = site_host(url)
        return host in _ONLY_REDIRECTS or host in (ascii_host(own).removeprefix("www.") for own in self.own_hosts)
