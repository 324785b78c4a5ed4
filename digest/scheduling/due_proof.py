"""The due proof: editors get the next edition before readers do, as it is, or are reminded that there is none."""

from dataclasses import dataclass
from datetime import datetime

from digest.calendar.plan import Plan, proof_due
from digest.calendar.words import in_words
from digest.counted import counted
from digest.editing.proof import Looked
from digest.editing.proof_mail import ProofMail
from digest.editing.readiness import Assessor, Readiness
from digest.errors import DigestError
from digest.mailing.alerts import Alerts
from digest.ports.reports import Reports
from digest.scheduling.triage import Kind, Obstacle, triage

_SUBJECTS = {
    Kind.MISSING: "no edition {edition} yet",
    Kind.PROBLEMS: "{edition} has problems",
    Kind.AD_HOC: "{edition} will not go out by itself",
}


def _quiet(_done: int, _of: int) -> None:
    """Watch nothing: nobody sits before a schedule."""


@dataclass(frozen=True, slots=True)
class DueProof:
    """Mails proofs at the times of the plan, each once."""

    plan: Plan
    assessor: Assessor
    proofs: ProofMail
    reports: Reports
    alerts: Alerts

    def mail_if_due(self, now: datetime) -> None:
        """Mail the proof that is due, or what stands in its way; neither of an edition that has begun to go out."""
        due = proof_due(self.plan, now)
        if due is None:
            return
        window, instant = due
        edition_id, when = window.edition, in_words(window.due, self.plan)
        key = f"proof:{edition_id}:{instant.isoformat()}"
        if self.alerts.was_notified(key) or self._is_settled(edition_id):
            return
        found = triage(edition_id, self.assessor, Readiness.made, when, when)
        if isinstance(found, Obstacle):
            self._tell_of(found, edition_id, key)
        elif self.proofs.addresses:
            mailed = self.proofs.enqueue(self.proofs.proofs.look_again(found, _quiet), key)
            self.alerts.say_once(key, f"edition {edition_id}: proof made for {counted(mailed.addresses, 'editor')}")
        else:
            self.alerts.say_once(key, f"edition {edition_id} is ready for its proof; digest.toml names no editors")

    def _tell_of(self, obstacle: Obstacle, edition_id: str, key: str) -> None:
        """Tell what stands in an edition's way; of one with problems editors get the draft, with these above it."""
        subject = _SUBJECTS[obstacle.kind].format(edition=edition_id)
        if self._is_mailed_as_draft(obstacle, key):
            self.alerts.notify_others(key, subject, obstacle.event)
        else:
            self.alerts.notify(key, subject, obstacle.notice, event=obstacle.event)

    def _is_mailed_as_draft(self, obstacle: Obstacle, key: str) -> bool:
        """Mail the draft of an edition with problems, where one can be made; return whether it was."""
        if obstacle.found is None or not self.proofs.addresses:
            return False
        try:
            self.proofs.enqueue(Looked(obstacle.found), key)
        except DigestError:  # the file cannot be read, or a template is broken, too
            return False
        return True

    def _is_settled(self, edition_id: str) -> bool:
        """Return whether there is nothing to look at: it was sent by hand before, or there is none of this day."""
        return self.reports.opened(edition_id) is not None or edition_id in self.reports.skipped()
