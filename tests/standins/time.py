"""A newsroom in which time is made.

A clock that is set, editions that get ready when they are told to, and everybody who is told.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from digest.app.container import Newsroom
from digest.app.services import editing_context
from digest.articles.model import Article
from digest.calendar.plan import Plan
from digest.delivery.batch import Batch
from digest.delivery.counts import Report
from digest.delivery.mail import TransactionalMail
from digest.delivery.retry import TransportResult, Verdict
from digest.editing.build import Built
from digest.editing.readiness import EditingContext
from digest.edition.lock import Lock
from digest.edition.model import Edition, Pick, Section
from digest.mailing.editor_mail import Editors
from digest.mailing.mail_queue import deliver_due
from digest.problem import Problem
from digest.scheduling.scheduler import Schedule, SchedulerContext
from digest.sending.send import Pace, SendStart, send


@dataclass(slots=True)
class SetClock:
    """A clock that shows what it was set to."""

    time: datetime

    def now(self) -> datetime:
        return self.time


@dataclass(slots=True)
class Paper:
    """Editions with one pick each, there from the instant on that `ready` gives."""

    clock: SetClock
    ready: Mapping[str, datetime]
    editions: dict[str, Edition] = field(default_factory=dict)

    def names(self) -> list[str]:
        return sorted(name for name, since in self.ready.items() if since <= self.clock.now())

    def read(self, edition_id: str) -> tuple[Edition | None, list[Problem]]:
        url = f"https://example.org/{edition_id}"
        plain = Edition(edition_id, f"editions/{edition_id}.yaml", "Subject", (Section("News", (Pick(url),)),))
        return self.editions.get(edition_id, plain), []

    def read_lock(self, edition_id: str) -> tuple[Lock | None, list[Problem]]:
        edition, _ = self.read(edition_id)
        assert edition is not None
        return Lock(
            edition_id, tuple(Article(url=pick.url, title="Title", summary="Summary.") for pick in edition.picks())
        ), []

    def write_lock(self, lock: Lock) -> None:
        raise AssertionError(f"a schedule writes no lock, but this one wrote {lock.edition}")

    def like(self, edition_id: str, **changes: object) -> Edition:
        """Return an edition, changed."""
        edition, _ = self.read(edition_id)
        assert edition is not None
        return replace(edition, **changes)  # type: ignore[arg-type]


@dataclass(slots=True)
class Mailbag:
    """Both roads: remembers every letter, and when it came."""

    clock: SetClock
    got: list[tuple[str, str, datetime]] = field(default_factory=list)
    singles: list[tuple[str, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    before: Callable[[Batch], object] = lambda _batch: None

    def hand_over(self, batch: Batch) -> TransportResult:
        self.before(batch)
        self.got += [(batch.edition, reader.address, self.clock.now()) for reader in batch.recipients]
        return TransportResult(Verdict.ACCEPTED)

    def send_mail(self, mail: TransactionalMail) -> TransportResult:
        self.singles.append((mail.to, mail.subject))
        self.texts.append(mail.text)
        return TransportResult(Verdict.ACCEPTED)

    @property
    def subjects(self) -> list[str]:
        return [subject for _, subject in self.singles]


class MadeTime:
    """One newsroom under a plan and a set clock.

    `look` is one look of its schedule, `restart` forgets what a process remembers.
    """

    def __init__(
        self,
        newsroom: Newsroom,
        plan: Plan,
        ready: Mapping[str, datetime],
        start: datetime,
        editors: tuple[str, ...] = (),
    ) -> None:
        self.newsroom, self.plan = newsroom, plan
        self.clock = SetClock(start)
        self.paper = Paper(self.clock, ready)
        self.bag = Mailbag(self.clock)
        self.editors = editors
        self.lines: list[str] = []
        self.required = False
        self.batch_size = 1_000
        self.restart()

    def restart(self) -> None:
        self.schedule = Schedule(self.lines.append)

    @property
    def desk(self) -> EditingContext:
        desk = editing_context(self.newsroom)
        return replace(
            desk, editions=self.paper, approval_required=self.required, rules=replace(desk.rules, plan=self.plan)
        )

    @property
    def office(self) -> SchedulerContext:
        room = self.newsroom
        editors = Editors(self.editors, room.mail_queue, room.templates, "The Lantern")
        return SchedulerContext(
            self.plan,
            self.desk,
            editors,
            room.reports,
            room.subscribers,
            room.edition_states,
            room.schedule_state,
            self.clock,
            self._send,
            room.templates.languages,
        )

    def _send(self, built: Built, begin: SendStart, closes: datetime) -> Report:
        room = self.newsroom
        return send(
            built, room.log, room.reports, room.subscribers, self.bag, self.clock, begin=begin, stop=threading.Event(),
            languages=room.templates.languages, pace=Pace(closes, self.batch_size, 1), watch=lambda _done, _of: None,
        )  # fmt: skip

    def look(self, at: datetime | None = None) -> None:
        """Look once, at the instant `at` if it is given, and post what waits."""
        self.clock.time = at or self.clock.time
        self.schedule.look(self.office)
        deliver_due(self.newsroom.mail_queue, self.bag, self.clock)

    def live(self, until: datetime, step: timedelta) -> None:
        """Let time run, looking at every step."""
        while self.clock.time < until:
            self.look(self.clock.time + step)


def utc(text: str) -> datetime:
    """Read `2026-11-27 05:00` as an instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
