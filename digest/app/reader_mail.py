"""The mails that readers' forms cause, joined: written by `mailing.reader_mail`, put into the queue of the database.

Serves `subscribers.ports.ReaderMail`, inside whose transaction a mail is put into the queue: what a form decided and
the mail it caused are one.
"""

import secrets
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from digest.app.container import Newsroom
from digest.mailing.reader_mail import ReaderMailWriter, useful_for
from digest.storage.mail_queue import SqlMailQueue, new_name
from subscribers.policy.caps import MailKind
from subscribers.ports import Enqueue


class QueuedReaderMail:
    """Writes mails and hands back what enqueues them."""

    def __init__(self, writer: ReaderMailWriter, queue: SqlMailQueue) -> None:
        self._writer, self._queue = writer, queue

    def write(self, kind: MailKind, language: str, token: str, *, discreet: bool = False) -> Enqueue:
        """Write the mail of a kind whose link carries `token`, for nobody yet; return what enqueues it."""
        mail = self._writer.write(kind.value, language, token, discreet=discreet)

        def enqueue(connection: Connection, address: str, now: datetime) -> str:
            key, named = f"form:{secrets.token_hex(12)}", replace(mail, to=address, name=new_name())
            self._queue.enqueue_in(connection, key, [named], now, now + useful_for(kind.value))
            return named.name

        return enqueue

    def lost(self, connection: Connection, names: Sequence[str], /) -> AbstractSet[str]:
        """Return which of the mails with these names failed or are uncertain."""
        return self._queue.lost_in(connection, names)


def queued_reader_mail(newsroom: Newsroom) -> QueuedReaderMail:
    """Return what writes the mails of a newsroom's forms and puts them into its queue."""
    return QueuedReaderMail(ReaderMailWriter(newsroom.templates, newsroom.publication), newsroom.mail_queue)
