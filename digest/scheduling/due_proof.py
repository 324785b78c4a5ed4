"""The due proof: editors get the next edition before readers do, or are reminded that there is none."""

from dataclasses import dataclass
from datetime import datetime

from digest.calendar.plan import Plan, proof_due
from digest.calendar.words import in_words
from digest.editing.proof import Proofs
from digest.mailing.alerts import Alerts
from digest.mailing.notices import held_back, missing_edition, needs_attention
from digest.scheduling.due_edition import AD_HOC


@dataclass(frozen=True, slots=True)
class DueProof:
    """Mails proofs at the times of the plan, each once."""

    plan: Plan
    proofs: Proofs
    alerts: Alerts

    def mail_if_due(self, now: datetime) -> None:
        """Mail the proof that is due, or tell what stands in its way."""
        due, editors = proof_due(self.plan, now), self.alerts.editors
        if due is None or not editors.addresses:
            return
        window, instant = due
        edition_id, when = window.edition, in_words(window.due, self.plan)
        key = f"proof:{edition_id}:{instant.isoformat()}"
        if editors.was_told(key):
            return
        if not self.proofs.assessor.exists(edition_id):
            self.alerts.tell(key, f"no edition {edition_id} yet", missing_edition(edition_id, when))
            return
        found = self.proofs.assessor.assess(edition_id)
        if found.built is None:
            self.alerts.tell(key, f"{edition_id} has problems", held_back(edition_id, found.problems, when))
        elif found.built.ad_hoc:
            subject = f"{edition_id} will not go out by itself"
            self.alerts.tell(key, subject, needs_attention(edition_id, AD_HOC))
        elif editors.send(editors.addresses, key, self.proofs.letter(found)):
            self.alerts.say(f"edition {edition_id}: proof made for {len(editors.addresses)} editors")
