"""Build: from a locked edition to its letters, one per variant, with the last checks.

The same lock gives the same bytes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypedDict

from digest.delivery.mail import Letter
from digest.delivery.variant import EVERYTHING, USUAL, LetterOptions, Variant
from digest.edition.cards import cards
from digest.edition.checks import pages
from digest.edition.lock import Lock
from digest.edition.model import Edition
from digest.errors import InputProblems
from digest.letter.letter import fingerprint, render
from digest.letter.preflight import SizeLimits, preflight, sizes, unreplaced_marks
from digest.letter.publication import Publication
from digest.letter.slots import ReaderLinks
from digest.letter.templates import Templates
from digest.letter.view import View, view
from digest.problem import Problem, stop_the_letter

KEPT_LETTERS = 200
"""So many letters for readers with preferences of their own are kept at hand during a send."""


class BuildReport(TypedDict):
    """The report of a build: sizes in bytes by variant, bytes of HTML by pick, problems as lines."""

    edition: str
    fingerprint: str
    variants: dict[str, dict[str, int]]
    bytes_per_pick: dict[str, int]
    problems: list[str]


@dataclass(frozen=True, slots=True)
class Built:
    """The letters of one edition.

    One per language, the first in the edition's own, and any other that a reader's options ask for.
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
        """Return the letter in one of the languages; it is rendered first for options that nobody had before."""
        if options == USUAL or self.make is None:
            return next(letter for letter in self.letters if letter.variant.language == language)
        return self.make(Variant(language, options))

    @property
    def languages(self) -> frozenset[str]:
        """Return the languages there is a letter in."""
        return frozenset(letter.variant.language for letter in self.letters)

    @property
    def own_language(self) -> str:
        """Return the edition's own language, in which everybody gets it who asked for none there is."""
        return self.letters[0].variant.language

    def report(self) -> BuildReport:
        """Return what report.json says."""
        return BuildReport(
            edition=self.edition,
            fingerprint=self.fingerprint,
            variants={str(letter.variant): _sizes(letter) for letter in self.letters},
            bytes_per_pick=dict(self.letters[0].bytes_per_pick),
            problems=[str(problem) for problem in self.problems],
        )


@dataclass(frozen=True, slots=True)
class LetterBuilder:
    """Makes the letters of one newsroom's editions."""

    publication: Publication
    templates: Templates
    limits: SizeLimits

    def build(self, edition: Edition, lock: Lock, known: Iterable[Problem] = ()) -> Built:
        """Render every variant of a checked edition; `known` are the problems found before.

        Raises `InputProblems` when anything stops the letter, and `TemplateBroken` when the templates do.
        """
        publication, templates = self.publication, self.templates
        problems = [*known, *unreplaced_marks(templates.texts)]
        own = edition.language or publication.language
        languages = [own, *sorted(templates.languages - {own})]
        shown = list(cards(edition, lock))

        def show(variant: Variant) -> View:
            return view(edition, shown, publication, variant, templates.phrase)

        def make(variant: Variant) -> Letter:
            return render(show(variant), variant, templates)

        letters = [make(variant) for variant in map(Variant, languages)]
        links = ReaderLinks(publication.base_url, edition.id)
        problems += preflight(letters[0], edition.file, self.limits, links)
        if stop_the_letter(problems):
            raise InputProblems(problems)
        return Built(
            edition=edition.id,
            letters=tuple(letters),
            fingerprint=fingerprint(letters, repr([show(Variant(language, EVERYTHING)) for language in languages])),
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
