"""Amend: mended words of an edition that was mailed, for the web and for newcomers, with a note of what was changed.

    note -> begun -> check, build, preflight (nothing is fetched) -> every variant that was mailed -> the next revision

What is mailed stays what was kept when the edition began, also for readers who have not got it yet.
"""

from dataclasses import dataclass

from digest.calendar.edition_id import corrected
from digest.characters import one_line
from digest.delivery.counts import Report
from digest.delivery.frozen import FrozenLetters
from digest.delivery.revision import MAILED, Revision
from digest.delivery.statuses import EditionState
from digest.delivery.variant import nearest
from digest.editing.build import Built
from digest.editing.readiness import Assessor
from digest.errors import DigestError, EditionCancelled
from digest.ports.process import Clock
from digest.ports.reports import Reports
from digest.ports.revisions import Revisions
from digest.problem import Problem

LONGEST = 500
"""Characters of a note: whoever needs more writes it into the letter, under `corrections`."""


class NothingChanged(DigestError):
    """The edition reads just as its last revision does."""

    @classmethod
    def since(cls, edition_id: str, number: int) -> "NothingChanged":
        """Return the error for an edition whose letters are those of revision `number`."""
        same = "the letter that was mailed" if number == MAILED else f"revision {number}"
        remedy = f"change editions/{edition_id}.yaml or its lock, and look at it with `digest build {edition_id}`"
        return cls(f"edition {edition_id}: nothing changed, it reads just as {same}; {remedy}; then run this again")


@dataclass(frozen=True, slots=True)
class Amended:
    """A revision that was stored, how far the edition has come, and the warnings about its letters."""

    revision: Revision
    report: Report
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Amender:
    """Amends the editions of one newsroom; its `assessor` fetches nothing."""

    assessor: Assessor
    reports: Reports
    revisions: Revisions
    clock: Clock

    def amend(self, edition_id: str, typed: str) -> Amended:
        """Store the edition as its files are now, as its next revision, with the note that somebody `typed`.

        Raises `InputProblems` when anything stops the letter, and `DigestError` for a note that is none, an edition
        that has not begun or was cancelled, and where nothing changed.
        """
        note = one_paragraph(typed)
        if first := corrected(edition_id):
            remedy = f'begin another one with `digest amend {first} --correction --note "..."`'
            raise DigestError(f"{edition_id} is a correction, which nobody gets later; {remedy}")
        mailed = self._mailed(edition_id)
        found = self.assessor.assess(edition_id, self.clock.now())
        built = found.passed()
        revision = self.revisions.add(_as_mailed(built, mailed), note, built.own_language, self.clock.now())
        report = self.reports.report(edition_id)
        if report is None:
            raise _not_begun(edition_id)
        if revision is None:
            raise NothingChanged.since(edition_id, report.revisions[-1].number if report.revisions else MAILED)
        return Amended(revision, report, found.problems)

    def _mailed(self, edition_id: str) -> FrozenLetters:
        """Return the letters that an edition is mailed with; raises `DigestError` where it cannot be amended."""
        opened = self.reports.opened(edition_id)
        if opened is None:
            raise self._why_not_begun(edition_id)
        if opened.state is EditionState.CANCELLED:
            what = f"edition {edition_id} was cancelled; its page is not on the web"
            write = f'`digest amend {edition_id} --correction --note "..."`'
            raise EditionCancelled(f"{what}; to write to whoever has it, run {write}")
        letters = self.reports.letters(edition_id)
        if letters is None:
            what = f"edition {edition_id} was begun by a version that kept no letters, so it has no page to change"
            raise DigestError(f"{what}; write the correction into the next edition, under `corrections`")
        return letters

    def _why_not_begun(self, edition_id: str) -> DigestError:
        if edition_id in self.reports.forgotten():
            what = f"edition {edition_id} was handed over by a database that is gone, and this one has no letters of it"
            return DigestError(f"{what}; write the correction into the next edition, under `corrections`")
        missing = self.assessor.missing(edition_id)
        return DigestError(missing) if missing else _not_begun(edition_id)


def one_paragraph(typed: str) -> str:
    """Return a note as one paragraph of plain text; raises `DigestError` for one that is empty or too long."""
    note = one_line(typed)
    if not note:
        raise DigestError('an amendment needs a note for readers: add --note "We corrected the number of schools."')
    if len(note) > LONGEST:
        what = f"the note has {len(note):,} characters, and may have {LONGEST}"
        raise DigestError(f"{what}; say in a sentence what was wrong and what is right, the rest under `corrections`")
    return note


def _as_mailed(built: Built, mailed: FrozenLetters) -> FrozenLetters:
    """Return the new letters in every variant that was mailed; raises `DigestError` where there is none for one."""
    letters = built.freeze(variant for variant in mailed.letters if variant.options.without)
    gone = {variant.language for variant in mailed.letters if nearest(variant, letters.letters) is None}
    if gone:
        what = f"edition {built.edition} was mailed in {', '.join(sorted(gone))}, and there is no such letter any more"
        raise DigestError(f"{what}; put the fixed words of that language back into templates/locales")
    return letters


def _not_begun(edition_id: str) -> DigestError:
    remedy = f"just change editions/{edition_id}.yaml: nobody has it yet"
    return DigestError(f"edition {edition_id} has not begun to go out; {remedy}")
