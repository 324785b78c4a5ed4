"""Approve: somebody's word that exactly this letter may go out.

Any later change of what readers would see makes it void.
"""

from digest.editing.readiness import EditingContext, assess
from digest.errors import DigestError
from digest.ports import Approvals, Clock


def approve(edition_id: str, by: str, desk: EditingContext, approvals: Approvals, clock: Clock) -> str:
    """Approve edition `edition_id` in the name of `by`; return the fingerprint of what was approved.

    Raises `InputProblems` when the letter has problems, and `DigestError` when no name is given.
    """
    if not by.strip():
        raise DigestError("an approval needs a name: add --by NAME; it is kept")
    fingerprint = assess(edition_id, desk).made().fingerprint
    approvals.approve(edition_id, fingerprint, " ".join(by.split())[:200], clock.now())
    return fingerprint
