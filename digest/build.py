"""Build: from a locked edition to its letters, one per variant, with the last checks. The same lock gives the same bytes."""

from collections.abc import Iterable
from dataclasses import dataclass

from digest.edition.cards import cards
from digest.edition.checks import pages
from digest.edition.lock import Lock
from digest.edition.model import Edition
from digest.errors import InputProblems
from digest.problem import Problem, stop_the_letter
from digest.rendering.letter import Letter, fingerprint, render
from digest.rendering.preflight import SizeLimits, preflight, sizes
from digest.rendering.slots import ReaderLinks
from digest.rendering.templates import Templates
from digest.rendering.view import Publication, Variant, view


@dataclass(frozen=True, slots=True)
class Built:
    """The letters of one edition, by variant; the first is in the edition's own language."""

    edition: str
    letters: tuple[Letter, ...]
    fingerprint: str
    problems: tuple[Problem, ...]
    pages: tuple[str, ...]
    special: bool = False

    def letter(self, variant: str) -> Letter:
        """Give the letter of a variant by its name."""
        return next(letter for letter in self.letters if str(letter.variant) == variant)

    def report(self) -> dict[str, object]:
        """Give what report.json says: fingerprint, sizes in bytes, bytes per pick, problems."""
        return {
            "edition": self.edition,
            "fingerprint": self.fingerprint,
            "variants": {str(letter.variant): _sizes(letter) for letter in self.letters},
            "bytes_per_pick": dict(self.letters[0].bytes_per_pick),
            "problems": [str(problem) for problem in self.problems],
        }


def build(
    edition: Edition, lock: Lock, publication: Publication, templates: Templates, limits: SizeLimits, known: Iterable[Problem] = ()
) -> Built:
    """Render every variant of a checked edition; `known` are the problems found before.

    Raises `InputProblems` when anything stops the letter, and `TemplateBroken` when the templates do.
    """
    problems = list(known)
    own = edition.language or publication.language
    languages = [own, *sorted(templates.languages - {own})]
    shown = list(cards(edition, lock))
    letters = [render(view(edition, shown, publication, variant), variant, templates) for variant in map(Variant, languages)]
    problems += preflight(letters[0], edition.file, limits, ReaderLinks(publication.base_url, edition.id))
    if stop_the_letter(problems):
        raise InputProblems(problems)
    return Built(edition.id, tuple(letters), fingerprint(letters), tuple(problems), tuple(pages(edition, lock)), edition.kind == "special")


def _sizes(letter: Letter) -> dict[str, int]:
    measured = sizes(letter)
    return {
        "html_bytes": measured.html_bytes,
        "html_bytes_encoded": measured.encoded_bytes,
        "text_bytes": measured.text_bytes,
    }
