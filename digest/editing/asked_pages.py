"""Whether pages are there, asked of their sites and remembered, or only remembered: what shows pages asks nobody.

Else everybody who looked at the desk would ask the newsroom's site once more, and wait for its answer.
"""

from dataclasses import dataclass

from digest.ports.editorial import Liveness, PageAnswers
from digest.ports.process import Clock

_THERE = 200


@dataclass(frozen=True, slots=True)
class AskedPages:
    """Asks `sites`, and remembers what they answered; see `digest.ports.editorial.Liveness`."""

    sites: Liveness
    answers: PageAnswers
    clock: Clock

    def status(self, url: str) -> int:
        """Return what the site answers about a page, now."""
        status = self.sites.status(url)
        self.answers.remember(url, status, self.clock.now())
        return status


@dataclass(frozen=True, slots=True)
class RememberedPages:
    """Goes by what was answered last; a page that nobody asked for is taken to be there, until somebody does."""

    answers: PageAnswers

    def status(self, url: str) -> int:
        """Return what the site answered about a page when it was asked last."""
        last = self.answers.last(url)
        return _THERE if last is None else last
