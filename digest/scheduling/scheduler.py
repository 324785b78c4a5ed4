"""The scheduler: one question, asked on Friday at the set time and every half minute, whether anything is due.

It carries no data and may be asked by several processes at once; what it begins is begun once, because the edition's
own row says so.

    pages under embargo -> asked for, mailed
    begun by hand, left to us -> send
    open window -> readiness -> send    proofs -> mailed    missed windows -> mailed    ended editions -> reported
    events about letters of which the log knows nothing, letters that a restored backup forgot -> mailed
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from digest.calendar.plan import Plan, next_window
from digest.errors import DigestError, EditionTaken
from digest.mailing.alerts import Alerts
from digest.ports.process import Clock
from digest.scheduling.begun_by_hand import BegunByHand
from digest.scheduling.due_edition import DueEdition
from digest.scheduling.due_proof import DueProof
from digest.scheduling.embargo_watch import EmbargoWatch
from digest.scheduling.forgotten_editions import ForgottenEditions
from digest.scheduling.missed_windows import MissedWindows
from digest.scheduling.unexpected_events import UnexpectedEvents
from digest.sending.ended_editions import EndedEditions


@dataclass(frozen=True, slots=True)
class SchedulerMemory:
    """What a process remembers between two looks: only what would be tiresome otherwise, nothing a restart could lose.

    `assess_again` says when editions that were not ready are assessed next.
    """

    assess_again: dict[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scheduler:
    """Does whatever is due, with the newsroom's files as they are at this moment.

    Errors of the types in `told` say in words what stopped an edition, and editors get them.
    """

    plan: Plan
    clock: Clock
    alerts: Alerts
    by_hand: BegunByHand
    embargo: EmbargoWatch
    edition: DueEdition
    proof: DueProof
    missed: MissedWindows
    ended: EndedEditions
    unexpected: UnexpectedEvents
    forgotten: ForgottenEditions
    told: tuple[type[Exception], ...] = (DigestError,)

    def look(self) -> None:
        """Do whatever is due. One error does not keep the rest from being done."""
        now = self.clock.now()
        since = self.missed.watched_since(now)
        window = next_window(self.plan, now)
        for opened in self.by_hand.waiting():
            self._guard(opened.edition, partial(self.by_hand.hand_over, opened, now))
        self._guard(window.edition, lambda: self.embargo.notify_if_due(window, now))
        if window.is_open(now):
            self._guard(window.edition, lambda: self.edition.send_if_ready(window, now))
        self._guard(window.edition, lambda: self.proof.mail_if_due(self.clock.now()))
        self.missed.notify(since, now)
        self.ended.report_new()
        self.unexpected.notify(now)
        self.forgotten.notify(now)

    def _guard(self, edition_id: str, act: Callable[[], None]) -> None:
        """Mail the editors what went wrong; another process being at it is not wrong."""
        try:
            act()
        except EditionTaken:
            return
        except self.told as error:
            self.alerts.notify_of_error(edition_id, error)
