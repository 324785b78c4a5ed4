"""Forgotten editions: editors get a mail when a backup that was put back forgot letters that had been handed over."""

from dataclasses import dataclass

from digest.mailing.alerts import Alerts
from digest.mailing.notices import forgotten_letters
from digest.ports.reports import Reports


@dataclass(frozen=True, slots=True)
class ForgottenEditions:
    """Alarms editors once for each edition, also for one whose send window is over."""

    reports: Reports
    alerts: Alerts

    def notify(self) -> None:
        """Mail what nobody has dealt with."""
        for name in self.reports.forgotten():
            self.alerts.notify(f"forgotten:{name}", f"{name} needs you: a backup was put back", forgotten_letters(name))
