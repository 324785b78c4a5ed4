"""Preview: an edition as its files are at one moment, to be looked at while it is written. Nothing is fetched or sent.

A letter is made when it is looked at, and only that one: the others can wait, and whoever saves a file cannot. What all
of them have to say is found out by `problems`. A file that cannot be read, as in the middle of typing, leaves what
could be read last.
"""

from dataclasses import dataclass, replace
from functools import cached_property

from digest.delivery.mail import Letter
from digest.delivery.variant import Variant
from digest.editing.build import LetterBuilder
from digest.editing.check import Checked, Checker
from digest.editing.letters import EditionLetters
from digest.editing.marked_draft import OPENS_NOTHING, marked_draft
from digest.edition.candidates import Candidates, candidates
from digest.errors import InputProblems
from digest.letter.slots import SLOT
from digest.ports.editorial import PicksFiles
from digest.problem import Problem, stop_the_letter


@dataclass(frozen=True)
class Preview:
    """An edition at one moment: the `text` of its file, what was `found` in it, and what of it can be `shown`.

    `shown` is what was found when its file could be read the last time; None where it never could.
    """

    text: str
    found: Checked
    shown: Checked | None
    builder: LetterBuilder

    @property
    def is_kept(self) -> bool:
        """Return whether the letter is of an earlier moment: the file cannot be read now."""
        return self.shown is not self.found

    def letter(self, variant: Variant) -> Letter:
        """Return the letter of one variant, its readers' links opening nothing; a draft where problems stop it.

        What stops it is not said in it: whoever looks has that beside it. Raises `InputProblems` where the file could
        never be read, and `TemplateBroken` when the templates are broken.
        """
        if self.shown is None:
            raise InputProblems(self.found.problems)
        if self._made is not None:
            letter = self._made.make(variant)
            if not stop_the_letter(self._made.problems([letter])):
                return _opening_nothing(letter)
        return marked_draft(self.shown, (), self.builder, variant=variant).letter

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Return all problems of the edition, those of letters that nobody looks at, too."""
        try:
            return self.builder.build(*self.found.sound(), self.found.problems).problems
        except InputProblems as error:
            return error.problems

    def candidates(self) -> list[Candidates]:
        """Return what there is to choose for each pick of the file as it is now; nothing while it cannot be read."""
        edition = self.found.edition
        return [] if edition is None else list(candidates(edition, self.found.lock))

    @cached_property
    def _made(self) -> EditionLetters | None:
        if self.shown is None or self.shown.edition is None or stop_the_letter(self.shown.problems):
            return None
        return self.builder.letters_of(self.shown.edition, self.shown.lock)


def take_preview(
    edition_id: str, checker: Checker, builder: LetterBuilder, files: PicksFiles, before: Preview | None
) -> Preview:
    """Return the preview of an edition as its files are now; raises `DigestError` when there is no such edition."""
    text, _ = files.read_text(edition_id)
    found = checker.check(edition_id)
    can_be_shown = found.edition is not None and "sections" not in found.edition.unread
    shown = found if can_be_shown else before.shown if before else None
    if shown is None and found.edition is not None:
        shown = found
    return Preview(text or "", found, shown, builder)


def _opening_nothing(letter: Letter) -> Letter:
    html, text = (part.replace(SLOT, OPENS_NOTHING) for part in (letter.html, letter.text))
    return replace(letter, html=html, text=text)
