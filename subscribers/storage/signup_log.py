"""What forms caused: mails, by mailbox, for the caps; what became of requests, by day, for the operator.

Nothing else is counted.
"""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, Select, case, func, insert, or_, select, text

from subscribers.policy.caps import DAY, FORGIVEN, PER_DOMAIN, REMEMBERED, LastHour, MailKind
from subscribers.policy.mailboxes import Fingerprints
from subscribers.ports import Enqueue
from subscribers.storage.tables import form_day, form_mail
from subscribers.storage.timestamps import timestamp

Lost = Callable[[Connection, Sequence[str]], AbstractSet[str]]
"""Tells which mails never arrived, as `ports.ReaderMail.lost`."""
_TO_STRANGERS = form_mail.c.kind != MailKind.PREFERENCES.value
_COUNT = text(
    "INSERT INTO form_day (day, outcome, times) VALUES (:day, :outcome, 1) ON CONFLICT (day, outcome) DO "
    "UPDATE SET times = times + 1"
)


@dataclass(frozen=True, slots=True)
class FormMail:
    """A mail that a form caused: to whom, what is found by it, and whether its request stood in line."""

    address: str
    found_by: Fingerprints
    kind: MailKind
    waited: bool = False


def enqueue_counted(connection: Connection, enqueue: Enqueue, mail: FormMail, now: datetime) -> None:
    """Put a mail into the queue and count it for its mailbox and domain, inside the caller's transaction.

    Its name is kept beside it: events about the mail are about this address.
    """
    row = {
        "address_index": mail.found_by.address,
        "mailbox_index": mail.found_by.mailbox,
        "domain_index": mail.found_by.domain,
        "kind": mail.kind.value,
        "at": timestamp(now),
        "name": enqueue(connection, mail.address, now),
        "waited": int(mail.waited),
    }
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


def count_mails(connection: Connection, since: datetime) -> LastHour:
    """Count the mails that forms caused to anybody after `since`, but for readers' links to their own preferences."""
    rows = select(form_mail.c.waited, func.count()).where(form_mail.c.at > timestamp(since), _TO_STRANGERS)
    found = dict(connection.execute(rows.group_by(form_mail.c.waited)).tuples().all())
    return LastHour(found.get(0, 0), found.get(1, 0))


def earlier_mails(
    connection: Connection, found_by: Fingerprints, now: datetime, lost: Lost
) -> list[tuple[MailKind, datetime]]:
    """List the mails that forms caused to one mailbox in the last thirty days: kind and time of each.

    A few that were `lost` are left out: who never got a letter may ask for one more. Mails of the time before there was
    an index of mailboxes are found by the address they went to.
    """
    mine = (form_mail.c.mailbox_index == found_by.mailbox) | (form_mail.c.address_index == found_by.address)
    columns = form_mail.c.kind, form_mail.c.at, form_mail.c.name
    rows = select(*columns).where(mine, form_mail.c.at > timestamp(now - REMEMBERED)).order_by(form_mail.c.number)
    mails = connection.execute(rows).tuples().all()
    forgiven = sorted(lost(connection, [key for _, _, key in mails if key]))[:FORGIVEN]
    return [(MailKind(kind), datetime.fromisoformat(at)) for kind, at, key in mails if key not in forgiven]


def mails_to_domain(connection: Connection, found_by: Fingerprints, now: datetime) -> list[datetime]:
    """List when forms caused mails to the domain of an address in the last day; none for a well-known provider's."""
    recent = form_mail.c.at > timestamp(now - DAY)
    rows = select(form_mail.c.at).where(form_mail.c.domain_index == (found_by.domain or b""), recent, _TO_STRANGERS)
    return [datetime.fromisoformat(at) for at in connection.scalars(rows)]


def full_domains(now: datetime) -> Select[tuple[bytes | None]]:
    """Return the query for the domains that got enough mails, as `caps.domain_is_full` has it."""
    recent = form_mail.c.at > timestamp(now - DAY)
    full = [func.sum(case((form_mail.c.at > timestamp(now - span), 1), else_=0)) >= most for span, most in PER_DOMAIN]
    rows = select(form_mail.c.domain_index).where(form_mail.c.domain_index.is_not(None), recent, _TO_STRANGERS)
    return rows.group_by(form_mail.c.domain_index).having(or_(*full))
