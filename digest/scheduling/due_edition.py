"""The due edition: the one whose send window is open is sent, if it may go out; else editors get a mail about it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.calendar.plan import Plan, Window
from digest.calendar.words import in_words
from digest.delivery.counts import Report
from digest.delivery.statuses import EditionState
from digest.delivery.ways_out import BEHIND, HEARD, PAUSED_BEFORE
from digest.delivery.withheld import Decision, Withheld
from digest.editing.build import Built
from digest.editing.readiness import Assessor, Readiness
from digest.errors import EditionPaused, EditionWithheld
from digest.mailing.alerts import Alerts
from digest.mailing.notices import pages_not_there
from digest.ports.reports import Reports
from digest.scheduling.held_copies import HeldCopies
from digest.scheduling.triage import Kind, Obstacle, triage
from digest.sending.send import SendStart
from digest.sending.send_start import start_in_window

ASSESS_AGAIN = timedelta(minutes=5)
"""An edition that was not ready is assessed again after so long."""
_SUBJECTS = {
    Kind.MISSING: "there is no edition {edition}, and it is due",
    Kind.PROBLEMS: "{edition} cannot go out",
    Kind.AD_HOC: "{edition} does not go out",
}
_PAGES = "{edition} leads to pages that may not be there"

Send = Callable[[Built, SendStart], Report]
GoOn = Callable[[str, SendStart], Report]


@dataclass(frozen=True, slots=True)
class DueEdition:
    """Sends the edition that is due; `assess_again` holds when one that was not ready is assessed again."""

    plan: Plan
    assessor: Assessor
    send: Send
    go_on: GoOn
    reports: Reports
    alerts: Alerts
    copies: HeldCopies
    assess_again: dict[str, datetime]

    def send_if_ready(self, window: Window, now: datetime) -> None:
        """Send the edition of an open window, or go on with one that was interrupted or whose next wave has come."""
        edition_id = window.edition
        if self._has_ended_or_waits(edition_id, now) or now < self.assess_again.get(edition_id, now):
            return
        start = start_in_window(window, self.plan)
        try:
            if self.reports.opened(edition_id):  # what was approved then goes out, whatever has become of its files
                report = self.go_on(edition_id, start)
            elif decided := self.reports.withheld(edition_id):
                self._notify_of_hold(edition_id, decided)
                return
            else:
                found = self._ready(window)
                until = self.copies.mail(found, window) if found else now + ASSESS_AGAIN
                if found is None or now < until:
                    self.assess_again[edition_id] = until
                    return
                report = self.send(found.passed(), start)
        except EditionPaused as error:
            self._notify_of_pause(edition_id, error)
            return
        except EditionWithheld:  # at the last instant; the next look says of it what there is to say
            return
        later = f", {report.pending:,} wait for their own time" if report.pending and report.next_wave else ""
        self.alerts.log(f"edition {edition_id}: {report.state}, {report.accepted:,} accepted{later}")

    def _has_ended_or_waits(self, edition_id: str, now: datetime) -> bool:
        opened = self.reports.opened(edition_id)
        if opened is None:
            known = self.reports.forgotten().get(edition_id)
            return known is not None and known.state is EditionState.CANCELLED
        report = (
            self.reports.report(edition_id) if opened.state in {EditionState.SENDING, EditionState.PAUSED} else None
        )
        if report and report.state is EditionState.PAUSED and report.reason in {BEHIND, HEARD, PAUSED_BEFORE}:
            error = EditionPaused.because(edition_id, report.reason, is_halted=report.is_halted)
            self._notify_of_pause(edition_id, error)
        if opened.state is not EditionState.SENDING:
            return True
        return report is None or bool(report.pending and report.waits(now))

    def _notify_of_pause(self, edition_id: str, error: EditionPaused) -> None:
        """Tell editors why an edition stopped: of each stop once, also when it is the same as the one before."""
        opened = self.reports.opened(edition_id)
        self.alerts.notify_of_error(edition_id, error, f"run {opened.runs}" if opened else "")

    def _notify_of_hold(self, edition_id: str, decided: Withheld) -> None:
        """Tell editors that an edition is due and held: of each hold once; one that is skipped is as they want it."""
        if decided.decision is Decision.HELD:
            error = EditionWithheld.because(edition_id, str(decided), decided.way_back)
            self.alerts.notify_of_error(edition_id, error, f"hold {decided.since.isoformat()}")

    def _ready(self, window: Window) -> Readiness | None:
        """Return the readiness of an edition that may go out; mail the editors when it may not."""
        edition_id, due, until = window.edition, in_words(window.due, self.plan), in_words(window.closes, self.plan)
        found = triage(edition_id, self.assessor, Readiness.passed, due, until)
        if not isinstance(found, Obstacle):
            self._warn_of_pages(window, found)
            return found
        subject = _SUBJECTS[found.kind].format(edition=edition_id)
        self.alerts.notify(f"{found.kind}:{edition_id}", subject, found.notice, found.words, found.event)
        return None

    def _warn_of_pages(self, window: Window, found: Readiness) -> None:
        """Tell editors of pages of which nobody can tell whether they are there; the letter goes out all the same."""
        if found.embargo:
            notice = pages_not_there(window.edition, found.embargo, in_words(window.due, self.plan))
            words = "; ".join(str(problem) for problem in found.embargo)
            self.alerts.notify(f"embargo:{window.edition}", _PAGES.format(edition=window.edition), notice, words)
