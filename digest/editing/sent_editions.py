"""Editions that went out, as readers' pages show them: the newest as a preview, the last ones' sections."""

from functools import lru_cache

from digest.edition.cards import cards
from digest.errors import DigestError
from digest.letter.preview import Preview, preview
from digest.ports.editorial import Editions
from digest.ports.reports import Reports

RECENT = 8
"""So many editions are looked through."""
_PREVIEWS = 100
"""So many previews are kept made: those of the last editions in every language."""


class SentEditions:
    """Shows the editions of one newsroom whose letters are in its own `language` where readers ask for no other."""

    def __init__(self, editions: Editions, reports: Reports, language: str) -> None:
        self._editions, self._reports, self._language = editions, reports, language
        self._preview = lru_cache(_PREVIEWS)(self._make_preview)

    def preview(self, language: str) -> Preview | None:
        """Return the preview of the newest edition whose files are still there and sound, or None."""
        return next(filter(None, (self._preview(edition_id, language) for edition_id in self._names())), None)

    def sections(self) -> list[str]:
        """Return the names of the sections of the last editions, each once, in the order of the newest."""
        names: dict[str, None] = {}
        for edition_id in self._names():
            try:
                edition, _ = self._editions.read(edition_id)
            except DigestError:
                continue
            for section in edition.sections if edition else ():
                names.setdefault(section.name)
        return list(names)

    def _names(self) -> list[str]:
        return [opened.edition for opened in self._reports.last_opened(RECENT)]

    def _make_preview(self, edition_id: str, language: str) -> Preview | None:
        try:
            edition, _ = self._editions.read(edition_id)
            lock, _ = self._editions.read_lock(edition_id)
        except DigestError:
            return None
        if edition is None or lock is None:
            return None
        return preview(edition, list(cards(edition, lock)), self._language, language)
