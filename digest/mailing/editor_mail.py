"""Mails to editors: a proof, a reminder, an alert, a report, put into the queue. One key is mailed once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from digest.delivery.mail import Letter, TransactionalMail
from digest.delivery.statuses import Status
from digest.delivery.variant import Variant
from digest.letter.blocks.notice import Notice
from digest.letter.letter import render
from digest.letter.templates import Templates
from digest.letter.view import single
from digest.ports.mail import MailQueue
from digest.ports.process import Clock

USEFUL = timedelta(hours=24)
"""How long it makes sense to go on trying to deliver such a mail."""
_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class EditorMail:
    """Writes to the editors of one newsroom, at `addresses`; `title` is the digest's."""

    addresses: tuple[str, ...]
    queue: MailQueue
    templates: Templates
    title: str
    clock: Clock

    def notify(self, key: str, subject: str, notice: Notice) -> bool:
        """Put one mail per editor into the queue, unless `key` was enqueued before; return whether it was done now."""
        view = single(notice, _LANGUAGE, self.title, f"[{self.title}] {subject}")
        return self.send(self.addresses, key, render(view, Variant(_LANGUAGE), self.templates))

    def send(self, addresses: Sequence[str], key: str, letter: Letter) -> bool:
        """Put one copy of `letter` for each of `addresses` into the queue, unless `key` was enqueued before."""
        now, language = self.clock.now(), letter.variant.language
        copies = [TransactionalMail(to, letter.subject, letter.text, letter.html, language) for to in addresses]
        return self.queue.enqueue(key, copies, now, now + USEFUL)

    def accepted(self, key: str) -> int:
        """Return how many mails about `key` were accepted."""
        return self.queue.counts(key).get(Status.ACCEPTED, 0)
