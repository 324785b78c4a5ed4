"""Readiness: whether an edition may go out now, and every problem that stops it.

It must exist, be locked, have no problems, be fresh, fit, and be approved where that is required. Every answer is a
list of problems with file, line and what to do; nothing is sent here. Nothing is fetched either but the answer whether
a page is there that an editor said goes live just now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from digest.editing.another_editor import AnotherEditor
from digest.editing.build import Built, LetterBuilder
from digest.editing.check import Checked, Checker
from digest.editing.embargoes import Embargoes
from digest.edition.approval import Approval, approvers, counting
from digest.edition.approval_rule import ApprovalRule
from digest.errors import DigestError, InputProblems
from digest.ports.editorial import Approvals
from digest.problem import START, Problem, Severity, stop_the_letter


@dataclass(frozen=True, slots=True)
class Readiness:
    """What an assessment found: the letters of an edition, if they could be made, and every problem.

    `embargo` are those of the problems that are about pages which go live at a set time; `is_unapproved` says that one
    is about an approval that is missing. `approvals` are those of editors who may approve now. `last_editor` is whose
    own approval does not count, for they saved it last.
    """

    checked: Checked
    built: Built | None
    problems: tuple[Problem, ...]
    approvals: tuple[Approval, ...]
    embargo: tuple[Problem, ...] = ()
    is_unapproved: bool = False
    last_editor: str | None = None

    @property
    def approved_by(self) -> list[str]:
        """Return who approved exactly this letter; an approval of any earlier state of it is void."""
        return approvers(self.approvals, self.built.fingerprint) if self.built else []

    @property
    def own_approval(self) -> str:
        """Return who approved what they saved last themselves, where that is all there is; empty for anything else."""
        return self.last_editor if self.is_unapproved and self.last_editor in self.approved_by else ""

    @property
    def edition_id(self) -> str:
        """Return the edition that was assessed, whether its file can be read or not."""
        return self.checked.lock.edition

    @property
    def faults(self) -> int:
        """Return how many problems stop the letter, beside an approval that is missing."""
        errors = sum(problem.severity is Severity.ERROR for problem in self.problems)
        return errors - self.is_unapproved

    @property
    def missing_approval(self) -> Problem | None:
        """Return the problem that the letter is not approved; whoever is about to approve it needs no such line."""
        errors = (problem for problem in self.problems if problem.severity is Severity.ERROR)
        missing = (problem for problem in errors if problem not in self.embargo)  # with others no letter is made
        return next(missing, None) if self.is_unapproved else None

    def made(self) -> Built:
        """Return the letters, approved or not; raises `InputProblems` when there are none."""
        if self.built is None:
            raise InputProblems(self.problems)
        return self.built

    def passed(self) -> Built:
        """Return the letters that may go out; raises `InputProblems` when something stops them."""
        if stop_the_letter(self.problems):
            raise InputProblems(self.problems)
        return self.made()


@dataclass(frozen=True, slots=True)
class Assessor:
    """Assesses the editions of one newsroom; `another` where nobody approves what they saved last themselves."""

    checker: Checker
    builder: LetterBuilder
    approvals: Approvals
    rule: ApprovalRule
    embargoes: Embargoes
    another: AnotherEditor | None = None

    def missing(self, edition_id: str) -> str:
        """Return why there is no such edition, and what to do; empty where there is one."""
        return self.checker.missing(edition_id)

    def is_embargoed(self, edition_id: str) -> bool:
        """Return whether there is such an edition, and a pick of it goes live at a set time."""
        if self.missing(edition_id):
            return False
        edition, _ = self.checker.editions.read(edition_id)
        return edition is not None and any(pick.live_from for pick in edition.picks())

    def assess(self, edition_id: str, leaves_at: datetime | None = None) -> Readiness:
        """Return the readiness of an edition as it would go out now; raises `DigestError` when there is no such one.

        `leaves_at` is when readers would get it, by which its pages must be live: None for its set time, or now.
        """
        if why := self.missing(edition_id):
            raise DigestError(why)
        last = self.another.last_editor(edition_id) if self.another else None  # of a text no newer than what is checked
        found = self.checker.check(edition_id)
        given = self.approvals.approvals(edition_id)
        approvals = tuple(counting(given, self.rule.names()))
        if found.edition and not found.was_locked:
            return Readiness(found, None, found.problems, approvals)
        try:
            built = self.builder.build(*found.sound(), found.problems)
        except InputProblems as error:
            return Readiness(found, None, error.problems, approvals)
        waits = self.rule.is_required and set(approvers(approvals, built.fingerprint)) <= {last}
        missing = [_unapproved(built, found, given, self.rule, last)] if waits else []
        embargo = self.embargoes.problems(*found.sound(), leaves_at)
        return Readiness(found, built, (*built.problems, *missing, *embargo), approvals, embargo, waits, last)


def _unapproved(
    built: Built, found: Checked, given: Sequence[Approval], rule: ApprovalRule, last: str | None
) -> Problem:
    file = found.edition.file if found.edition else f"editions/{built.edition}.yaml"
    what, remedy = "nobody has approved this letter", f"look at it, then run `digest approve {built.edition} --by NAME`"
    approvals, by = counting(given, rule.names()), approvers(given, built.fingerprint)
    if last in by and last in rule.names():
        what, remedy = f"approved by {last}, who saved it last", f"somebody else must approve: {remedy}"
    elif by:
        what = f"approved by {by[-1]}, who may approve no more"
    elif approvals:
        before = approvals[-1]
        what = f"the letter was changed after {before.by} approved it on {before.at:%Y-%m-%d at %H:%M} UTC"
    return Problem(file, START, what, remedy)
