"""Everything outside, as Protocols on one page. Services take these; `app` passes the real things, tests pass fakes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from digest.articles.model import Article
from digest.delivery.audience import Audience, AudienceQuery, Opening
from digest.delivery.batch import Attempt, Batch, BatchResult, Claim, Recipient, UncertainBatch
from digest.delivery.counts import OpenedEdition, Report
from digest.delivery.events import Consequence, DeliveryEvent, News, UnknownEvents
from digest.delivery.frozen import FrozenLetters
from digest.delivery.mail import ClaimedMail, TransactionalMail
from digest.delivery.retry import TransportResult
from digest.delivery.statuses import EditionState, Outcomes, Resolution, Status
from digest.delivery.variant import Variant
from digest.edition.approval import Approval
from digest.edition.lock import Lock
from digest.edition.model import Edition
from digest.problem import Problem


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


class Stop(Protocol):
    """A request that the program stops; `threading.Event` is one."""

    def is_set(self) -> bool:
        """Return whether the program was asked to stop."""
        ...

    def wait(self, timeout: float | None = None, /) -> bool:
        """Wait until the program is asked to stop, at most `timeout` seconds; return whether it was."""
        ...


class Editions(Protocol):
    """The newsroom's edition files."""

    def names(self) -> list[str]:
        """List the ids of all editions there are, oldest first."""
        ...

    def read(self, edition_id: str) -> tuple[Edition | None, list[Problem]]:
        """Read one picks file; raises `DigestError` when there is none."""
        ...

    def read_lock(self, edition_id: str) -> tuple[Lock | None, list[Problem]]:
        """Read one lock file; None when there is none or it is damaged (then with problems)."""
        ...

    def write_lock(self, lock: Lock) -> None:
        """Replace a lock file, whole or not at all."""
        ...


class Pages(Protocol):
    """The web, as far as picked pages go."""

    def read(self, url: str) -> Article:
        """Read one page; raises `PageUnreadable`, whose message says why."""
        ...


class Subscribers(Protocol):
    """What the digest asks and tells the subscribers; there is no other way to them."""

    def count_unsubscribed(self, since: datetime, until: datetime) -> int:
        """Count the readers who unsubscribed from `since` to `until`."""
        ...

    def consenting(
        self, edition_id: str, readers: Sequence[int], now: datetime
    ) -> tuple[list[Recipient], Mapping[int, str]]:
        """Return who of `readers` may be written to at `now`, with address and token, and why the others may not."""
        ...

    def fewer_sections(self, query: AudienceQuery) -> frozenset[Variant]:
        """Return the variants that readers who left sections out may need."""
        ...

    def delivery(self, name: str) -> tuple[str, int] | None:
        """Return edition and reader of a delivery's name; None for a name that is not ours."""
        ...

    def act_upon(self, told: Sequence[tuple[str, Consequence, datetime]]) -> None:
        """Do what follows from events: the mail's name, what follows, and when; not for who consented after that."""
        ...


class Audiences(Protocol):
    """Who could be written to."""

    def count(self, query: AudienceQuery) -> Audience:
        """Count an audience without freezing it."""
        ...


class Reports(Protocol):
    """The counts of editions."""

    def report(self, edition_id: str) -> Report | None:
        """Count an edition; None when it was never opened."""
        ...

    def recent(self, count: int) -> list[Report]:
        """Count the editions that began to go out last, the newest first."""
        ...

    def opened(self, edition_id: str) -> OpenedEdition | None:
        """Return how far an edition has come, without its counts; None when it was never opened."""
        ...

    def last_opened(self, count: int) -> list[OpenedEdition]:
        """Return the editions that began to go out last, the newest first, without their counts."""
        ...

    def forgotten(self) -> Mapping[str, datetime]:
        """Map editions whose letters a database that is gone handed over, and nobody dealt with, to when that began."""
        ...

    def known_of_unbegun(self, edition_id: str) -> str:
        """Return why an edition is paused as soon as it is begun: it went out before; empty when nothing is known."""
        ...

    def letters(self, edition_id: str) -> FrozenLetters | None:
        """Return the letters an edition is sent with; None when it was never opened, or by a version that kept none."""
        ...

    def deliveries(self, reader: int) -> Sequence[Mapping[str, str]]:
        """List what became of every edition one reader was to get, oldest first: edition, status, at, why, events."""
        ...

    def sent_pages(self) -> Mapping[str, str]:
        """Map every page that was in an edition to the last such edition."""
        ...


class DeliveryLog(Protocol):
    """What was sent to whom, on disk before and after each hand-over."""

    def open(self, opening: Opening, query: AudienceQuery, now: datetime) -> None:
        """Freeze an edition's audience and letters in one transaction, unless that has happened."""
        ...

    def acquire(self, edition_id: str, now: datetime, *, repeats: bool) -> int:
        """Become the one runner of an edition and return the fence; raises `EditionTaken` while another one lives.

        What a dead runner handed over becomes uncertain, unless the transport `repeats` harmlessly.
        """
        ...

    def claim(self, edition_id: str, fence: int, size: int, now: datetime) -> Claim | None:
        """Claim the next batch of the waves that have begun, if any; raises `EditionTaken` when the fence has moved."""
        ...

    def attempt(
        self, edition_id: str, fence: int, claim: Claim, readers: Sequence[int], settled: Outcomes, now: datetime
    ) -> Attempt:
        """Write, and sync, that `readers` of a batch are about to be handed over, and what is `settled` of others."""
        ...

    def receive(self, edition_id: str, claim: Claim, batch_result: BatchResult, now: datetime) -> None:
        """Write what became of a batch; raises `EditionTaken` when a new runner has made it uncertain meanwhile."""
        ...

    def close(self, edition_id: str, fence: int, now: datetime) -> None:
        """Mark an edition sent when all of its batches are answered, and release it in any case."""
        ...

    def withdraw(self, edition_id: str, fence: int, claim: Claim, settled: Outcomes, now: datetime) -> None:
        """Withdraw an attempt: the batch is claimed as before, without the `settled`, who keep that outcome."""
        ...

    def halt(self, edition_id: str, fence: int, reason: str, now: datetime) -> None:
        """Pause the edition for a reason that people have to look into."""
        ...


class Settlements(Protocol):
    """What is learned about deliveries after they were handed over."""

    def record(self, events: Sequence[DeliveryEvent]) -> list[DeliveryEvent]:
        """Record events, each once, and settle the uncertain deliveries they prove; return those that were new.

        What the log knows nothing of is kept, counted as unknown, and pauses an edition that is under way.
        """
        ...

    def record_unknown(self, told: Sequence[tuple[News, str, datetime]]) -> None:
        """Count what events said that the program does not know, each what, and when, for people to look at."""
        ...

    def unknown_since(self, instant: datetime) -> list[UnknownEvents]:
        """List what events have said since an instant that the program does not know, the most frequent first."""
        ...

    def uncertain(self, edition_id: str) -> list[UncertainBatch]:
        """List the batches in which deliveries are uncertain."""
        ...

    def decide(self, edition_id: str, resolution: Resolution, by: str, reason: str, now: datetime) -> int:
        """Settle all uncertain deliveries by hand, on record; return how many there were."""
        ...


class EditionStates(Protocol):
    """The states of editions, as far as people change them."""

    def transition(self, edition_id: str, allowed: Iterable[EditionState], to: EditionState, reason: str) -> bool:
        """Move an edition to state `to` if it is in one of the `allowed`; return whether it was."""
        ...


class Approvals(Protocol):
    """Who approved which letter; kept for good."""

    def approve(self, edition_id: str, fingerprint: str, by: str, now: datetime) -> None:
        """Record that `by` approved exactly this letter."""
        ...

    def approvals(self, edition_id: str) -> list[Approval]:
        """List the approvals of an edition, oldest first, also those of letters that were changed since."""
        ...


class MailQueue(Protocol):
    """Transactional mails that wait to be handed over: confirmations, links, proofs, alerts, reports."""

    def enqueue(self, key: str, mails: Sequence[TransactionalMail], now: datetime, expires_at: datetime) -> bool:
        """Put mails about `key` into the queue, one per recipient, unless that has happened; return whether it was new.

        No retry begins at `expires_at` or later (aware).
        """
        ...

    def claim(self, now: datetime, *, repeats: bool = False) -> ClaimedMail | None:
        """Write an attempt at the mail that waited longest; None when no mail is due.

        A dead runner's is uncertain, or waits again where the transport `repeats` harmlessly.
        """
        ...

    def finish(self, claimed: ClaimedMail, state: Status, reason: str) -> None:
        """Write what became of a mail, and delete its words and its address."""
        ...

    def requeue(self, claimed: ClaimedMail, reason: str, due_at: datetime) -> None:
        """Put a mail that was not accepted back into the queue, to go again at `due_at`."""
        ...

    def settle(self, heard: Sequence[tuple[str, Status, str]]) -> None:
        """Settle uncertain mails by an ESP's events: the name of a mail, what became of it, and why."""
        ...

    def counts(self, prefix: str) -> Mapping[Status, int]:
        """Count the mails whose key begins with `prefix`, by state; one that waits is pending."""
        ...

    def forget_ended(self, before: datetime) -> None:
        """Forget the mails that have ended and were made before an instant."""
        ...


class ScheduleState(Protocol):
    """What the scheduler remembers for good."""

    def watching_since(self, plan: str, now: datetime) -> datetime:
        """Return since when the scheduler has gone by exactly this `plan`: since `now`, when the plan is new."""
        ...


class Transport(Protocol):
    """Where letters are handed over: an ESP, a mail server, a folder. Called from several threads at once."""

    @property
    def repeats(self) -> bool:
        """Whether handing the same over twice does no harm: each reader has one letter all the same."""
        ...

    def hand_over(self, batch: Batch, /) -> TransportResult:
        """Hand one batch over and return what came back; an exception means that nobody knows."""
        ...

    def send_mail(self, mail: TransactionalMail, /) -> TransportResult:
        """Hand one transactional mail over and return what came back; an exception means that nobody knows."""
        ...


class Watcher(Protocol):
    """Is told how far long work has come."""

    def __call__(self, done: int, of: int, /) -> None:
        """Report that `done` of `of` things are done."""
        ...
