"""Standings: where an edition stands, in one word, for whoever asks: commands, the schedule, mails to editors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from digest.calendar.plan import Plan, Window, window_of
from digest.delivery.standing import (
    Stage,
    Standing,
    Written,
    standing_of_begun,
    standing_of_withheld,
    standing_of_written,
)
from digest.delivery.statuses import EditionState
from digest.editing.readiness import Assessor, Readiness
from digest.ports.process import Clock
from digest.ports.reports import Reports
from digest.sending.obstacles import Obstacles


@dataclass(frozen=True, slots=True)
class Standings:
    """Tells where the editions of one newsroom stand."""

    reports: Reports
    assessor: Assessor
    obstacles: Obstacles
    plan: Plan
    clock: Clock

    def read_journal(self) -> None:
        """Let the log know of hand-overs that a restored database forgot, before anything is said of an edition."""
        self.obstacles.readers_fault()

    def of(self, edition_id: str) -> Standing:
        """Return where an edition stands, also one that is not written yet."""
        self.read_journal()
        if report := self.reports.report(edition_id):
            return standing_of_begun(report)
        if self.assessor.missing(edition_id):
            decided = self.reports.withheld(edition_id)
            return standing_of_withheld(decided) if decided else Standing(Stage.ABSENT)
        return self.of_assessed(self.assessor.assess(edition_id))

    def of_assessed(self, found: Readiness) -> Standing:
        """Return where an edition stands of which the readiness is known, whether it began or not."""
        if report := self.reports.report(found.edition_id):
            return standing_of_begun(report)
        return self.of_written(found.edition_id, found, self.obstacles_of(found.edition_id, found))

    def of_written(self, edition_id: str, found: Readiness, obstacles: Sequence[str]) -> Standing:
        """Return where an edition stands that did not begin, of which its readiness and obstacles are known."""
        known = self.reports.forgotten().get(edition_id)
        if known and known.state is EditionState.CANCELLED:
            return Standing(Stage.CANCELLED, known.reason)
        decided = self.reports.withheld(edition_id)
        own, locked = found.own_approval, found.checked.is_locked
        written = Written(locked, found.faults, found.is_unapproved, decided, tuple(obstacles), own)
        missed = is_missed(window_of(edition_id, self.plan), self.clock.now())
        return standing_of_written(written, was_missed=missed)

    def obstacles_of(self, edition_id: str, found: Readiness) -> tuple[str, ...]:
        """Return what would stop an edition beside its problems when it leaves: at its time, or at once."""
        now, window = self.clock.now(), window_of(edition_id, self.plan)
        return self.obstacles.stopping(edition_id, found, max(now, window.due) if window else now)


def is_missed(window: Window | None, now: datetime) -> bool:
    """Return whether a send window has ended; an edition that goes out by hand has none."""
    return window is not None and window.closes <= now
