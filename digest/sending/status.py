"""Status: how far an edition has come, for people and programs; of one not begun, when it is due and what stops it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from digest.calendar.plan import Plan, Window, window_of
from digest.delivery.counts import Report
from digest.delivery.standing import Standing, standing_of_begun, standing_of_withheld
from digest.delivery.statuses import Status
from digest.editing.readiness import Assessor, Readiness
from digest.errors import DigestError
from digest.ports.mail import MailQueue
from digest.ports.process import Clock
from digest.ports.readers import Subscribers
from digest.ports.reports import Reports
from digest.sending.ended_editions import REMEMBERED, editions_before, left_since
from digest.sending.sponsored import Sponsored, sponsored
from digest.sending.standings import Standings, is_missed

_ENDED_WELL_OR_UNDER_WAY = {Status.ACCEPTED, Status.CLAIMED}


@dataclass(frozen=True, slots=True)
class Begun:
    """An edition that began to go out: its counts, who unsubscribed since, and the editions before it.

    `unfinished_mails` counts the single mails that wait, or of which it is not known that they were taken, by state,
    `words_of_thanks` those to newcomers, which are of no edition; `sponsored` is what the sponsor of its day got.
    """

    report: Report
    left: int
    before: tuple[Report, ...]
    unfinished_mails: Mapping[Status, int]
    words_of_thanks: Mapping[str, int]
    sponsored: Sponsored | None = None

    @property
    def standing(self) -> Standing:
        """Return where it stands, in one word."""
        return standing_of_begun(self.report)


@dataclass(frozen=True, slots=True)
class NotBegun:
    """An edition that did not begin: its send window (None: it goes out by hand only) and its readiness.

    The readiness is None where it is withheld before it was written. `was_missed` says whether the window ended without
    it, `obstacles` what else would stop it, in words.
    """

    window: Window | None
    readiness: Readiness | None
    was_missed: bool
    obstacles: tuple[str, ...]
    standing: Standing

    @property
    def may_go_out(self) -> bool:
        """Return whether nothing stands in its way."""
        if self.readiness is None:
            return False
        try:
            self.readiness.passed()
        except DigestError:
            return False
        return not self.obstacles


@dataclass(frozen=True, slots=True)
class EditionStatus:
    """Tells the status of one newsroom's editions.

    Subscribers and the mail queue, which need the keys, are opened for editions that began.
    """

    reports: Reports
    open_subscribers: Callable[[], Subscribers]
    open_mail_queue: Callable[[], MailQueue]
    assessor: Assessor
    plan: Plan
    clock: Clock
    standings: Standings

    def status(self, edition_id: str) -> Begun | NotBegun:
        """Return the status of an edition; raises `DigestError` when there is none of that name."""
        self.standings.read_journal()
        report = self.reports.report(edition_id)
        if report is None:
            return self._not_begun(edition_id)
        before = tuple(editions_before(edition_id, self.reports))
        opened, now = self.reports.last_opened(REMEMBERED), self.clock.now()
        left = left_since(edition_id, opened, self.open_subscribers(), now)
        mails = unfinished(self.open_mail_queue().counts(""))
        got = sponsored(edition_id, self.assessor.checker.editions, self.reports)
        return Begun(report, left, before, mails, self.reports.words_of_thanks(), got)

    def _not_begun(self, edition_id: str) -> NotBegun:
        window, now = window_of(edition_id, self.plan), self.clock.now()
        decided = self.reports.withheld(edition_id)
        if decided and self.assessor.missing(edition_id):
            return NotBegun(window, None, is_missed(window, now), (), standing_of_withheld(decided))
        readiness = self.assessor.assess(edition_id)
        obstacles = self.standings.obstacles_of(edition_id, readiness)
        stands = self.standings.of_written(edition_id, readiness, obstacles)
        return NotBegun(window, readiness, is_missed(window, now), obstacles, stands)


def unfinished(mails: Mapping[Status, int]) -> dict[Status, int]:
    """Return the counts of mails but for those that were accepted or are being handed over at this moment."""
    return {state: mails[state] for state in sorted(mails) if state not in _ENDED_WELL_OR_UNDER_WAY}
