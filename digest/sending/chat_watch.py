"""The chat watch: what the log says of editions, for the newsroom's chat: approved, started, finished, uncertain."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.counted import counted
from digest.delivery.counts import OpenedEdition, named_counts
from digest.delivery.standing import Stage
from digest.delivery.statuses import EditionState
from digest.editing.another_editor import AnotherEditor
from digest.mailing.chat import ChatNews, Event
from digest.ports.editorial import Approvals
from digest.ports.reports import Reports

LOOKED_BACK = timedelta(days=1)
"""What happened before is no news: a chat that is named today hears nothing of last week."""
_LAST = 10


@dataclass(frozen=True, slots=True)
class ChatWatch:
    """Tells a chat of the editions of one newsroom; `another` where nobody approves what they saved last themselves."""

    news: ChatNews
    reports: Reports
    approvals: Approvals
    another: AnotherEditor | None = None

    def tell(self, coming: str, now: datetime) -> None:
        """Tell what is new of the editions that began lately, and whether the `coming` one was approved."""
        last = self.another.last_editor(coming) if self.another else None
        for approval in self.approvals.approvals(coming):
            if approval.by == last:
                continue
            key = f"approved:{coming}:{approval.fingerprint[:12]}"
            text, has_begun = f"{coming} is approved", self.reports.opened(coming) is not None
            if has_begun:  # it did since
                self.news.tell_of_before(key, Event.APPROVED, coming, text, now, Stage.READY)
            else:
                self.news.tell(key, Event.APPROVED, coming, text, now)
        for opened in self.reports.last_opened(_LAST):
            self._tell_of(opened, now)

    def _tell_of(self, opened: OpenedEdition, now: datetime) -> None:
        name = opened.edition
        if now - opened.started_at <= LOOKED_BACK:
            text = f"{name} began to go out"
            self.news.tell_of_before(f"started:{name}", Event.STARTED, name, text, now, Stage.SENDING)
        ended_at = opened.ended_at
        is_sending = opened.state is EditionState.SENDING
        if is_sending or now - (ended_at or opened.started_at) > LOOKED_BACK:
            return
        report = self.reports.report(name)
        if report is None:
            return
        if opened.state is EditionState.SENT:
            text = f"{name} went out: {report.accepted:,} accepted"
            self.news.tell(f"finished:{name}", Event.FINISHED, name, text, now, named_counts(report))
        if report.uncertain:
            text = f"{name}: {counted(report.uncertain, 'delivery', 'deliveries')} uncertain"
            self.news.tell(f"uncertain:{name}", Event.UNCERTAIN, name, text, now, {"uncertain": report.uncertain})
