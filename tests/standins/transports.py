"""A transport that remembers what it was given, refuses what it is told to refuse, and lies if it must."""

import threading
from collections.abc import Callable, Iterable
from typing import NamedTuple

from digest.delivery.batch import Batch, Recipient
from digest.delivery.mail import Letter, TransactionalMail
from digest.delivery.retry import TransportResult, Verdict

YES = TransportResult(Verdict.ACCEPTED)
HEARD = frozenset({Verdict.ACCEPTED})
UNHEARD = frozenset({Verdict.ACCEPTED, Verdict.UNKNOWN})
"""Readers have the letter although nobody knows."""


class Posted(NamedTuple):
    """One letter that a reader has."""

    recipient: Recipient
    letter: Letter


class FakeTransport:
    """Says yes to everything and remembers it, unless it is told otherwise.

    `answer` is asked before each batch: None is a yes, an exception is raised. `mail_answers` go to single mails, in
    this order, and then yes. Readers have a letter after the verdicts in `taken`.
    """

    repeats = False

    def __init__(
        self,
        answer: Callable[[Batch], TransportResult | None] = lambda _batch: None,
        mail_answers: Iterable[TransportResult] = (),
        taken: frozenset[Verdict] = HEARD,
    ) -> None:
        self.handed_over: list[Batch] = []
        self.posted: list[Posted] = []
        self.mails: list[TransactionalMail] = []
        self.mails_taken: list[TransactionalMail] = []
        self._answer = answer
        self._mail_answers = iter(mail_answers)
        self._taken = taken
        self._lock = threading.Lock()

    @property
    def letters(self) -> dict[str, Letter]:
        """The letter each address has; fails when one has two."""
        found = {posted.recipient.address: posted.letter for posted in self.posted}
        assert len(found) == len(self.posted), "nobody gets it twice"
        return found

    def hand_over(self, batch: Batch, /) -> TransportResult:
        with self._lock:
            self.handed_over.append(batch)
        result = self._answer(batch) or YES
        if result.verdict in self._taken:
            with self._lock:
                self.posted += [Posted(recipient, batch.letter) for recipient in batch.recipients]
        return result

    def send_mail(self, mail: TransactionalMail, /) -> TransportResult:
        with self._lock:
            self.mails.append(mail)
            result = next(self._mail_answers, YES)
            if result.verdict in self._taken:
                self.mails_taken.append(mail)
        return result
