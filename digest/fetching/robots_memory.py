"""Remembers for an hour what each site's robots.txt said, so that it is asked for once and not with every page."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from digest.fetching.robots import may_read

AGENT = "friday-digest"
"""What this program is called, in its requests and by sites that have something to say to it."""
_REMEMBERED_SECONDS = 3_600.0  # RFC 9309 (2.4) allows a day


class RobotsMemory:
    """What sites said; only asked by whoever has the turn of that site."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._said: dict[str, tuple[float, str]] = {}

    def may_read(self, url: str, ask: Callable[[str], str]) -> bool:
        """Return whether the site of `url` lets this program read it; `ask` returns the text of a robots.txt."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        asked_at, said = self._said.get(site, (0.0, None))
        if said is None or self._clock() - asked_at > _REMEMBERED_SECONDS:
            said = ask(f"{site}/robots.txt")
            self._said[site] = (self._clock(), said)
        return may_read(said, AGENT, url)
