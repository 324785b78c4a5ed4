"""Approve: a person signs exactly this letter. Any later change of what readers would see makes the approval void."""

from digest.characters import one_line
from digest.editing.readiness import Assessor
from digest.errors import DigestError
from digest.ports.editorial import Approvals
from digest.ports.process import Clock

LONGEST_NAME = 200


def approve(edition_id: str, by: str, assessor: Assessor, approvals: Approvals, clock: Clock) -> str:
    """Approve edition `edition_id` in the name of `by`; return the fingerprint of what was approved.

    Raises `InputProblems` when the letter has problems, and `DigestError` when no name is given.
    """
    name = one_line(by[:LONGEST_NAME])
    if not name:
        raise DigestError("an approval needs a name: add --by NAME; it is kept")
    fingerprint = assessor.assess(edition_id).made().fingerprint
    approvals.approve(edition_id, fingerprint, name, clock.now())
    return fingerprint
