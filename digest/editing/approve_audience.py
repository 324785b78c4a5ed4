"""Approve an audience: a person says for how many readers an edition may be, where that is not as usual."""

from dataclasses import dataclass

from digest.calendar.edition_id import corrected
from digest.delivery.audience import AudienceQuery
from digest.delivery.audience_guard import are_approved
from digest.editing.approve import refuse_who_may_not
from digest.edition.editor import Editor
from digest.errors import DigestError
from digest.ports.editorial import Approvals
from digest.ports.process import Clock
from digest.ports.readers import Audiences


@dataclass(frozen=True, slots=True)
class AudienceApproval:
    """Records what people say of the audiences of one newsroom's editions; `percent` is how near they have to be."""

    approvals: Approvals
    audiences: Audiences
    clock: Clock
    percent: int

    def approve(self, edition_id: str, recipients: int, by: Editor) -> None:
        """Record that an edition may be for so many readers, more or less.

        Raises `DigestError` for an editor who may not, for a number of nobody, and for another than there are now.
        """
        refuse_who_may_not(by)
        now = self.clock.now()
        if recipients <= 0:
            raise DigestError("an edition for nobody cannot be approved; see `digest subscribers stats`")
        found = self.audiences.count(AudienceQuery(frozenset(), "", now, corrects=corrected(edition_id))).recipients
        if not are_approved(found, recipients, self.percent):
            what = f"edition {edition_id} would be for {found:,} readers now, not for about {recipients:,}"
            raise DigestError(f"{what}; see `digest subscribers stats`")
        self.approvals.approve_audience(edition_id, recipients, by.name, now)
