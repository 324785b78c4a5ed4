"""Approve: a person signs exactly this letter. Any later change of what readers would see makes the approval void."""

from digest.characters import one_line
from digest.editing.readiness import Assessor
from digest.errors import DigestError, LetterChanged
from digest.ports.editorial import Approvals
from digest.ports.process import Clock

LONGEST_NAME = 200


def approve(
    edition_id: str, by: str, assessor: Assessor, approvals: Approvals, clock: Clock, fingerprint: str = ""
) -> str:
    """Approve edition `edition_id` in the name of `by`; return the fingerprint of what was approved.

    With a `fingerprint` that letter alone is approved: raises `LetterChanged` when it is another one now. Raises
    `InputProblems` when the letter has problems, and `DigestError` when no name is given.
    """
    name = one_line(by[:LONGEST_NAME])
    if not name:
        raise DigestError("an approval needs a name: add --by NAME; it is kept")
    now = assessor.assess(edition_id).made().fingerprint
    if fingerprint and fingerprint != now:
        raise LetterChanged(f"the letter of edition {edition_id} was changed since; look at it as it is now")
    approvals.approve(edition_id, fingerprint or now, name, clock.now())
    return fingerprint or now
