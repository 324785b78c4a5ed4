"""Send by hand: a person sends an edition now, with the same checks and the same words to editors as the schedule."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from digest.calendar.edition_id import corrected
from digest.calendar.frequency import second_letter
from digest.calendar.plan import Plan, window_of
from digest.calendar.words import in_words
from digest.counted import counted
from digest.delivery.audience import Audience, AudienceQuery
from digest.delivery.audience_guard import is_meant, unusual_audience
from digest.delivery.counts import Report
from digest.delivery.statuses import EditionState
from digest.editing.build import Built
from digest.editing.readiness import Assessor
from digest.errors import (
    DigestError,
    EditionCancelled,
    EditionPaused,
    EditionWithheld,
    NobodyToWriteTo,
    NotMeant,
    UnusualAudience,
)
from digest.mailing.alerts import Alerts
from digest.ports.process import Clock, Stop, Watcher
from digest.ports.readers import Audiences
from digest.ports.reports import Reports
from digest.sending.corrections import correction_obstacle
from digest.sending.ended_editions import REMEMBERED, EndedEditions
from digest.sending.send import Sender, SendStart
from digest.sending.send_start import start_by_hand


@dataclass(frozen=True, slots=True)
class Prepared:
    """An edition that may go out now, and how it begins; `built` is None where it has begun: it goes on as it was."""

    edition: str
    built: Built | None
    start: SendStart


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of a send: its counts, and whether all that is pending waits for the readers' own time."""

    report: Report
    waits: bool

    @property
    def needs_a_look(self) -> bool:
        """Return whether a person has to look into it: something is uncertain, was not taken, or was left behind."""
        return not self.report.clean and not self.waits


@dataclass(frozen=True, slots=True)
class EditorUpdate:
    """Mails editors, if there are any, what came of a send by hand; `deliver` hands over what waits in the queue."""

    alerts: Alerts
    ended: EndedEditions
    deliver: Callable[[], int]

    def after_pause(self, edition_id: str, error: EditionPaused, at: datetime) -> None:
        """Mail what paused an edition at the instant `at`, each time anew, and the reports of those that ended."""
        if self.alerts.have_editors:
            self.alerts.notify_of_error(edition_id, error, occasion=at.isoformat())
        self.after_end()

    def after_end(self) -> None:
        """Mail the reports of the editions that ended."""
        if self.alerts.have_editors:
            self.ended.report_new()
            self.deliver()


@dataclass(frozen=True, slots=True)
class ManualSend:
    """Sends the editions of one newsroom when a person says so.

    `reaches_readers` is False where letters are handed to nobody, as in a folder of this machine.
    """

    assessor: Assessor
    sender: Sender
    audiences: Audiences
    reports: Reports
    plan: Plan
    clock: Clock
    editors: EditorUpdate
    reaches_readers: bool = True

    def prepare(self, edition_id: str, override_reason: str) -> Prepared:
        """Return an edition ready to go out, or to go on with what it began with; nothing is written.

        Raises `InputProblems` when something stops it, `EditionCancelled` when it was cancelled, also in a database
        that is gone, `EditionWithheld` when editors hold or skip it, and `DigestError` when it would be one letter too
        many in this week and nobody gave a reason, or is the correction of a letter that is not done.
        """
        now = self.clock.now()
        if opened := self.reports.opened(edition_id):
            if opened.state is EditionState.CANCELLED and (report := self.reports.report(edition_id)):
                raise EditionCancelled.because(edition_id, report.reason)
            return Prepared(edition_id, None, start_by_hand(edition_id, self.plan, now, ""))
        known = self.reports.forgotten().get(edition_id)
        if known and known.state is EditionState.CANCELLED:
            raise EditionCancelled.because(edition_id, known.reason)
        if decided := self.reports.withheld(edition_id):
            raise EditionWithheld.because(edition_id, str(decided), decided.way_back)
        if why := correction_obstacle(edition_id, self.reports):
            raise DigestError(why)
        built = self.assessor.assess(edition_id, now).passed()
        reason = reason_to_keep(built, self.plan, self.reports, now, override_reason)
        return Prepared(edition_id, built, start_by_hand(edition_id, self.plan, now, reason))

    def asks_for_readers(self, prepared: Prepared) -> str:
        """Return why a person has to say for how many readers an edition is, as "is not due yet"; empty: they need not.

        It would reach readers outside of its send window: before it is due, or when it was missed. One without a set
        time is never due.
        """
        is_begun = prepared.built is None
        return (
            "" if is_begun or not self.reaches_readers else out_of_time(prepared.edition, self.plan, self.clock.now())
        )

    def has_ended(self, prepared: Prepared) -> bool:
        """Return whether an edition has begun, and nobody waits for it any more."""
        report = None if prepared.built else self.reports.report(prepared.edition)
        return report is not None and not report.pending

    def preview(self, prepared: Prepared) -> Audience:
        """Count who would get it now, asking of each what the send asks, which alone meets readers that are damaged.

        Raises `EditionPaused` where it is paused, or would be as soon as it begins, and `NobodyToWriteTo` or
        `UnusualAudience` where it would not begin.
        """
        built, report = prepared.built, self.reports.report(prepared.edition)
        known = None if report else self.reports.forgotten().get(prepared.edition)
        stopped = report if report and report.pending and report.state is EditionState.PAUSED else known
        if stopped and stopped.reason:
            raise EditionPaused.because(prepared.edition, stopped.reason, is_halted=stopped.is_halted)
        languages, own = (built.languages, built.own_language) if built else (frozenset[str](), "")
        query = AudienceQuery(languages, own, self.clock.now(), corrects=corrected(prepared.edition))
        recipients, asked, excluded = 0, 0, Counter[str]()
        for part, others in self.audiences.candidates(query):
            consenting, unwilling = self.sender.subscribers.consenting(prepared.edition, part, query.now)
            recipients, asked = recipients + len(consenting), asked + len(part)
            excluded.update(others)
            excluded.update(unwilling.values())
        if built and not asked:
            raise NobodyToWriteTo.because(prepared.edition, query.corrects)
        before, percent = self.reports.known_audiences(prepared.edition), self.sender.audience_guard
        if built and (why := unusual_audience(prepared.edition, recipients, before, percent)):
            raise UnusualAudience(why)
        return Audience(recipients, dict(sorted(excluded.items())))

    def send(self, prepared: Prepared, stop: Stop, watch: Watcher) -> Sent:
        """Send it and mail the editors what came of it; raises what `Sender.send` raises."""
        built, start = prepared.built, prepared.start
        try:
            if built is None:
                report = self.sender.go_on(prepared.edition, start, stop, watch)
            else:
                report = self.sender.send(built, start, stop, watch)
        except EditionPaused as error:
            self.editors.after_pause(prepared.edition, error, self.clock.now())
            raise
        self.editors.after_end()
        return Sent(report, report.waits(self.clock.now()))


def out_of_time(edition_id: str, plan: Plan, now: datetime) -> str:
    """Return why an edition does not go out by itself at `now`, in words; empty inside of its send window."""
    window = window_of(edition_id, plan)
    if window is None or now < window.due:
        return "is not due yet"
    return "" if now < window.closes else f"was missed: its send window ended on {in_words(window.closes, plan)}"


def require_meant(edition_id: str, why: str, recipients: int, said: int) -> None:
    """Raise `NotMeant` where a person who sends an edition out of its time said another number of readers.

    `why` is what `ManualSend.asks_for_readers` returned.
    """
    if not is_meant(recipients, said):
        what = f"edition {edition_id} {why}, and it is for {counted(recipients, 'reader')}, not {said:,}"
        raise NotMeant(f"{what}; nothing was sent")


def reason_to_keep(built: Built, plan: Plan, reports: Reports, now: datetime, override_reason: str) -> str:
    """Return the reason to keep with a letter sent by hand: empty when it is the only one in this week.

    Raises `DigestError` when it would be one too many and nobody gave a reason.
    """
    opened = begun_editions(reports)
    why = second_letter(built.edition, built.ad_hoc, plan, opened, now, reports.skipped())
    if why and not override_reason.strip() and built.edition not in dict(opened):
        remedy = 'wait for the next week, or add --even-though "the reason", which is kept'
        raise DigestError(f"{why}, and readers agreed to one letter a week; {remedy}")
    return override_reason.strip() if why else ""


def begun_editions(reports: Reports) -> list[tuple[str, datetime]]:
    """List what went out lately, and when it began; also what a database that is gone handed over."""
    opened = [(found.edition, found.started_at) for found in reports.last_opened(REMEMBERED)]
    return [*opened, *((name, known.since) for name, known in reports.forgotten().items())]
