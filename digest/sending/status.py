"""Status: how far an edition has come, for people and programs; of one not begun, when it is due and what stops it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from digest.calendar.plan import Plan, Window, window_of
from digest.delivery.counts import Report
from digest.editing.readiness import Assessor, Readiness
from digest.errors import DigestError
from digest.ports import Clock, Reports, Subscribers
from digest.sending.ended_editions import REMEMBERED, editions_before, left_since


@dataclass(frozen=True, slots=True)
class Begun:
    """An edition that began to go out: its counts, who unsubscribed since, and the editions before it."""

    report: Report
    left: int
    before: tuple[Report, ...]


@dataclass(frozen=True, slots=True)
class NotBegun:
    """An edition that did not begin: its send window (None: it goes out by hand only) and its readiness."""

    window: Window | None
    readiness: Readiness

    @property
    def may_go_out(self) -> bool:
        """Return whether nothing stands in its way."""
        try:
            self.readiness.passed()
        except DigestError:
            return False
        return True

    def was_missed(self, now: datetime) -> bool:
        """Return whether its send window ended without it."""
        return self.window is not None and self.window.closes <= now


@dataclass(frozen=True, slots=True)
class EditionStatus:
    """Tells the status of one newsroom's editions; subscribers, and their keys, are opened for editions that began."""

    reports: Reports
    open_subscribers: Callable[[], Subscribers]
    assessor: Assessor
    plan: Plan
    clock: Clock

    def status(self, edition_id: str) -> Begun | NotBegun:
        """Return the status of an edition; raises `DigestError` when there is none of that name."""
        report = self.reports.report(edition_id)
        if report is None:
            return NotBegun(window_of(edition_id, self.plan), self.assessor.assess(edition_id))
        before = tuple(editions_before(edition_id, self.reports))
        opened, now = self.reports.headlines(REMEMBERED), self.clock.now()
        return Begun(report, left_since(edition_id, opened, self.open_subscribers(), now), before)
