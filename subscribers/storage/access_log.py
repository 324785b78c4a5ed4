"""Who of the newsroom looked at readers' data, when and why: each time and each export is recorded, append-only."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from subscribers.errors import SubscribersError
from subscribers.policy.characters import one_line
from subscribers.storage.store import Store
from subscribers.storage.tables import access_log
from subscribers.storage.timestamps import timestamp

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Access:
    """One access to readers' data: the time, the command (`show`, `list`, `export`), and the reason given."""

    at: datetime
    what: str
    reason: str


def check_reason(given: str) -> str:
    """Return a reason in the form it is stored in; raises `SubscribersError` when it is empty or holds an address."""
    reason = one_line(given)
    if not reason:
        raise SubscribersError(
            'say why with --reason, such as --reason "asked by letter on 12 May"; it is kept on record'
        )
    if "@" in reason:
        raise SubscribersError("a reason is kept for good and must not hold an address; leave it out")
    return reason[:_LONGEST]


def record_access(store: Store, what: str, number: int | None, reason: str, now: datetime) -> None:
    """Record that somebody looked at the data of the reader `number`, None for all readers."""
    with store.engine.begin() as connection:
        connection.execute(insert(access_log).values(what=what, subscriber=number, reason=reason, at=timestamp(now)))


def accesses_to(store: Store, number: int) -> list[Access]:
    """List the accesses to this reader's data, oldest first; exports of all readers are among them."""
    of_reader = (access_log.c.subscriber == number) | access_log.c.subscriber.is_(None)
    with store.reading.connect() as connection:
        rows = connection.execute(select(access_log).where(of_reader).order_by(access_log.c.number))
        return [Access(datetime.fromisoformat(row.at), row.what, row.reason) for row in rows]
