"""Missed windows: editors are told when a send window ended without a letter."""

from dataclasses import dataclass
from datetime import datetime

from digest.calendar.plan import Plan, closed_windows
from digest.calendar.words import in_words
from digest.mailing.alerts import Alerts
from digest.mailing.notices import missed_window
from digest.ports import Reports
from digest.sending.ended_editions import REPORTED


@dataclass(frozen=True, slots=True)
class MissedWindows:
    """Tells of windows in which nothing went out."""

    plan: Plan
    reports: Reports
    alerts: Alerts

    def tell(self, since: datetime, now: datetime) -> None:
        """Tell of the windows that were due at `since` or later and have closed by `now`, each once."""
        for window in closed_windows(self.plan, max(since, now - REPORTED), now):
            if self.reports.headline(window.edition) is None:
                notice = missed_window(window.edition, in_words(window.closes, self.plan))
                self.alerts.tell(f"missed:{window.edition}", f"{window.edition} did not go out", notice)
