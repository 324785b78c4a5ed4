"""Everything outside, as Protocols on one page.

Verbs take these; `wiring.py` gives them the real things, tests give fakes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from digest.articles.model import Article
from digest.delivery.audience import Audience, Opening
from digest.delivery.batch import Batch, BatchResult, Claim, Recipient, UncertainBatch
from digest.delivery.counts import Headline, Report
from digest.delivery.events import DeliveryEvent
from digest.delivery.mail import ClaimedMail, TransactionalMail
from digest.delivery.retry import TransportResult
from digest.delivery.statuses import EditionState, Status
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
    """Somebody's wish that the program may end; `threading.Event` is one."""

    def is_set(self) -> bool:
        """Return whether it was asked for."""
        ...

    def wait(self, timeout: float | None = None, /) -> bool:
        """Wait until it is asked for, at most `timeout` seconds."""
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


class Candidates(Protocol):
    """A question for the roster that only a delivery log on the same database can put; opaque to verbs."""


class Subscribers(Protocol):
    """The only door to subscribers."""

    def candidates(
        self, languages: frozenset[str], default: str, now: datetime, wave_of: Callable[[str], int] | None = None
    ) -> Candidates:
        """Describe everybody who could be written to at `now`, each with a variant and a wave.

        Or a reason for exclusion.

        `wave_of` gives, for a reader's time zone, how many minutes after the edition opens it goes to them; without it
        all are at once.
        """
        ...

    def left(self, since: datetime, until: datetime) -> int:
        """Count the readers who unsubscribed from `since` to `until`."""
        ...

    def consenting(
        self, edition_id: str, readers: Sequence[int], now: datetime
    ) -> tuple[list[Recipient], Mapping[int, str]]:
        """Ask consent and address of `readers` this instant: who may be written to, and why the others may not."""
        ...

    def delivery(self, name: str) -> tuple[str, int] | None:
        """Return edition and reader of a delivery's name; None for a name that is not ours."""
        ...

    def suppress(self, reader: int, reason: str, source: str, at: datetime) -> None:
        """Forbid mail to a reader ("hard_bounce" or "complaint"), unless they consented after `at`."""
        ...

    def unsubscribe(self, reader: int, source: str, at: datetime) -> None:
        """Take a reader off the list, unless they consented after `at`."""
        ...


class Reports(Protocol):
    """The counts of editions."""

    def preview(self, candidates: Candidates) -> Audience:
        """Count an audience without freezing it."""
        ...

    def report(self, edition_id: str) -> Report | None:
        """Count an edition; None when it was never opened."""
        ...

    def recent(self, count: int) -> list[Report]:
        """Count the editions that began to go out last, the newest first."""
        ...

    def headlines(self, count: int) -> list[Headline]:
        """Return the states of the editions that began to go out last, the newest first; counts nothing."""
        ...

    def deliveries(self, reader: int) -> Sequence[Mapping[str, str]]:
        """List what became of every edition one reader was to get: edition, status, at, events."""
        ...

    def sent_pages(self) -> Mapping[str, str]:
        """Map every page that was in an edition to the last such edition."""
        ...


class DeliveryLog(Protocol):
    """What was sent to whom, on disk before and after it happens."""

    def open(self, opening: Opening, candidates: Candidates, now: datetime) -> None:
        """Freeze the audience of an edition in one transaction, unless that has happened.

        Raises `DigestError` for another letter.
        """
        ...

    def take(self, edition_id: str, now: datetime) -> int:
        """Become the one runner of an edition and return the fence; raises `EditionTaken` while another one lives.

        A half-done attempt of a dead runner becomes uncertain.
        """
        ...

    def claim(self, edition_id: str, fence: int, size: int, now: datetime) -> Claim | None:
        """Claim the next batch of the waves that have begun, None when there is none.

        Raises `EditionTaken` when the fence has moved.
        """
        ...

    def attempt(self, edition_id: str, fence: int, claim: Claim, excluded: Mapping[int, str], now: datetime) -> None:
        """Write, and sync, that a batch is about to be handed over without the `excluded`."""
        ...

    def receive(self, edition_id: str, claim: Claim, batch_result: BatchResult, now: datetime) -> None:
        """Write what became of a batch; raises `EditionTaken` when a new runner has made it uncertain meanwhile."""
        ...

    def close(self, edition_id: str, fence: int, now: datetime) -> None:
        """End an edition all of whose batches are answered, or give it back when some are not."""
        ...

    def withdraw(
        self, edition_id: str, fence: int, claim: Claim, settled: Mapping[int, tuple[Status, str]], now: datetime
    ) -> None:
        """Take back an attempt that nobody can have received; those who are `settled` are out of it, each as told."""
        ...

    def halt(self, edition_id: str, fence: int, reason: str, now: datetime) -> None:
        """Pause the edition for a reason that people have to look into."""
        ...


class Settlements(Protocol):
    """What is learned about deliveries after they were handed over."""

    def note(self, events: Sequence[DeliveryEvent]) -> list[DeliveryEvent]:
        """Write events down, each once, and settle uncertain deliveries they prove; return those that were new."""
        ...

    def uncertain(self, edition_id: str) -> list[UncertainBatch]:
        """List the batches in which deliveries are uncertain."""
        ...

    def decide(self, edition_id: str, decision: str, by: str, reason: str, now: datetime) -> int:
        """Settle all uncertain deliveries by hand ("accepted" or "send-again"), on record.

        Return how many there were.
        """
        ...


class EditionStates(Protocol):
    """The states of editions, as far as people change them."""

    def transition(self, edition_id: str, allowed: Iterable[EditionState], to: EditionState, reason: str) -> bool:
        """Move an edition to state `to` if it is in one of the `allowed`; return whether it was."""
        ...


class Approvals(Protocol):
    """Who approved which letter; kept for good."""

    def approve(self, edition_id: str, fingerprint: str, by: str, now: datetime) -> None:
        """Write down that `by` approved exactly this letter."""
        ...

    def approvals(self, edition_id: str) -> list[Approval]:
        """List the approvals of an edition, oldest first, also those of letters that were changed since."""
        ...


class MailQueue(Protocol):
    """The single letters that wait to be handed over: proofs, alerts, reports."""

    def enqueue(self, key: str, letters: Sequence[TransactionalMail], now: datetime, expires_at: datetime) -> bool:
        """Put letters about `key` in line, one per recipient, unless that has happened.

        Return whether it was done now.
        """
        ...

    def claim(self, now: datetime) -> ClaimedMail | None:
        """Write an attempt at the letter that waited longest, and return it.

        One whose runner died becomes uncertain.
        """
        ...

    def finish(self, number: int, state: Status, reason: str) -> None:
        """Write what became of a letter, and forget its words and its address."""
        ...

    def requeue(self, number: int, reason: str, due_at: datetime) -> None:
        """Put a letter that nobody took back in line."""
        ...

    def settle(self, name: str, state: Status, reason: str) -> None:
        """Settle an uncertain letter by a provider's event."""
        ...

    def counts(self, prefix: str) -> Mapping[Status, int]:
        """Count the letters whose key begins with `prefix`, by state; one that waits is pending."""
        ...


class ScheduleState(Protocol):
    """What the schedule remembers."""

    def watch(self, plan: str, now: datetime) -> datetime:
        """Say that the schedule looks at `plan` now; return since when it has looked at this very plan."""
        ...


class Transport(Protocol):
    """Where letters are handed over: an ESP, a mail server, a folder. Called from several threads at once."""

    def hand_over(self, batch: Batch, /) -> TransportResult:
        """Hand one batch over and return what came back; an exception means that nobody knows."""
        ...

    def send_mail(self, mail: TransactionalMail, /) -> TransportResult:
        """Hand one single mail over and return what came back; an exception means that nobody knows."""
        ...


class Watcher(Protocol):
    """Somebody who wants to know how far long work has come."""

    def __call__(self, done: int, of: int, /) -> None:
        """Take note that `done` of `of` things are done."""
        ...
