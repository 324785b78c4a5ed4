"""Ports to the delivery log, before and after each hand-over, and to the transport of letters."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from digest.delivery.audience import AudienceQuery, Opening
from digest.delivery.batch import Attempt, Batch, BatchResult, Claim, UncertainBatch
from digest.delivery.events import DeliveryEvent, News, UnknownEvents
from digest.delivery.mail import TransactionalMail
from digest.delivery.retry import TransportResult
from digest.delivery.statuses import EditionState, Outcomes, Resolution
from digest.delivery.withheld import Decision


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

    def pause(self, edition_id: str, reason: str) -> bool:
        """Pause an edition for an editor's reason if it is under way, or halted; return whether it was.

        Why the program halted it stays in words behind the reason.
        """
        ...


class Withholdings(Protocol):
    """What keeps editions from beginning, as far as people decide it; `Reports.withheld` reads it."""

    def withhold(self, edition_id: str, decision: Decision, reason: str) -> bool:
        """Keep an edition from beginning; return whether it is: one that has begun cannot be."""
        ...

    def take_back(self, edition_id: str, decision: Decision) -> bool:
        """Take a decision back; return whether it stood."""
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
