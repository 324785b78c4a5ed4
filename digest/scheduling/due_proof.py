"""The due proof: editors get the next edition before readers do, or are reminded that there is none."""

from dataclasses import dataclass
from datetime import datetime

from digest.calendar.plan import Plan, proof_due
from digest.calendar.words import in_words
from digest.counted import counted
from digest.editing.proof import Proofs
from digest.editing.readiness import Assessor, Readiness
from digest.mailing.alerts import Alerts
from digest.mailing.editor_mail import EditorMail
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
    proofs: Proofs
    reports: Reports
    editors: EditorMail
    alerts: Alerts

    def mail_if_due(self, now: datetime) -> None:
        """Mail the proof that is due, or what stands in its way; neither of an edition that has begun to go out."""
        due, editors = proof_due(self.plan, now), self.editors
        if due is None:
            return
        window, instant = due
        edition_id, when = window.edition, in_words(window.due, self.plan)
        key = f"proof:{edition_id}:{instant.isoformat()}"
        if self.alerts.was_notified(key) or self._is_settled(edition_id):
            return
        found = triage(edition_id, self.assessor, Readiness.made, when, when)
        if isinstance(found, Obstacle):
            subject = _SUBJECTS[found.kind].format(edition=edition_id)
            self.alerts.notify(key, subject, found.notice, event=found.event)
        elif editors.addresses:
            editors.send(editors.addresses, key, self.proofs.letter(self.proofs.look_again(found, _quiet)))
            made_for = counted(len(editors.addresses), "editor")
            self.alerts.say_once(key, f"edition {edition_id}: proof made for {made_for}")
        else:
            self.alerts.say_once(key, f"edition {edition_id} is ready for its proof; digest.toml names no editors")

    def _is_settled(self, edition_id: str) -> bool:
        """Return whether there is nothing to look at: it was sent by hand before, or there is none of this day."""
        return self.reports.opened(edition_id) is not None or edition_id in self.reports.skipped()
