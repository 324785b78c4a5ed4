"""Who looked at readers' data, and why: every showing and every export by a person is on record, append-only."""

from datetime import datetime

from sqlalchemy import insert, select

from subscribers.errors import SubscribersError
from subscribers.storage.consent_log import stamp
from subscribers.storage.store import Store
from subscribers.storage.tables import access_log


def reason_of(given: str) -> str:
    """Return a reason as it is kept; raises `SubscribersError` when it is empty or holds an address."""
    reason = " ".join(given.split())
    if not reason:
        raise SubscribersError(
            'say why with --reason, such as --reason "asked by letter on 12 May"; it is kept on record'
        )
    if "@" in reason:
        raise SubscribersError("a reason is kept for good and must not hold an address; leave it out")
    return reason[:300]


def record_access(store: Store, what: str, number: int | None, reason: str, now: datetime) -> None:
    """Write down that somebody looked; `number` is the reader, None for all of them."""
    with store.engine.begin() as connection:
        connection.execute(insert(access_log).values(what=what, subscriber=number, reason=reason, at=stamp(now)))


def accesses(store: Store, number: int) -> list[tuple[datetime, str, str]]:
    """List when data of this reader were looked at, how and why, oldest first; exports of all readers included."""
    of_reader = (access_log.c.subscriber == number) | access_log.c.subscriber.is_(None)
    with store.reading.connect() as connection:
        rows = connection.execute(select(access_log).where(of_reader).order_by(access_log.c.number))
        return [(datetime.fromisoformat(row.at), row.what, row.reason) for row in rows]
