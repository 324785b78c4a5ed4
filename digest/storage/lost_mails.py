"""Single mails of which no answer will come: those of a journal that is lost, and those a restored backup forgot."""

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, select, update

from digest.delivery.statuses import Status
from digest.storage.attempt_journal import MAILED, JournalLine
from digest.storage.tables import transactional_mail

LOST = "the program ended before the answer came"
FORGOTTEN = "handed over by a database that is gone: a backup was restored"


def give_up_mails_under_way(connection: Connection) -> None:
    """Make uncertain the mails that were handed over and not answered: the journal that knows of them is lost."""
    mail = transactional_mail.c
    ended = {"state": Status.UNCERTAIN.value, "reason": LOST, "sealed": None}
    connection.execute(update(transactional_mail).where(mail.state == Status.CLAIMED.value).values(ended))


def mail_lines() -> Mapping[str, Callable[[Connection, JournalLine], bool]]:
    """Return what applies the lines about single mails to a database that may be older, by their kind."""
    return {MAILED: _apply}


def _apply(connection: Connection, line: JournalLine) -> bool:
    """Apply an attempt at a mail; return whether it is settled, which one that is under way is not.

    One that this database does not know was handed over by a database that is gone: it is uncertain, and ends.
    """
    name, tries = line.words[0], int(line.words[1])
    row = connection.execute(select(transactional_mail).where(transactional_mail.c.name == name)).first()
    if row is None or row.tries > tries:
        return True
    if row.tries == tries:
        return Status(row.state) is not Status.CLAIMED
    values = {"state": Status.UNCERTAIN.value, "tries": tries, "attempted_at": line.at, "reason": FORGOTTEN}
    waits = transactional_mail.c.state.in_([Status.PENDING.value, Status.CLAIMED.value])
    forgotten = update(transactional_mail).where(transactional_mail.c.number == row.number, waits)
    connection.execute(forgotten.values(values | {"sealed": None}))
    return True
