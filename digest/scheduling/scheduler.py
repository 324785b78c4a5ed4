"""The scheduler: one question, asked on Friday at the set time and every half minute, whether anything is due.

It carries no data and may be asked by several processes at once; what it begins is begun once, because the edition's
own row says so.

    open window -> readiness -> send    proofs -> mailed    missed windows -> told    ended editions -> reported
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from digest.calendar.plan import Plan, next_window
from digest.errors import DigestError, EditionTaken
from digest.mailing.notices import needs_attention
from digest.ports import Clock, ScheduleState
from digest.scheduling.due_edition import DueEdition
from digest.scheduling.due_proof import DueProof
from digest.scheduling.missed_windows import MissedWindows
from digest.sending.ended_editions import EndedEditions


@dataclass(frozen=True, slots=True)
class SchedulerMemory:
    """What a process remembers between two looks: only what would be tiresome otherwise, nothing a restart could lose.

    `said` are the keys of alerts that were printed, `assess_again` when editions that were held back are looked at
    next.
    """

    said: set[str] = field(default_factory=set)
    assess_again: dict[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scheduler:
    """Does whatever is due, with the newsroom's files as they are at this moment."""

    state: ScheduleState
    edition: DueEdition
    proof: DueProof
    missed: MissedWindows
    ended: EndedEditions
    clock: Clock

    @property
    def plan(self) -> Plan:
        """Return when the digest goes out."""
        return self.edition.plan

    def look(self) -> None:
        """Do whatever is due. One trouble does not keep the rest from being done."""
        now = self.clock.now()
        since = self.state.watching_since(repr(self.plan), now)
        window = next_window(self.plan, now)
        if window.is_open(now):
            self._guard(window.edition, lambda: self.edition.send_if_ready(window, now))
        self._guard(window.edition, lambda: self.proof.mail_if_due(self.clock.now()))
        self.missed.tell(since, now)
        self.ended.tell()

    def _guard(self, edition_id: str, act: Callable[[], None]) -> None:
        """Tell the editors what went wrong; another process being at it is not wrong."""
        try:
            act()
        except EditionTaken:
            return
        except DigestError as error:
            notice = needs_attention(edition_id, str(error))
            self.edition.alerts.tell(f"trouble:{edition_id}", f"{edition_id} needs you", notice, str(error))
