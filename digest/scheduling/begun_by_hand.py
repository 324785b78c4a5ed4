"""Begun by hand: editions that a person let begin and left to the schedule, which goes on with them at every look."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from digest.delivery.counts import OpenedEdition, Report
from digest.delivery.statuses import EditionState
from digest.errors import EditionPaused
from digest.mailing.alerts import Alerts
from digest.ports.reports import Reports
from digest.sending.ended_editions import REMEMBERED
from digest.sending.left_to_schedule import LeftToSchedule
from digest.sending.send import SendStart


@dataclass(frozen=True, slots=True)
class BegunByHand:
    """Hands such editions of one newsroom over, with the letters they began with."""

    left: LeftToSchedule
    go_on: Callable[[str, SendStart], Report]
    reports: Reports
    alerts: Alerts

    def waiting(self) -> list[OpenedEdition]:
        """Return the editions to go on with, the one that began first first."""
        opened = reversed(self.reports.last_opened(REMEMBERED))
        return [one for one in opened if one.state is EditionState.SENDING and self.left.has(one.edition)]

    def hand_over(self, opened: OpenedEdition, now: datetime) -> None:
        """Go on with one, unless all who are left wait for their own time; editors hear why it pauses, if it does."""
        report = self.reports.report(opened.edition)
        if report is None or (report.pending and report.waits(now)):
            return
        try:
            report = self.go_on(opened.edition, self.left.start(opened, now))
        except EditionPaused as error:
            ended = self.reports.opened(opened.edition) or opened
            self.alerts.notify_of_error(opened.edition, error, f"run {ended.runs}")
            return
        self.alerts.log(f"edition {opened.edition}: {report.state}, {report.accepted:,} accepted")
