"""What forms caused: mails, by address, for the caps; what became of requests, by day, for the operator.

Nothing else is counted.
"""

from datetime import UTC, date, datetime

from sqlalchemy import Connection, func, insert, select, text

from subscribers.policy.caps import REMEMBERED, MailKind
from subscribers.ports import Enqueue
from subscribers.storage.tables import form_day, form_mail
from subscribers.storage.timestamps import timestamp

_COUNT = text(
    "INSERT INTO form_day (day, outcome, times) VALUES (:day, :outcome, 1) ON CONFLICT (day, outcome) DO "
    "UPDATE SET times = times + 1"
)


def enqueue_counted(
    connection: Connection, enqueue: Enqueue, address_index: bytes, kind: MailKind, address: str, now: datetime
) -> None:
    """Put a mail into the queue and count it for its address, inside the caller's transaction.

    Its name is kept beside it: events about the mail are about this address.
    """
    name = enqueue(connection, address, now)
    row = {"address_index": address_index, "kind": kind.value, "at": timestamp(now), "name": name}
    connection.execute(insert(form_mail).values(row))


def count_outcome(connection: Connection, outcome: str, now: datetime) -> None:
    """Count what became of a form that day, for the operator; so every answer costs one write, too."""
    connection.execute(_COUNT, {"day": now.astimezone(UTC).date().isoformat(), "outcome": str(outcome)})


def outcomes_of_day(connection: Connection, day: date) -> dict[str, int]:
    """Return what became of the forms of one day (UTC): times by outcome."""
    rows = (
        select(form_day.c.outcome, form_day.c.times)
        .where(form_day.c.day == day.isoformat())
        .order_by(form_day.c.outcome)
    )
    return dict(connection.execute(rows).tuples().all())


def count_mails(connection: Connection, since: datetime) -> int:
    """Count the mails that forms caused to anybody after `since`, but for readers' links to their own preferences."""
    recent = (form_mail.c.at > timestamp(since), form_mail.c.kind != MailKind.PREFERENCES.value)
    return connection.scalar(select(func.count()).select_from(form_mail).where(*recent)) or 0


def earlier_mails(connection: Connection, address_index: bytes, now: datetime) -> list[tuple[MailKind, datetime]]:
    """List the mails that forms caused to one address in the last thirty days: kind and time of each."""
    rows = select(form_mail.c.kind, form_mail.c.at).where(
        form_mail.c.address_index == address_index, form_mail.c.at > timestamp(now - REMEMBERED)
    )
    return [(MailKind(kind), datetime.fromisoformat(at)) for kind, at in connection.execute(rows)]
