"""Subscribers' numbers: each higher than all before it."""

from sqlalchemy import Connection, func, select

from subscribers.storage.tables import subscriber


def highest_number(connection: Connection) -> int:
    """Return the highest number of any subscriber, 0 when there is none; whoever comes later gets a higher one."""
    return connection.scalar(select(func.max(subscriber.c.number))) or 0
