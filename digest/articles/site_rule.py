"""What a newsroom's settings say of the pages of one site: selectors for fields, and lines that never count. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from digest.articles.headline import folded
from digest.web_address import site_host

LONGEST_LINE = 600
"""Characters: what is longer is no line, however it begins."""


@dataclass(frozen=True, slots=True)
class SiteRule:
    """The rule for the pages of `host`: a CSS selector for each field, empty where the page is read as any other."""

    host: str = ""
    headline: str = ""
    byline: str = ""
    picture: str = ""
    alt: str = ""
    credit: str = ""
    summary: str = ""
    text: str = ""
    date: str = ""
    stop: tuple[str, ...] = ()

    def stops(self, line: str) -> bool:
        """Return whether a line begins as one that is never taken; a whole paragraph is no line."""
        if not self.stop or len(line) > LONGEST_LINE:
            return False
        start = folded(line)
        return any(f"{start} ".startswith(f"{folded(stop)} ") for stop in self.stop if folded(stop))


NO_RULE = SiteRule()


def rule_for(url: str, rules: Iterable[SiteRule]) -> SiteRule:
    """Return the rule for the host of `url`, with or without `www.`, or one that says nothing."""
    host = site_host(url)
    return next((rule for rule in rules if rule.host.removeprefix("www.") == host), NO_RULE)
