"""Ended editions: each is reported to editors once, and a day later again with what the ESP has reported since.

An edition whose run died is ended where only its end was missing, or editors get a mail about it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.calendar.edition_id import corrected
from digest.calendar.plan import Plan, window_of
from digest.delivery.counts import OpenedEdition, Report
from digest.delivery.statuses import EditionState
from digest.mailing.alerts import Alerts
from digest.mailing.notices import needs_attention, sent_report
from digest.ports.delivery import EditionStates
from digest.ports.editorial import Editions
from digest.ports.process import Clock
from digest.ports.readers import Subscribers
from digest.ports.reports import Reports
from digest.sending.left_to_schedule import LeftToSchedule
from digest.sending.sponsored import sponsored

REPORTED = timedelta(days=7)
"""Older editions are not reported any more, and older windows are not missed."""
COMPARED = 4
REMEMBERED = 50
"""So many editions are looked back on; more than a year of planned ones is never asked for."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class EndedEditions:
    """Reports the editions of one newsroom."""

    editions: Editions
    reports: Reports
    subscribers: Subscribers
    states: EditionStates
    plan: Plan
    alerts: Alerts
    clock: Clock
    left: LeftToSchedule

    def report_new(self) -> None:
        """Report the editions that ended to the editors, each once."""
        for opened in self.reports.last_opened(REMEMBERED):
            if opened.state is EditionState.SENDING:
                self._end_if_abandoned(opened)
            elif opened.state is EditionState.SENT:
                self._report(opened)

    def _report(self, found: OpenedEdition) -> None:
        now, name = self.clock.now(), found.edition
        ended_at = found.ended_at or found.started_at
        if now > ended_at + REPORTED:
            return
        for kind, after, words in (("report", timedelta(0), "went out"), ("later", _DAY, "a day later")):
            key = f"{kind}:{name}"
            if now < ended_at + after or self.alerts.was_notified(key):
                continue
            report = self.reports.report(name)
            if report and (kind == "report" or report.later):
                before, opened = editions_before(name, self.reports), self.reports.last_opened(REMEMBERED)
                left = left_since(name, opened, self.subscribers, self.clock.now())
                got = sponsored(name, self.editions, self.reports)
                paid = [(got.sponsor.label, got.words)] if got else []
                self.alerts.notify(key, f"{name} {words}", sent_report(report, before, left, paid), event=None)

    def _end_if_abandoned(self, found: OpenedEdition) -> None:
        """End what only lacks its end, or mail editors about a run that died outside of its window.

        Inside, the schedule goes on with it, as it does with one that was left to it. A run that lives is left alone: a
        person may send after the window, and it pauses by itself when its own time is over.
        """
        now, window = self.clock.now(), window_of(found.edition, self.plan)
        alive = found.lease_until is not None and found.lease_until > now
        if alive or (window and window.is_open(now)):
            return
        report = self.reports.report(found.edition)
        if report and not report.pending:
            self.states.transition(found.edition, (EditionState.SENDING,), EditionState.SENT, "")
            return
        if self.left.has(found.edition) and now < self.left.start(found, now).closes:
            return
        words = f"its run ended before it was done; `digest send {found.edition}` goes on with the rest"
        notice = needs_attention(found.edition, words)
        self.alerts.notify(f"interrupted:{found.edition}", f"{found.edition} was interrupted", notice)


def editions_before(edition_id: str, reports: Reports) -> list[Report]:
    """Count the editions that one is compared with, the newest first."""
    return [report for report in reports.recent(2 * COMPARED) if report.edition < edition_id][:COMPARED]


def left_since(edition_id: str, opened: Sequence[OpenedEdition], subscribers: Subscribers, now: datetime) -> int:
    """Count who left from when an edition began until the next letter of `opened` did, or until `now`.

    0 for one not begun. A correction is no letter of its own: who leaves after it has left the letter before it.
    """
    began = next((found.started_at for found in opened if found.edition == edition_id), None)
    if began is None:
        return 0
    letters = (one.started_at for one in opened if not corrected(one.edition))
    return subscribers.count_left([began], min((at for at in letters if at > began), default=now))[0]
