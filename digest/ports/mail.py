"""The port to the single mails that wait."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from digest.delivery.mail import ClaimedMail, TransactionalMail
from digest.delivery.statuses import Status


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
