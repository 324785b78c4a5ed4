"""The embargo watch: editors hear before a letter is due which of its pages are not there, though they were to be."""

from dataclasses import dataclass
from datetime import datetime

from digest.calendar.plan import Plan, Window
from digest.calendar.words import in_words
from digest.editing.readiness import Assessor
from digest.edition.embargo import ASKED_BEFORE
from digest.mailing.alerts import Alerts
from digest.mailing.notices import pages_not_there
from digest.ports.reports import Reports
from digest.scheduling.due_edition import ASSESS_AGAIN


@dataclass(frozen=True, slots=True)
class EmbargoWatch:
    """Looks at the coming edition of one newsroom; `assess_again` holds when it is looked at next."""

    plan: Plan
    assessor: Assessor
    reports: Reports
    alerts: Alerts
    assess_again: dict[str, datetime]

    def notify_if_due(self, window: Window, now: datetime) -> None:
        """Notify of pages that are not there, from half an hour before the letter is due until it is."""
        edition_id, key = window.edition, f"embargo:{window.edition}"
        if not window.due - ASKED_BEFORE <= now < window.due or now < self.assess_again.get(key, now):
            return
        self.assess_again[key] = now + ASSESS_AGAIN
        if not self.assessor.is_embargoed(edition_id) or self.reports.opened(edition_id):
            return
        found = self.assessor.assess(edition_id).embargo
        if found:
            notice = pages_not_there(edition_id, found, in_words(window.due, self.plan))
            words = "; ".join(str(problem) for problem in found)
            self.alerts.notify(key, f"{edition_id} leads to pages that are not there", notice, words)
