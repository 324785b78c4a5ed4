"""A newsroom in which time is made.

A clock that is set, editions that get ready when they are told to, and everybody who is told.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from digest.app.container import Newsroom
from digest.app.services import Services
from digest.articles.model import Article
from digest.calendar.plan import Plan
from digest.delivery.batch import Batch
from digest.delivery.counts import Report
from digest.delivery.mail import TransactionalMail
from digest.delivery.retry import TransportResult, Verdict
from digest.editing.build import Built
from digest.editing.check import Checker
from digest.editing.embargoes import Embargoes
from digest.editing.links_today import LinkCheck
from digest.editing.proof import Proofs
from digest.editing.proof_mail import ProofMail
from digest.editing.readiness import Assessor
from digest.edition.approval_rule import ApprovalRule
from digest.edition.editor import Editor
from digest.edition.link_answer import LinkAnswer
from digest.edition.lock import Lock
from digest.edition.model import Edition, Pick, Section
from digest.errors import DigestError
from digest.mailing.alerts import Alerts
from digest.mailing.editor_mail import EditorMail
from digest.mailing.mail_queue import deliver_due
from digest.problem import Problem
from digest.scheduling.begun_by_hand import BegunByHand
from digest.scheduling.due_edition import DueEdition
from digest.scheduling.due_proof import DueProof
from digest.scheduling.embargo_watch import EmbargoWatch
from digest.scheduling.forgotten_editions import ForgottenEditions
from digest.scheduling.held_copies import HeldCopies
from digest.scheduling.missed_windows import MissedWindows
from digest.scheduling.scheduler import Scheduler, SchedulerMemory
from digest.scheduling.unexpected_events import UnexpectedEvents
from digest.sending.ended_editions import EndedEditions
from digest.sending.left_to_schedule import LeftToSchedule
from digest.sending.send import Pace, Sender, SendStart
from digest.storage.told import SqlTold
from subscribers.errors import SubscribersError
from tests.standins.pages import PagesAsRead
from tests.standins.sample import APPROVED_BY


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
    written: dict[str, Lock] = field(default_factory=dict)

    def names(self) -> list[str]:
        return sorted(name for name, since in self.ready.items() if since <= self.clock.now())

    def read(self, edition_id: str) -> tuple[Edition | None, list[Problem]]:
        if edition_id not in self.ready:
            raise DigestError(self.missing(edition_id))
        url = f"https://example.org/{edition_id}"
        plain = Edition(edition_id, f"editions/{edition_id}.yaml", "Subject", (Section("News", (Pick(url),)),))
        return self.editions.get(edition_id, plain), []

    def missing(self, edition_id: str) -> str:
        return f"there is no editions/{edition_id}.yaml; write it"

    def read_lock(self, edition_id: str) -> tuple[Lock | None, list[Problem]]:
        if edition_id in self.written:
            return self.written[edition_id], []
        edition, _ = self.read(edition_id)
        assert edition is not None
        articles = (Article(url=pick.url, title="Title", summary="Summary.") for pick in edition.picks())
        return Lock(edition_id, tuple(articles)), []

    def change_lock(self, before: Lock | None, lock: Lock) -> bool:
        if self.read_lock(lock.edition) != (before, []):
            return False
        self.written[lock.edition] = lock
        return True

    def like(self, edition_id: str, **changes: object) -> Edition:
        """Return an edition, changed."""
        edition, _ = self.read(edition_id)
        assert edition is not None
        return replace(edition, **changes)  # type: ignore[arg-type]


@dataclass(slots=True)
class Mailbag:
    """A transport that remembers who got which letter, and when it came."""

    clock: SetClock
    got: list[tuple[str, str, datetime]] = field(default_factory=list)
    singles: list[tuple[str, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    before: Callable[[Batch], object] = lambda _batch: None

    repeats = False

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


@dataclass(slots=True)
class FakeSite:
    """A site whose pages answer as `answers` says, by address, all others with 200; `asked` is when which was."""

    clock: SetClock
    answers: dict[str, int] = field(default_factory=dict)
    asked: list[tuple[str, datetime]] = field(default_factory=list)

    def look(self, url: str) -> LinkAnswer:
        return LinkAnswer(self.answers.get(url.partition("?")[0], 200), "the site answers so")

    def status(self, url: str) -> int:
        self.asked.append((url, self.clock.now()))
        return self.answers.get(url, 200)


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
        self.site = FakeSite(self.clock)
        self.editors = editors
        self.lines: list[str] = []
        self.required = False
        self.batch_size = 1_000
        self.audience_guard = 0
        self.reaches_readers = False
        self.hold = timedelta(0)
        self.restart()

    def restart(self) -> None:
        self.memory = SchedulerMemory()

    @property
    def assessor(self) -> Assessor:
        room, real = self.newsroom, Services(self.newsroom).assessor()
        checker = Checker(self.paper, room.reports, replace(real.checker.rules, plan=self.plan))
        embargoes = Embargoes(self.site, self.plan, self.clock)
        return Assessor(
            checker, real.builder, room.approvals, replace(APPROVED_BY, is_required=self.required), embargoes
        )

    @property
    def sender(self) -> Sender:
        room, pace = self.newsroom, Pace(self.batch_size, 1)
        return Sender(room.log, room.reports, room.subscribers, lambda: self.bag, self.clock, pace, self.audience_guard)

    @property
    def left(self) -> LeftToSchedule:
        """Return what was left to the schedule, as letters go now."""
        return LeftToSchedule(SqlTold(self.newsroom.engine), self.plan, self.reaches_readers)

    @property
    def scheduler(self) -> Scheduler:
        room, plan = self.newsroom, self.plan
        editors = EditorMail(self.editors, room.mail_queue, room.templates, "The Lantern", self.clock)
        alerts = Alerts(editors, SqlTold(room.engine), self.lines.append)
        named = {f"editor-{number}": address for number, address in enumerate(self.editors, 1)}
        people = {name: Editor(name, address, frozenset({"approve"})) for name, address in named.items()}
        proofs = Proofs(
            Services(room).builder(),
            ApprovalRule(self.required, people),
            room.audiences,
            room.reports,
            room.mailed_proofs,
            PagesAsRead(self.paper),
            LinkCheck(self.site, self.clock, room.settings.digest.base_url),
            lambda found: f"with {found.faults} faults",
            plan,
            self.clock,
            self.audience_guard,
        )
        proof_mail = ProofMail(proofs, room.mailed_proofs, room.mail_queue, people, lambda: 0, self.clock)
        return Scheduler(
            plan,
            self.clock,
            alerts,
            BegunByHand(self.left, self.go_on, room.reports, alerts),
            EmbargoWatch(plan, self.assessor, room.reports, alerts, self.memory.assess_again),
            DueEdition(
                plan,
                self.assessor,
                self.send,
                self.go_on,
                room.reports,
                alerts,
                HeldCopies(proof_mail, alerts, plan, self.clock, self.hold),
                self.memory.assess_again,
            ),
            DueProof(plan, self.assessor, proof_mail, room.reports, alerts),
            MissedWindows(plan, room.schedule_state, room.reports, alerts),
            EndedEditions(
                room.editions, room.reports, room.subscribers, room.edition_states, plan, alerts, self.clock, self.left
            ),
            UnexpectedEvents(room.settlements, alerts),
            ForgottenEditions(room.reports, alerts),
            (DigestError, SubscribersError),
        )

    def send(self, built: Built, start: SendStart) -> Report:
        """Send an edition now."""
        return self.sender.send(built, start, threading.Event(), lambda _done, _of: None)

    def go_on(self, edition_id: str, start: SendStart) -> Report:
        """Go on with an edition now."""
        return self.sender.go_on(edition_id, start, threading.Event(), lambda _done, _of: None)

    def look(self, at: datetime | None = None) -> None:
        """Look once, at the instant `at` if it is given, and post what waits."""
        self.clock.time = at or self.clock.time
        self.scheduler.look()
        assert not self.paper.written, "a scheduler writes no lock"
        deliver_due(self.newsroom.mail_queue, self.bag, self.clock)

    def live(self, until: datetime, step: timedelta) -> None:
        """Let time run, looking at every step."""
        while self.clock.time < until:
            self.look(self.clock.time + step)


def utc(text: str) -> datetime:
    """Read `2026-11-27 05:00` as an instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
