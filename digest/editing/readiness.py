"""The gate.

May this edition go out now? It must exist, be locked, have no problems, be fresh, fit, and be approved where that is
required.

Every answer is a list of problems with file, line and what to do; nothing is sent and nothing is fetched here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from digest.calendar.frequency import second_letter
from digest.calendar.plan import Plan
from digest.editing.build import Built, build
from digest.editing.check import Checked, check
from digest.edition.approval import Approval
from digest.edition.checks import Rules
from digest.errors import DigestError, InputProblems
from digest.letter.preflight import SizeLimits
from digest.letter.templates import Templates
from digest.letter.view import Publication
from digest.ports import Approvals, Editions, Reports
from digest.problem import START, Problem, stop_the_letter

REMEMBERED = 50
"""So many editions are looked back on; more than a year of planned ones is never asked for."""


@dataclass(frozen=True, slots=True)
class EditingContext:
    """Everything that is needed to look at an edition before it goes out."""

    editions: Editions
    reports: Reports
    approvals: Approvals
    rules: Rules
    publication: Publication
    templates: Templates
    limits: SizeLimits
    approval_required: bool


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a look at an edition found: its letters, if they could be made, and every problem."""

    checked: Checked
    built: Built | None
    problems: tuple[Problem, ...]
    approvals: tuple[Approval, ...]

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


def assess(edition_id: str, desk: EditingContext) -> Readiness:
    """Look at an edition as it would go out now; raises `DigestError` when there is no such edition."""
    if edition_id not in desk.editions.names():
        raise DigestError(
            f"there is no edition {edition_id}; write editions/{edition_id}.yaml, then run `digest lock {edition_id}`"
        )
    found = check(edition_id, desk.rules, desk.editions, None, lambda _done, _of: None, sent=desk.reports.sent_pages())
    approvals = tuple(desk.approvals.approvals(edition_id))
    if found.edition and desk.editions.read_lock(edition_id) == (None, []):
        what, remedy = (
            "the picked pages of this edition were never read",
            f"run `digest lock {edition_id}` and look at what they say",
        )
        unlocked = Problem(found.edition.file, START, what, remedy)
        return Readiness(found, None, (unlocked, *found.problems), approvals)
    try:
        built = build(*found.sound(), desk.publication, desk.templates, desk.limits, found.problems)
    except InputProblems as error:
        return Readiness(found, None, error.problems, approvals)
    missing = (
        [_unapproved(built, found, approvals)] if desk.approval_required and not is_approved(built, approvals) else []
    )
    return Readiness(found, built, (*built.problems, *missing), approvals)


def must_be_alone(built: Built, plan: Plan, reports: Reports, now: datetime, override_reason: str) -> str:
    """Return the reason to keep with a letter sent by hand: empty when it is the only one in this week.

    Raises `DigestError` when it would be one too many and nobody gave a reason.
    """
    opened = [(found.edition, found.started_at) for found in reports.headlines(REMEMBERED)]
    why = second_letter(built.edition, built.ad_hoc, plan, opened, now)
    if why and not override_reason.strip() and built.edition not in dict(opened):
        raise DigestError(
            f"{why}, and readers agreed to one letter a week; wait for the next week, or add --even-though "
            '"the reason", which is kept'
        )
    return override_reason.strip() if why else ""


def is_approved(built: Built, approvals: Sequence[Approval]) -> bool:
    """Return whether somebody approved exactly this letter; an approval of any earlier state of it is void."""
    return any(approval.fingerprint == built.fingerprint for approval in approvals)


def _unapproved(built: Built, found: Checked, approvals: Sequence[Approval]) -> Problem:
    file = found.edition.file if found.edition else f"editions/{built.edition}.yaml"
    what = "nobody has approved this letter"
    if approvals:
        last = approvals[-1]
        what = f"the letter was changed after {last.by} approved it on {last.at:%Y-%m-%d at %H:%M} UTC"
    return Problem(file, START, what, f"look at it, then run `digest approve {built.edition} --by NAME`")
