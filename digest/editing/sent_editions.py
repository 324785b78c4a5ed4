"""Editions that went out, as readers' pages need them: the last ones' sections."""

from digest.errors import DigestError
from digest.ports.editorial import Editions
from digest.ports.reports import Reports

RECENT = 8
"""So many editions are looked through."""


class SentEditions:
    """Knows what the editions of one newsroom had."""

    def __init__(self, editions: Editions, reports: Reports) -> None:
        self._editions, self._reports = editions, reports

    def sections(self) -> list[str]:
        """Return the names of the sections of the last editions, each once, in the order of the newest."""
        names: dict[str, None] = {}
        for opened in self._reports.last_opened(RECENT):
            try:
                edition, _ = self._editions.read(opened.edition)
            except DigestError:
                continue
            for section in edition.sections if edition else ():
                names.setdefault(section.name)
        return list(names)
