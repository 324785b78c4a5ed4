"""Forgotten editions: editors get a mail when a backup that was put back forgot hand-overs, or a stop of theirs."""

from dataclasses import dataclass
from datetime import datetime

from digest.delivery.statuses import EditionState
from digest.delivery.ways_out import BEHIND, HEARD
from digest.mailing.alerts import Alerts
from digest.mailing.notices import forgotten_letters, stopped_before
from digest.ports.reports import Reports
from digest.sending.ended_editions import REPORTED


@dataclass(frozen=True, slots=True)
class ForgottenEditions:
    """Alarms editors once for each edition, also for one whose send window is over."""

    reports: Reports
    alerts: Alerts

    def notify(self, now: datetime) -> None:
        """Mail what nobody has dealt with; that one stays cancelled, with which there is nothing to do, only lately."""
        for name, known in self.reports.forgotten().items():
            nothing_to_do = known.state is EditionState.CANCELLED and now > known.since + REPORTED
            if nothing_to_do or known.reason == HEARD:  # of that editors hear when the events come
                continue
            if known.reason == BEHIND:
                subject, notice = f"{name} needs you: a backup was put back", forgotten_letters(name)
            else:
                subject, notice = f"{name} stays {known.state}", stopped_before(name, known)
            self.alerts.notify(f"forgotten:{name}", subject, notice)
