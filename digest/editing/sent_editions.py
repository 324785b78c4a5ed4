"""Editions that went out, as readers' pages need them: the last ones' sections."""

from digest.calendar.edition_id import MOST_CORRECTIONS, corrected
from digest.errors import DigestError
from digest.ports.editorial import Editions
from digest.ports.reports import Reports

RECENT = 8
"""The sections of so many letters are offered."""
_LOOKED_THROUGH = RECENT * (MOST_CORRECTIONS + 1)


class SentEditions:
    """Knows what the editions of one newsroom had."""

    def __init__(self, editions: Editions, reports: Reports) -> None:
        self._editions, self._reports = editions, reports

    def sections(self) -> list[str]:
        """Return the names of the sections of the last editions, each once, in the order of the newest."""
        names: dict[str, None] = {}
        letters = [one for one in self._reports.last_opened(_LOOKED_THROUGH) if not corrected(one.edition)]
        for opened in letters[:RECENT]:
            try:
                edition, _ = self._editions.read(opened.edition)
            except DigestError:
                continue
            for section in edition.sections if edition else ():
                names.setdefault(section.name)
        return list(names)
