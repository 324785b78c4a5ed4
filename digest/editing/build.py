"""Build: from a locked edition to its letters, one per variant, with the last checks.

The same lock gives the same bytes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypedDict

from digest.calendar.edition_id import corrected
from digest.delivery.frozen import FrozenLetters
from digest.delivery.mail import Envelope, Letter
from digest.delivery.variant import NO_RULES, USUAL, LetterOptions, MailboxRules, Variant, every_option, section_key
from digest.editing.letters import EditionLetters
from digest.edition.cards import cards
from digest.edition.checks import pages
from digest.edition.lock import Lock
from digest.edition.model import Edition
from digest.errors import InputProblems
from digest.letter.letter import fingerprint
from digest.letter.preflight import SizeLimits, sizes, unreplaced_marks
from digest.letter.publication import Publication
from digest.letter.templates import Templates
from digest.problem import Problem, ProblemFields, problems_as_dicts, stop_the_letter


class BuildReport(TypedDict):
    """The report of a build: sizes in bytes by variant, bytes of HTML by pick, problems as lines."""

    edition: str
    fingerprint: str
    variants: dict[str, dict[str, int]]
    bytes_per_pick: dict[str, int]
    problems: list[ProblemFields]


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
    mailboxes: MailboxRules = NO_RULES
    made: EditionLetters | None = field(default=None, compare=False, repr=False)

    def letter(self, language: str, options: LetterOptions = USUAL) -> Letter:
        """Return the letter in one of the languages."""
        if options == USUAL or self.made is None:
            return next(letter for letter in self.letters if letter.variant.language == language)
        return self.made.make(Variant(language, options))

    def freeze(self, fewer_sections: Iterable[Variant] = ()) -> FrozenLetters:
        """Return every letter that a reader may get: all with all sections, and those of `fewer_sections`.

        All of the former were checked when this was built. One of the latter that is not sound is left out, so that no
        reader's choice stops an edition: whoever wanted it gets the nearest letter, as safe as theirs. The choice of
        sections is counted once for the editors, in whatever languages and with whatever other options it was wanted.
        """
        whole = [Variant(language, options) for language in sorted(self.languages) for options in every_option()]
        fewer = {Variant(variant.language, variant.options.among(self.sections)) for variant in fewer_sections}
        wanted = sorted(fewer.difference(whole))
        sound = [one for one in wanted if self.made is None or self.made.is_sound(one)]
        replaced = {one.options.without for one in set(wanted).difference(sound)}
        letters = {variant: self.letter(variant.language, variant.options) for variant in (*whole, *sound)}
        return FrozenLetters(self.edition, self.sections, self.mailboxes, letters, len(replaced))

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
            variants={str(letter.variant): sizes_in_bytes(letter) for letter in self.letters},
            bytes_per_pick=dict(self.letters[0].bytes_per_pick),
            problems=problems_as_dicts(self.problems),
        )


@dataclass(frozen=True, slots=True)
class LetterBuilder:
    """Makes the letters of one newsroom's editions.

    `envelope` is who they come from (None: letters that are only looked at); `mailboxes` says at which of them letters
    warn, or do not ask.
    """

    publication: Publication
    templates: Templates
    limits: SizeLimits
    envelope: Envelope | None = None
    mailboxes: MailboxRules = NO_RULES

    def build(self, edition: Edition, lock: Lock, known: Iterable[Problem] = ()) -> Built:
        """Render every variant of a checked edition; `known` are the problems found before.

        Raises `InputProblems` when anything stops the letter, and `TemplateBroken` when the templates do.
        """
        problems = [*known, *unreplaced_marks(self.templates.texts)]
        made = self.letters_of(edition, lock)
        different = list(made.different())
        problems += made.problems(different)
        if stop_the_letter(problems):
            raise InputProblems(problems)
        return Built(
            edition=edition.id,
            letters=tuple(letter for letter in different if letter.variant.options == USUAL),
            fingerprint=fingerprint(different, repr(self._rules(made))),
            problems=tuple(problems),
            pages=tuple(pages(edition, lock)),
            ad_hoc=edition.kind == "special" or bool(corrected(edition.id)),
            sections=tuple(section.name for section in edition.sections),
            mailboxes=self.mailboxes,
            made=made,
        )

    def letters_of(self, edition: Edition, lock: Lock) -> EditionLetters:
        """Return what makes each letter of an edition when it is asked for."""
        own = edition.language or self.publication.language
        languages = [own, *sorted(self.templates.languages - {own})]
        shown = tuple(cards(edition, lock))
        return EditionLetters(edition, shown, languages, self.publication, self.templates, self.limits, self.envelope)

    def _rules(self, made: EditionLetters) -> tuple[object, ...]:
        """Return what decides about letters beside the words of those with all sections.

        Who gets which, what the words are made of, and what is left of an edition without each of its sections.
        """
        own, sections = made.languages[0], made.edition.sections
        without = [LetterOptions(without=(section_key(section.name),)) for section in sections]
        fewer = [made.show(Variant(own, options)) for options in without]
        return (self.mailboxes, self.publication, self.envelope, self.templates.digests, fewer)


def sizes_in_bytes(letter: Letter) -> dict[str, int]:
    """Return the sizes of a letter by their names in a report."""
    measured = sizes(letter)
    return {
        "html_bytes": measured.html_bytes,
        "html_bytes_encoded": measured.encoded_bytes,
        "text_bytes": measured.text_bytes,
    }
