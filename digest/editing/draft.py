"""Draft: an edition that is being written: its unread pages are read, it is checked, and built as readers would get it.

The commands `check` and `build` show it; whether it may go out is asked of `readiness`, which reads no page. Where
problems keep its letters from being made, there is still a marked draft to look at.
"""

from dataclasses import dataclass

from digest.editing.build import Built, LetterBuilder
from digest.editing.check import Checked, Checker
from digest.editing.marked_draft import MarkedDraft, marked_draft
from digest.errors import DigestError, InputProblems
from digest.ports.editorial import Pages
from digest.ports.process import Watcher
from digest.problem import Problem


@dataclass(frozen=True, slots=True)
class Draft:
    """What checking an edition found, all problems of it and its letter, and the letters or why there are none."""

    checked: Checked
    problems: tuple[Problem, ...]
    outcome: Built | DigestError

    @property
    def is_stopped(self) -> bool:
        """Return whether problems keep the letters from being made, and nothing else does."""
        return isinstance(self.outcome, InputProblems)

    def letters(self) -> Built:
        """Return the letters; raises what kept them from being made."""
        if isinstance(self.outcome, DigestError):
            raise self.outcome
        return self.outcome


@dataclass(frozen=True, slots=True)
class Drafts:
    """Makes drafts of the editions of one newsroom."""

    checker: Checker
    builder: LetterBuilder
    pages: Pages

    def draft(self, edition_id: str, watch: Watcher) -> Draft:
        """Read, check and build an edition; raises `DigestError` when there is none of that name."""
        found = self.checker.lock_and_check(edition_id, self.pages, watch)
        try:
            built = self.builder.build(*found.sound(), found.problems)
        except InputProblems as error:
            return Draft(found, error.problems, error)
        except DigestError as error:
            return Draft(found, found.problems, error)
        return Draft(found, built.problems, built)

    def marked(self, found: Draft) -> MarkedDraft:
        """Return the draft of an edition whose problems keep its letters from being made.

        Raises them where the file cannot be read at all, and whatever else kept the letters from being made.
        """
        if not found.is_stopped:
            found.letters()
        return marked_draft(found.checked, found.problems, self.builder)
