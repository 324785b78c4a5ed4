"""Build: from a locked edition to its letters, one per variant, with the last checks.

The same lock gives the same bytes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from digest.delivery.mail import Letter
from digest.delivery.variant import USUAL, AppealMode, LetterOptions, Variant
from digest.edition.cards import cards
from digest.edition.checks import pages
from digest.edition.lock import Lock
from digest.edition.model import Edition
from digest.errors import InputProblems
from digest.letter.letter import fingerprint, render
from digest.letter.preflight import SizeLimits, preflight, sizes
from digest.letter.slots import ReaderLinks
from digest.letter.templates import Templates
from digest.letter.view import Publication, view
from digest.problem import Problem, stop_the_letter

KEPT_LETTERS = 200
"""So many letters for readers with wishes of their own are kept at hand during a send."""
_RARE = LetterOptions(AppealMode.WARN, discreet=True, mirrors=True)


@dataclass(frozen=True, slots=True)
class Built:
    """The letters of one edition.

    One per language, the first in the edition's own, and any other that a reader's taste asks for.
    """

    edition: str
    letters: tuple[Letter, ...]
    fingerprint: str
    problems: tuple[Problem, ...]
    pages: tuple[str, ...]
    ad_hoc: bool = False
    sections: tuple[str, ...] = ()
    make: Callable[[Variant], Letter] | None = field(default=None, compare=False, repr=False)

    def letter(self, language: str, options: LetterOptions = USUAL) -> Letter:
        """Return the letter in one of the languages; it is rendered first for a taste that nobody had before."""
        if options == USUAL or self.make is None:
            return next(letter for letter in self.letters if letter.variant.language == language)
        return self.make(Variant(language, options))

    def report(self) -> dict[str, object]:
        """Return what report.json says: fingerprint, sizes in bytes, bytes per pick, problems."""
        return {
            "edition": self.edition,
            "fingerprint": self.fingerprint,
            "variants": {str(letter.variant): _sizes(letter) for letter in self.letters},
            "bytes_per_pick": dict(self.letters[0].bytes_per_pick),
            "problems": [str(problem) for problem in self.problems],
        }


def build(
    edition: Edition,
    lock: Lock,
    publication: Publication,
    templates: Templates,
    limits: SizeLimits,
    known: Iterable[Problem] = (),
) -> Built:
    """Render every variant of a checked edition; `known` are the problems found before.

    Raises `InputProblems` when anything stops the letter, and `TemplateBroken` when the templates do.
    """
    problems = list(known)
    own = edition.language or publication.language
    languages = [own, *sorted(templates.languages - {own})]
    shown = list(cards(edition, lock))

    def make(variant: Variant) -> Letter:
        return render(view(edition, shown, publication, variant, templates.phrase), variant, templates)

    letters = [make(variant) for variant in map(Variant, languages)]
    problems += preflight(letters[0], edition.file, limits, ReaderLinks(publication.base_url, edition.id))
    if stop_the_letter(problems):
        raise InputProblems(problems)
    rare = repr(
        [view(edition, shown, publication, Variant(language, _RARE), templates.phrase) for language in languages]
    )
    return Built(
        edition=edition.id,
        letters=tuple(letters),
        fingerprint=fingerprint(letters, rare),
        problems=tuple(problems),
        pages=tuple(pages(edition, lock)),
        ad_hoc=edition.kind == "special",
        sections=tuple(section.name for section in edition.sections),
        make=lru_cache(KEPT_LETTERS)(make),
    )


def _sizes(letter: Letter) -> dict[str, int]:
    measured = sizes(letter)
    return {
        "html_bytes": measured.html_bytes,
        "html_bytes_encoded": measured.encoded_bytes,
        "text_bytes": measured.text_bytes,
    }
