"""Correction: begin a short edition for whoever got a letter that was wrong."""

from dataclasses import dataclass

from digest.calendar.edition_id import MOST_CORRECTIONS, corrected, read_edition_id
from digest.characters import one_line
from digest.edition.correction_file import correction_text
from digest.errors import DigestError
from digest.letter.publication import Publication
from digest.letter.templates import Templates
from digest.ports.editorial import Editions, PicksFiles
from digest.ports.reports import Reports


@dataclass(frozen=True, slots=True)
class Corrections:
    """Begins the corrections of one newsroom's letters."""

    editions: Editions
    files: PicksFiles
    reports: Reports
    publication: Publication
    templates: Templates
    approval_required: bool

    def begin(self, edition_id: str, words: str) -> str:
        """Write the file of a correction that says `words`, and return its id.

        Raises `DigestError` where there is nothing to correct, nothing is said, or an earlier correction
        has not gone out.
        """
        words = one_line(words)
        if not words:
            raise DigestError(
                '--note is empty: say what was wrong, and what is right, as in --note "It was 201, not 210."'
            )
        if first := corrected(edition_id):
            raise DigestError(f"{edition_id} is a correction itself; begin another one of edition {first}")
        if self.reports.opened(edition_id) is None:
            remedy = f"mend editions/{edition_id}.yaml, which readers get as it is then"
            raise DigestError(f"edition {edition_id} has not gone out, so there is nothing to correct; {remedy}")
        edition, _ = self.editions.read(edition_id)
        own, language = (edition.subject, edition.language) if edition else ("", "")
        phrase_language = language or self.publication.language
        subject = self.templates.phrase(phrase_language, "subject_correction", subject=own or self.publication.title)
        name = self._next(edition_id)
        self.files.create(name, correction_text(name, language, subject, words, is_approved=self.approval_required))
        return name

    def _next(self, edition_id: str) -> str:
        """Return the id of the next correction of an edition."""
        letter, written = read_edition_id(edition_id), set(self.editions.names())
        numbers = range(1, MOST_CORRECTIONS + 1) if letter else ()
        ids = [str(letter._replace(correction=number)) for number in numbers if letter]
        forgotten = self.reports.forgotten()  # a database that is gone may have sent one whose file is gone, too
        free = [name for name in ids if name not in forgotten and self.reports.opened(name) is None]
        if waits := next((name for name in free if name in written), None):
            there = f"there is editions/{waits}.yaml already, which has not gone out"
            raise DigestError(f"{there}; change it, or delete it, then run this again")
        if not free:
            raise DigestError(f"edition {edition_id} has {MOST_CORRECTIONS} corrections; write the next letter instead")
        return free[0]
