"""The archive: every edition that began to go out, as everybody may read it; drafts are in none of its answers."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from digest.archive.web_letter import WebLetter, web_letter
from digest.delivery.variant import AppealMode, LetterOptions
from digest.ports.archive import BegunEdition, BegunEditions, OwnPictures
from digest.ports.revisions import Revisions

_LETTERS = 1_000
"""So many pages are kept made: some years' in every language. One that is amended is another edition to them."""


class ArchivedEdition(NamedTuple):
    """An edition as a page: its letter in one language, and the languages there are, the edition's own first."""

    begun: BegunEdition
    letter: WebLetter
    languages: tuple[str, ...]


class Archive:
    """The editions of one newsroom, whose letters are in its own `language` where nobody asks for another.

    `appeal` is how pages ask for support: nobody knows who reads them, and from where.
    """

    def __init__(
        self, editions: BegunEditions, revisions: Revisions, pictures: OwnPictures, language: str, appeal: AppealMode
    ) -> None:
        self._editions, self._revisions, self._pictures = editions, revisions, pictures
        self._language, self._options = language, LetterOptions(appeal=appeal)
        self._letter = lru_cache(_LETTERS)(self._make)
        self._languages = lru_cache(_LETTERS)(self._find_languages)

    def begun(self) -> list[BegunEdition]:
        """Return the editions there are pages of, the newest first; of one without kept letters there is none."""
        return [begun for begun in self._editions.begun() if self.languages(begun)]

    def read(self, editions: Sequence[BegunEdition]) -> list[ArchivedEdition]:
        """Return some of the editions that `begun` names, each in its own language, in their order."""
        found = (self._archived(begun, "") for begun in editions)
        return [edition for edition in found if edition]

    def languages(self, begun: BegunEdition) -> tuple[str, ...]:
        """Return the languages there are pages of an edition in, its own first; none where no letters were kept."""
        return self._languages(begun)

    def edition(self, edition_id: str, language: str = "") -> ArchivedEdition | None:
        """Return one edition in `language`, in its own for an empty one; None when there is no such page."""
        begun = next((begun for begun in self._editions.begun() if begun.id == edition_id), None)
        return self._archived(begun, language) if begun else None

    def _archived(self, begun: BegunEdition, language: str) -> ArchivedEdition | None:
        languages = self.languages(begun)
        wanted = language or next(iter(languages), "")
        letter = self._letter(begun, wanted) if wanted in languages else None
        return ArchivedEdition(begun, letter, languages) if letter else None

    def _make(self, begun: BegunEdition, language: str) -> WebLetter | None:
        frozen = self._revisions.letters(begun.id, begun.revision)
        letter = frozen.letter(language, self._options) if frozen else None
        return web_letter(letter, self._pictures.has) if letter and letter.html else None

    def _find_languages(self, begun: BegunEdition) -> tuple[str, ...]:
        """Return the languages of an edition's letters, the newsroom's own first."""
        frozen = self._revisions.letters(begun.id, begun.revision)
        there_are = {variant.language for variant in frozen.letters} if frozen else set()
        return tuple(sorted(there_are, key=lambda language: (language != self._language, language)))
