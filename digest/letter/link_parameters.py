"""The parameters that a newsroom puts behind its links, so that its statistics know what its letter brought. Pure.

They are the same for every reader, and stand on its own pages and where support is given, on nobody else's pages, in
both parts of a letter. What an address says already stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote_plus

from digest.edition.field_types import LinkKind
from digest.web_address import site_host

EDITION = "{edition}"
"""What stands for the edition's id in a value."""


@dataclass(frozen=True, slots=True)
class LinkParameters:
    """Names and values, and the `hosts` of the newsroom's own pages, in ASCII and without `www.`."""

    pairs: tuple[tuple[str, str], ...] = ()
    hosts: tuple[str, ...] = ()

    def of_edition(self, edition_id: str) -> "LinkParameters":
        """Return the parameters of one edition."""
        return replace(self, pairs=tuple((name, value.replace(EDITION, edition_id)) for name, value in self.pairs))

    def added(self, kind: LinkKind, url: str) -> str:
        """Return an address with the parameters it is to have (a `digest.letter.links.Change`)."""
        is_own = kind is LinkKind.ARTICLE and site_host(url) in self.hosts
        return _with(url, self.pairs) if is_own or kind is LinkKind.GIFT else url


NO_PARAMETERS = LinkParameters()


def _with(url: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return an address with those of the pairs whose name it does not have, behind its query, before its fragment."""
    page, sign, fragment = url.partition("#")
    address, _, query = page.partition("?")
    known = {unquote_plus(pair.partition("=")[0]).lower() for pair in query.split("&")}
    new = [f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs if name.lower() not in known]
    return f"{address}?{'&'.join(filter(None, [query, *new]))}{sign}{fragment}" if new else url
