"""Held copies: editors get a due letter first, readers after `hold_minutes`, in which a person may still stop it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.calendar.plan import Plan, Window, held_until
from digest.calendar.words import in_words
from digest.editing.proof import Looked
from digest.editing.proof_mail import ProofMail
from digest.editing.readiness import Readiness
from digest.mailing.alerts import Alerts
from digest.ports.process import Clock


@dataclass(frozen=True, slots=True)
class HeldCopies:
    """Mails editors their copies of the edition that is due; without a `hold` nothing is mailed and nothing waits."""

    proofs: ProofMail
    alerts: Alerts
    plan: Plan
    clock: Clock
    hold: timedelta = timedelta(0)

    def mail(self, found: Readiness, window: Window) -> datetime:
        """Mail each editor this very letter once; return from when on readers may get it."""
        key = f"copy:{window.edition}:{found.made().fingerprint[:12]}"
        until = held_until(window, self.hold, self.alerts.told.when(key) or self.clock.now())
        if self.hold and not self.alerts.was_notified(key):
            remedy = f"`digest hold {window.edition}` stops it until then."
            words = f"Readers get it on {in_words(until, self.plan)}. {remedy}"
            if self.proofs.addresses:
                self.proofs.enqueue(Looked(found), key, words)
            self.alerts.say_once(key, f"edition {window.edition} is due. {words}")
        return until
