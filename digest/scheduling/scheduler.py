"""Schedule: one question, asked on Friday at the set time and every half minute - is anything due.

It carries no data and may be asked by several processes at once; what it begins is begun once, because the edition's
own row says so.

    missed windows -> told    proofs -> made    open window -> gate -> send    ended editions -> reported
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from digest.calendar.plan import Plan, Window, closed_windows, next_window, proof_due, wave_minutes, window_of
from digest.delivery.counts import Headline, Report
from digest.delivery.mail import Letter
from digest.delivery.statuses import EditionState
from digest.editing.build import Built
from digest.editing.proof import Surroundings, proof
from digest.editing.readiness import REMEMBERED, EditingContext, Readiness, assess
from digest.errors import DigestError, EditionTaken, InputProblems
from digest.letter.blocks import Notice
from digest.mailing import editor_mail
from digest.ports import Clock, EditionStates, Reports, ScheduleState, Subscribers
from digest.sending.send import SendStart

ASSESS_AGAIN = timedelta(minutes=5)
"""An edition that was held is looked at again after so long."""
REPORTED = timedelta(days=7)
"""Older editions are not reported any more, and older windows are not missed."""
COMPARED = 4
_SPECIAL = "it is a special edition, which goes out by hand only"
_DAY = timedelta(days=1)
_DIGITS = re.compile(r"\d")  # the same trouble at another time is the same trouble


@dataclass(frozen=True, slots=True)
class SchedulerContext:
    """What the schedule works with, as the newsroom's files are at this moment.

    `send` hands an edition over until the given instant.
    """

    plan: Plan
    desk: EditingContext
    editors: editor_mail.Editors
    reports: Reports
    subscribers: Subscribers
    edition_states: EditionStates
    schedule_state: ScheduleState
    clock: Clock
    send: Callable[[Built, SendStart, datetime], Report]
    languages: frozenset[str]


@dataclass(slots=True)
class Schedule:
    """Remembers between two looks only what would be tiresome otherwise; nothing that a restart could lose.

    `say` prints a line.
    """

    say: Callable[[str], None]
    _look_again: dict[str, datetime] = field(default_factory=dict)
    _said: set[str] = field(default_factory=set)

    def look(self, office: SchedulerContext) -> None:
        """Do whatever is due. One trouble does not keep the rest from being done."""
        now = office.clock.now()
        since = office.schedule_state.watch(repr(office.plan), now)
        window = next_window(office.plan, now)
        if window.is_open(now):
            self._guard(office, window.edition, lambda: self._hand_over(office, window))
        self._guard(office, window.edition, lambda: self._prove(office))
        for closed in closed_windows(office.plan, max(since, now - REPORTED), now):
            self._close(office, closed)
        self.report(office)

    def report(self, office: SchedulerContext) -> None:
        """Tell the editors of the editions that ended, each once."""
        for headline in office.reports.headlines(COMPARED):
            self._report(office, headline)

    def _guard(self, office: SchedulerContext, edition_id: str, act: Callable[[], None]) -> None:
        """Tell the editors what went wrong; another process being at it is not wrong."""
        try:
            act()
        except EditionTaken:
            return
        except DigestError as error:
            self._tell(
                office,
                "trouble",
                edition_id,
                f"{edition_id} needs you",
                editor_mail.trouble(edition_id, str(error)),
                str(error),
            )

    def _hand_over(self, office: SchedulerContext, window: Window) -> None:
        """Send the edition whose window is open, if it may.

        Go on with one that was interrupted or whose next wave has come.
        """
        now = office.clock.now()
        state = _state(office, window.edition)
        before = office.reports.report(window.edition) if state == EditionState.SENDING.value else None
        if (state and before is None) or (before and before.pending and before.waits(now)):
            return
        if now < self._look_again.get(window.edition, now):
            return
        built = self._pass(office, window)
        if built is None:
            self._look_again[window.edition] = now + ASSESS_AGAIN
            return
        plan = office.plan
        wave_of = (lambda zone: wave_minutes(window, plan.time, zone)) if plan.by_readers_clock else None
        report = office.send(built, SendStart(window.due, wave_of), window.closes)
        later = f", {report.pending:,} wait for their own time" if report.pending and report.next_wave else ""
        self.say(f"edition {window.edition}: {report.state}, {report.accepted:,} accepted{later}")

    def _pass(self, office: SchedulerContext, window: Window) -> Built | None:
        """Ask the gate; tell the editors when it is shut."""
        if window.edition not in office.desk.editions.names():
            notice = editor_mail.reminder(window.edition, at(window.due, office.plan))
            self._tell(office, "absent", window.edition, f"there is no edition {window.edition}, and it is due", notice)
            return None
        try:
            built = assess(window.edition, office.desk).passed()
        except InputProblems as error:
            notice = editor_mail.held(window.edition, error.problems, at(window.closes, office.plan))
            self._tell(office, "held", window.edition, f"{window.edition} cannot go out", notice, str(error))
            return None
        if built.ad_hoc:
            self._tell(
                office,
                "special",
                window.edition,
                f"{window.edition} does not go out",
                editor_mail.trouble(window.edition, _SPECIAL),
                _SPECIAL,
            )
            return None
        return built

    def _prove(self, office: SchedulerContext) -> None:
        """Make the proof that is due, or remind of an edition that is not there."""
        now = office.clock.now()
        due = proof_due(office.plan, now)
        if due is None or not office.editors.addresses:
            return
        window, instant = due
        key = f"proof:{window.edition}:{instant.isoformat()}"
        if office.editors.mail_queue.counts(key):
            return
        if window.edition not in office.desk.editions.names():
            self._tell(
                office,
                key,
                window.edition,
                f"no edition {window.edition} yet",
                editor_mail.reminder(window.edition, at(window.due, office.plan)),
            )
            return
        looked = assess(window.edition, office.desk)
        if looked.built is None:
            notice = editor_mail.held(window.edition, looked.problems, at(window.due, office.plan))
            self._tell(office, key, window.edition, f"{window.edition} has problems", notice)
        elif looked.built.ad_hoc:
            self._tell(
                office,
                key,
                window.edition,
                f"{window.edition} will not go out by itself",
                editor_mail.trouble(window.edition, _SPECIAL),
            )
        elif editor_mail.send_to(office.editors, office.editors.addresses, key, proof_of(office, looked, window), now):
            self.say(f"edition {window.edition}: proof made for {len(office.editors.addresses)} editors")

    def _close(self, office: SchedulerContext, window: Window) -> None:
        """Tell of a window that ended without a letter."""
        if not _state(office, window.edition):
            until = at(window.closes, office.plan)
            self._tell(
                office,
                "missed",
                window.edition,
                f"{window.edition} did not go out",
                editor_mail.missed(window.edition, until),
            )

    def _report(self, office: SchedulerContext, found: Headline) -> None:
        """Report an edition that ended, and a day later again with what the provider has told since."""
        now, name = office.clock.now(), found.edition
        if found.state == EditionState.SENDING.value:
            self._miss_the_runner(office, found)
        ended_at = found.ended_at or found.started_at
        if found.state != EditionState.SENT.value or now > ended_at + REPORTED:
            return
        for kind, after, words in (("report", timedelta(0), "went out"), ("later", _DAY, "a day later")):
            key = f"{kind}:{name}"
            if now < ended_at + after or key in self._said or office.editors.mail_queue.counts(key):
                continue
            report = office.reports.report(name)
            if report and (kind == "report" or report.later):
                left = left_since(name, office.reports, office.subscribers, now)
                self._tell(
                    office,
                    key,
                    name,
                    f"{name} {words}",
                    editor_mail.report(report, editions_before(name, office.reports), left),
                )

    def _miss_the_runner(self, office: SchedulerContext, found: Headline) -> None:
        """End what only lacks its end, or tell of a run that died outside of its window.

        Inside, the next look goes on with it.

        A run that lives is left alone: a person may send after the window, and it pauses by itself when its own time is
        over.
        """
        now, window = office.clock.now(), window_of(found.edition, office.plan)
        alive = found.lease_until is not None and found.lease_until > now
        if alive or (window and window.is_open(now)):
            return
        report = office.reports.report(found.edition)
        if report and not report.pending:
            office.edition_states.transition(found.edition, (EditionState.SENDING,), EditionState.SENT, "")
            return
        words = f"its run ended before it was done; `digest send {found.edition}` goes on with the rest"
        self._tell(
            office,
            "interrupted",
            found.edition,
            f"{found.edition} was interrupted",
            editor_mail.trouble(found.edition, words),
        )

    def _tell(
        self, office: SchedulerContext, kind: str, edition_id: str, subject: str, notice: Notice, words: str = ""
    ) -> None:
        """Tell the editors once by mail and the terminal once a process; `words` make it another thing to tell."""
        key = kind if ":" in kind else f"{kind}:{edition_id}"
        if words:
            key += ":" + hashlib.sha256(_DIGITS.sub("", words).encode()).hexdigest()[:12]
        if key not in self._said:
            editor_mail.tell(office.editors, key, subject, notice, office.clock.now())
            self._said.add(key)  # not before: whatever could not be put in line is told by the next look
            self.say(f"{subject}{f': {words}' if words else ''}")


def editions_before(edition_id: str, reports: Reports) -> list[Report]:
    """Count the editions that one is compared with, the newest first."""
    return [report for report in reports.recent(2 * COMPARED) if report.edition < edition_id][:COMPARED]


def left_since(edition_id: str, reports: Reports, subscribers: Subscribers, now: datetime) -> int:
    """Count who unsubscribed from when an edition began until the next one did, or until `now`."""
    headlines = {found.edition: found for found in reports.headlines(REMEMBERED)}
    if edition_id not in headlines:
        return 0
    began = headlines[edition_id].started_at
    after = [found.started_at for found in headlines.values() if found.started_at > began]
    return subscribers.left(began, min(after, default=now))


def _state(office: SchedulerContext, edition_id: str) -> str:
    """Return the state of an edition; empty when it was never begun."""
    return next((found.state for found in office.reports.headlines(REMEMBERED) if found.edition == edition_id), "")


def proof_of(office: SchedulerContext, looked: Readiness, window: Window | None) -> Letter:
    """Make the proof of an edition with its surroundings as they are now."""
    when = at(window.due, office.plan) if window else "by hand only"
    language = looked.built.letters[0].variant.language if looked.built else ""
    audience = office.reports.preview(office.subscribers.candidates(office.languages, language, office.clock.now()))
    last = next((report for report in office.reports.recent(2) if report.edition != looked.checked.lock.edition), None)
    return proof(looked, office.desk, Surroundings(when, audience, last))


def at(instant: datetime, plan: Plan) -> str:
    """Write an instant for people: on the newsroom's clock, and in UTC."""
    local = instant.astimezone(ZoneInfo(plan.zone))
    return f"{local:%A %d %B %Y, %H:%M} {plan.zone} ({instant.astimezone(UTC):%H:%M} UTC)"
