"""Newcomers: who has just confirmed and has not been welcomed. A row is a wake-up and nothing else; it names nobody.

It is written with the confirmation, in one transaction, and taken by whoever writes the welcome letter, in the
transaction that makes it theirs: two of them cannot take one.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, text

from subscribers.storage.store import Store
from subscribers.storage.tables import newcomer
from subscribers.storage.timestamps import timestamp

KEPT = timedelta(days=7)
"""Nobody is welcomed later than that; retention deletes what is left."""
MOST_AT_ONCE = 500
_ADD = text(
    "INSERT INTO newcomer (subscriber, confirmed_at) VALUES (:number, :at) "
    "ON CONFLICT (subscriber) DO UPDATE SET confirmed_at = excluded.confirmed_at"
)


def add_newcomer(connection: Connection, number: int, confirmed_at: datetime) -> None:
    """Put a subscriber who has just confirmed among the newcomers, inside the caller's transaction."""
    connection.execute(_ADD, {"number": number, "at": timestamp(confirmed_at)})


def newcomers(store: Store) -> list[tuple[int, datetime]]:
    """List the newcomers and when each confirmed, whoever waited longest first, at most `MOST_AT_ONCE`."""
    rows = select(newcomer).order_by(newcomer.c.confirmed_at, newcomer.c.subscriber).limit(MOST_AT_ONCE)
    with store.reading.connect() as connection:
        return [(row.subscriber, datetime.fromisoformat(row.confirmed_at)) for row in connection.execute(rows)]


def take_newcomer(connection: Connection, number: int, confirmed_at: datetime) -> bool:
    """Take a newcomer off, inside the caller's transaction; return False when another one has, or they came anew."""
    this = (newcomer.c.subscriber == number, newcomer.c.confirmed_at == timestamp(confirmed_at))
    return connection.execute(delete(newcomer).where(*this)).rowcount == 1


def forget_newcomers(store: Store, until: datetime | None = None) -> None:
    """Forget the newcomers who confirmed until an instant, or all: nobody is going to welcome them."""
    old = delete(newcomer).where(newcomer.c.confirmed_at <= timestamp(until)) if until else delete(newcomer)
    with store.engine.begin() as connection:
        connection.execute(old)
