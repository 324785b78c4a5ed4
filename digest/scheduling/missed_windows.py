"""Missed windows: editors get a mail when a send window ended without a letter."""

from dataclasses import dataclass
from datetime import datetime

from digest.calendar.plan import Plan, closed_windows
from digest.calendar.words import in_words
from digest.mailing.alerts import Alerts
from digest.mailing.notices import missed_window
from digest.ports.reports import Reports
from digest.ports.schedule import ScheduleState
from digest.sending.ended_editions import REPORTED


@dataclass(frozen=True, slots=True)
class MissedWindows:
    """Notifies editors of windows in which nothing went out; `state` knows since when the schedule has looked."""

    plan: Plan
    state: ScheduleState
    reports: Reports
    alerts: Alerts

    def watched_since(self, now: datetime) -> datetime:
        """Return since when the schedule has looked at this very plan, which it does `now`."""
        return self.state.watching_since(repr(self.plan), now)

    def notify(self, since: datetime, now: datetime) -> None:
        """Notify of the windows that were due at `since` or later and have closed by `now`, each once.

        Not of one whose edition went out from a database that is gone: of that editors hear otherwise. Nor of one that
        they skip.
        """
        heard_otherwise = self.reports.forgotten().keys() | self.reports.skipped()
        for window in closed_windows(self.plan, max(since, now - REPORTED), now):
            if self.reports.opened(window.edition) is None and window.edition not in heard_otherwise:
                notice = missed_window(window.edition, in_words(window.closes, self.plan))
                self.alerts.notify(f"missed:{window.edition}", f"{window.edition} did not go out", notice)
