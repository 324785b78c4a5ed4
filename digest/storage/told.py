"""What was told already, on SQL: one row a thing."""

from datetime import datetime

from sqlalchemy import Connection, Engine, delete, insert, select
from sqlalchemy.exc import IntegrityError

from digest.storage.tables import told
from digest.storage.timestamps import instant, stamp


class SqlTold:
    """What one newsroom was told; see `digest.ports.told.Told`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reading = engine.execution_options(reading=True)

    def knows(self, key: str) -> bool:
        """Return whether exactly `key` was told."""
        with self._reading.connect() as connection:
            return connection.scalar(select(told.c.key).where(told.c.key == key)) is not None

    def remember(self, key: str, now: datetime) -> bool:
        """Remember that `key` is told; return whether that is new: of two at once, one is told that it is."""
        if self.knows(key):
            return False
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(told).values(key=key, at=stamp(now)))
        except IntegrityError:
            if not self.knows(key):  # it was refused for another reason
                raise
            return False
        return True

    def renew(self, key: str, now: datetime) -> None:
        """Remember that `key` is told `now`, also where it was told before."""
        with self._engine.begin() as connection:
            renew_told(connection, key, now)

    def when(self, key: str) -> datetime | None:
        """Return when `key` was told; None where it was not."""
        with self._reading.connect() as connection:
            at = connection.scalar(select(told.c.at).where(told.c.key == key))
        return instant(at)

    def forget(self, prefix: str) -> bool:
        """Forget every key that begins with `prefix`; return whether there was any."""
        where = told.c.key.startswith(prefix, autoescape=True)
        with self._reading.connect() as connection:
            if connection.scalar(select(told.c.key).where(where).limit(1)) is None:
                return False
        with self._engine.begin() as connection:
            return connection.execute(delete(told).where(where)).rowcount > 0

    def forget_before(self, before: datetime) -> None:
        """Forget what was told before an instant."""
        with self._engine.begin() as connection:
            connection.execute(delete(told).where(told.c.at < stamp(before)))


def renew_told(connection: Connection, key: str, now: datetime) -> None:
    """Remember that `key` is told `now`, inside the caller's transaction."""
    connection.execute(delete(told).where(told.c.key == key))
    connection.execute(insert(told).values(key=key, at=stamp(now)))
