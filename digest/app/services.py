"""The services of one newsroom with their ports put in, each made when it is asked for."""

from collections.abc import Callable
from datetime import timedelta

from digest.app.article_sources import LateSources, read_sources
from digest.app.container import Newsroom
from digest.app.from_settings import editors
from digest.app.paths import picture_folder
from digest.delivery.counts import Report
from digest.editing.approve_audience import AudienceApproval
from digest.editing.asked_pages import AskedPages, RememberedPages
from digest.editing.build import Built, LetterBuilder
from digest.editing.check import Checker
from digest.editing.draft import Drafts
from digest.editing.embargoes import Embargoes
from digest.editing.links_today import LinkCheck
from digest.editing.proof import Proofs
from digest.editing.proof_mail import ProofMail
from digest.editing.readiness import Assessor
from digest.editing.sourced_pages import SourcedPages
from digest.edition.approval_rule import ApprovalRule
from digest.errors import DigestError
from digest.fetching.liveness import WebLinks, WebLiveness
from digest.mailing.alerts import Alerts
from digest.mailing.chat import ChatNews
from digest.mailing.editor_mail import EditorMail
from digest.mailing.mail_queue import deliver_due
from digest.ports.delivery import Transport
from digest.ports.editorial import Liveness
from digest.ports.process import Stop
from digest.scheduling.begun_by_hand import BegunByHand
from digest.scheduling.due_edition import DueEdition
from digest.scheduling.due_proof import DueProof
from digest.scheduling.embargo_watch import EmbargoWatch
from digest.scheduling.forgotten_editions import ForgottenEditions
from digest.scheduling.held_copies import HeldCopies
from digest.scheduling.missed_windows import MissedWindows
from digest.scheduling.scheduler import Scheduler, SchedulerMemory
from digest.scheduling.unexpected_events import UnexpectedEvents
from digest.sending.day_of_letter import DayOfLetter
from digest.sending.edition_control import EditionControl
from digest.sending.ended_editions import EndedEditions
from digest.sending.left_to_schedule import LeftToSchedule
from digest.sending.obstacles import Obstacles
from digest.sending.send import Pace, Sender, SendStart
from digest.sending.send_by_hand import EditorUpdate, ManualSend
from digest.sending.send_now import SendNow
from digest.sending.standings import Standings
from digest.sending.status import EditionStatus
from digest.storage.chat_queue import SqlChatQueue
from digest.storage.page_answers import SqlPageAnswers
from digest.storage.picture_files import PictureFolder
from digest.storage.told import SqlTold
from subscribers.errors import SubscribersError


class Services:
    """What can be done to and with a newsroom's editions."""

    def __init__(self, newsroom: Newsroom, *, asks_sites: bool = True) -> None:
        """Serve `newsroom`; without `asks_sites` by what sites answered last, as pages do that only show something."""
        self._newsroom, self._clock, self._asks_sites = newsroom, newsroom.clock, asks_sites
        self._plan = newsroom.settings.schedule.plan
        self._approval_required = newsroom.settings.schedule.approval != "none"
        self._guard = newsroom.settings.schedule.audience_guard
        self._has_esp = newsroom.settings.delivery.has_esp

    def checker(self) -> Checker:
        """Return what checks editions."""
        room = self._newsroom
        own = room.settings.pictures
        copies = PictureFolder(picture_folder(room.folder, own.folder)) if own.show == "copies" else None
        return Checker(room.editions, room.reports, room.rules, copies)

    def builder(self) -> LetterBuilder:
        """Return what makes letters."""
        room = self._newsroom
        return LetterBuilder(room.publication, room.templates, room.limits, room.envelope, room.mailboxes)

    def drafts(self) -> Drafts:
        """Return what makes drafts, reading pages from the web."""
        return Drafts(self.checker(), self.builder(), self.pages())

    def pages(self) -> SourcedPages:
        """Return what reads picked pages, with what the newsroom's sources tell of them.

        Raises `DigestError` without the key of a source.
        """
        read_sources(self._newsroom.settings, self._newsroom.folder)
        return self._pages_at_last()

    def _pages_at_last(self) -> SourcedPages:
        """Return what reads picked pages, also where a source is without its key: of that the pages tell then."""
        room = self._newsroom
        sources = LateSources(lambda: read_sources(room.settings, room.folder), lambda: room.pages)
        return SourcedPages(room.pages, sources)

    def assessor(self) -> Assessor:
        """Return what assesses the readiness of editions."""
        room = self._newsroom
        embargoes = Embargoes(self._liveness(), self._plan, self._clock)
        rule = self.approval_rule()
        return Assessor(self.checker(), self.builder(), room.approvals, rule, embargoes, room.another_editor)

    def _liveness(self) -> Liveness:
        room, answers = self._newsroom, SqlPageAnswers(self._newsroom.engine)
        asked = AskedPages(WebLiveness(lambda: room.pages.fetcher), answers, self._clock)
        return asked if self._asks_sites else RememberedPages(answers)

    def editor_mail(self) -> EditorMail:
        """Return what writes to editors."""
        room = self._newsroom
        addresses, title = room.settings.editor_addresses, room.settings.digest.title
        return EditorMail(addresses, room.mail_queue, room.templates, title, self._clock)

    def told(self) -> SqlTold:
        """Return what remembers what was told."""
        return SqlTold(self._newsroom.engine)

    def alerts(self, log: Callable[[str], None]) -> Alerts:
        """Return what tells editors, and `log`, of each thing once."""
        return Alerts(self.editor_mail(), self.told(), log, self.chat_news())

    def chat_news(self) -> ChatNews | None:
        """Return what tells the newsroom's chat; None when there is none."""
        room = self._newsroom
        return ChatNews(SqlChatQueue(room.engine), self._stage) if room.has_chat else None

    def _stage(self, edition_id: str) -> str:
        """Return where an edition stands, without why: that may be in anybody's words."""
        try:
            return self.standings().of(edition_id).stage
        except (DigestError, SubscribersError):
            return ""

    def proofs(self) -> Proofs:
        """Return what makes proofs."""
        room = self._newsroom
        return Proofs(
            self.builder(),
            self.approval_rule(),
            room.audiences,
            room.reports,
            room.mailed_proofs,
            self._pages_at_last(),
            LinkCheck(WebLinks(lambda: room.pages.fetcher), self._clock, room.settings.digest.base_url),
            lambda found: str(self.standings().of_assessed(found)),
            self._plan,
            self._clock,
            self._guard,
        )

    def approval_rule(self) -> ApprovalRule:
        """Return who may approve editions."""
        return ApprovalRule(self._approval_required, editors(self._newsroom.settings))

    def audience_approval(self) -> AudienceApproval:
        """Return what records for how many readers an edition may be."""
        room = self._newsroom
        return AudienceApproval(room.approvals, room.audiences, room.reports, self._clock, self._guard)

    def proof_mail(self) -> ProofMail:
        """Return what mails proofs."""
        room = self._newsroom
        return ProofMail(
            self.proofs(), room.mailed_proofs, room.mail_queue, editors(room.settings), self.deliver_mail, self._clock
        )

    def sender(self) -> Sender:
        """Return what sends editions."""
        room, delivery = self._newsroom, self._newsroom.settings.delivery
        pace = Pace(delivery.batch_size, delivery.workers)
        return Sender(room.log, room.reports, room.subscribers, self._open_transport, self._clock, pace, self._guard)

    def ended_editions(self, alerts: Alerts) -> EndedEditions:
        """Return what reports editions."""
        room = self._newsroom
        return EndedEditions(
            room.editions,
            room.reports,
            room.subscribers,
            room.edition_states,
            self._plan,
            alerts,
            self._clock,
            self.left_to_schedule(),
        )

    def manual_send(self) -> ManualSend:
        """Return what sends an edition when a person says so."""
        room, alerts = self._newsroom, self.alerts(lambda _line: None)
        editors = EditorUpdate(alerts, self.ended_editions(alerts), self.deliver_mail)
        return ManualSend(
            assessor=self.assessor(),
            sender=self.sender(),
            audiences=room.audiences,
            reports=room.reports,
            plan=self._plan,
            clock=self._clock,
            editors=editors,
            reaches_readers=self._has_esp,
        )

    def send_now(self) -> SendNow:
        """Return what lets editions begin that the schedule then hands over."""
        return SendNow(self.manual_send(), self.obstacles(at_desk=True), self.left_to_schedule())

    def left_to_schedule(self) -> LeftToSchedule:
        """Return what remembers what was left to the schedule."""
        return LeftToSchedule(self.told(), self._plan, self._has_esp)

    def edition_status(self) -> EditionStatus:
        """Return what shows how far editions have come."""
        room = self._newsroom
        return EditionStatus(
            room.reports,
            lambda: room.subscribers,
            lambda: room.mail_queue,
            self.assessor(),
            self._plan,
            self._clock,
            self.standings(),
        )

    def standings(self, *, at_desk: bool = False) -> Standings:
        """Return what tells where editions stand; `at_desk` whoever sees pages and buttons instead of commands."""
        obstacles = self.obstacles(at_desk=at_desk)
        return Standings(self._newsroom.reports, self.assessor(), obstacles, self._plan, self._clock)

    def obstacles(self, *, at_desk: bool = False) -> Obstacles:
        """Return what tells what would stop editions beside their problems; `at_desk` as in `standings`."""
        room, opening_fault = self._newsroom, self._newsroom.reader_records.opening_fault
        return Obstacles(
            opening_fault, self._open_transport, lambda: room.audiences, room.reports, self._plan, self._guard, at_desk
        )

    def edition_control(self) -> EditionControl:
        """Return what pauses, resumes and cancels editions."""
        room = self._newsroom
        room.reader_records.opening_fault()  # reads the journal; where it is broken, what is stopped is stopped anyway
        return EditionControl(room.edition_states, room.reports, room.withholdings)

    def day_of_letter(self) -> DayOfLetter:
        """Return what looks whether there is a letter on the day that is named."""
        return DayOfLetter(self._newsroom.reports, lambda name: self.checker().missing(name), self._plan, self._clock)

    def scheduler(self, memory: SchedulerMemory, log: Callable[[str], None], stop: Stop) -> Scheduler:
        """Return what does whatever is due; `log` gets a line, `stop` ends a send after the batches in flight."""
        room, plan = self._newsroom, self._plan
        alerts = self.alerts(log)
        assessor, sender = self.assessor(), self.sender()
        hold = timedelta(minutes=room.settings.schedule.hold_minutes)
        proofs = self.proof_mail()
        copies = HeldCopies(proofs, alerts, plan, self._clock, hold)

        def send(built: Built, start: SendStart) -> Report:
            return sender.send(built, start, stop, lambda _done, _of: None)

        def go_on(edition_id: str, start: SendStart) -> Report:
            return sender.go_on(edition_id, start, stop, lambda _done, _of: None)

        return Scheduler(
            plan=plan,
            clock=self._clock,
            alerts=alerts,
            by_hand=BegunByHand(self.left_to_schedule(), go_on, room.reports, alerts),
            embargo=EmbargoWatch(plan, assessor, room.reports, alerts, memory.assess_again),
            edition=DueEdition(plan, assessor, send, go_on, room.reports, alerts, copies, memory.assess_again),
            proof=DueProof(plan, assessor, proofs, room.reports, alerts),
            missed=MissedWindows(plan, room.schedule_state, room.reports, alerts),
            ended=self.ended_editions(alerts),
            unexpected=UnexpectedEvents(room.settlements, alerts),
            forgotten=ForgottenEditions(room.reports, alerts),
            told=(DigestError, SubscribersError),
        )

    def deliver_mail(self) -> int:
        """Hand over the single mails that wait; return how many were tried."""
        return deliver_due(self._newsroom.mail_queue, self._open_transport(), self._clock)

    def _open_transport(self) -> Transport:
        return self._newsroom.transport(self._clock.now())
