"""Approve an audience: a person says for how many readers an edition may be, where that is not as usual."""

from dataclasses import dataclass

from digest.calendar.edition_id import corrected
from digest.delivery.audience import AudienceQuery
from digest.delivery.audience_guard import UnusualNumber, are_approved, unusual_number
from digest.editing.approve import refuse_who_may_not
from digest.edition.editor import Editor
from digest.errors import DigestError
from digest.ports.editorial import Approvals
from digest.ports.process import Clock
from digest.ports.readers import Audiences
from digest.ports.reports import Reports


@dataclass(frozen=True, slots=True)
class AudienceApproval:
    """Records what people say of the audiences of one newsroom's editions; `percent` is how near they have to be."""

    approvals: Approvals
    audiences: Audiences
    reports: Reports
    clock: Clock
    percent: int

    def approve(self, edition_id: str, recipients: int, by: Editor) -> None:
        """Record that an edition may be for so many readers, more or less.

        Raises `DigestError` for an editor who may not, for a number of nobody, and for another than there are now.
        """
        refuse_who_may_not(by)
        now = self.clock.now()
        if recipients <= 0:
            raise DigestError("an edition for nobody cannot be approved: import readers, or wait for sign-ups")
        found = self.recipients(edition_id)
        if not are_approved(found, recipients, self.percent):
            what = f"edition {edition_id} would be for {found:,} readers now, not for about {recipients:,}"
            raise DigestError(f"{what}; find out which is right before you say a number")
        self.approvals.approve_audience(edition_id, recipients, by.name, now)

    def recipients(self, edition_id: str) -> int:
        """Count the readers whom an edition would go to now."""
        query = AudienceQuery(frozenset(), "", self.clock.now(), corrects=corrected(edition_id))
        return self.audiences.count(query).recipients

    def question(self, edition_id: str) -> UnusualNumber | None:
        """Return the number that a person has to say is right before an edition may go out; None for any other.

        An edition for nobody asks nobody, and one that began is asked about no more.
        """
        if self.reports.opened(edition_id):
            return None
        recipients = self.recipients(edition_id)
        known = self.reports.known_audiences(edition_id)
        return unusual_number(edition_id, recipients, known, self.percent) if recipients else None
