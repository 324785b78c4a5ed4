"""The tokens of the inbox, on SQL: a row each, with how many links came with it in the last hour and day."""

from datetime import UTC, datetime

from sqlalchemy import Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from digest.ports.inbox import InboxToken
from digest.storage.inbox_tables import inbox_token
from digest.storage.timestamps import instant, stamp

_DAY = len("2026-11-27")


class SqlInboxTokens:
    """The tokens of one newsroom; see `digest.ports.inbox.InboxTokens`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reading = engine.execution_options(reading=True)

    def add(self, name: str, sha256: str, now: datetime) -> bool:
        """Keep a token under a name; return whether that was done: not where the name is taken."""
        row = {"name": name, "sha256": sha256, "made_at": stamp(now), "hour": "", "in_hour": 0, "in_day": 0}
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(inbox_token).values(row))
        except IntegrityError:
            return False
        return True

    def revoke(self, name: str) -> bool:
        """Forget a token; return whether there was one of that name."""
        with self._engine.begin() as connection:
            return connection.execute(delete(inbox_token).where(inbox_token.c.name == name)).rowcount == 1

    def listed(self) -> list[InboxToken]:
        """List the tokens by name."""
        columns = (inbox_token.c.name, inbox_token.c.made_at, inbox_token.c.used_at)
        with self._reading.connect() as connection:
            rows = connection.execute(select(*columns).order_by(inbox_token.c.name)).all()
        return [InboxToken(name, datetime.fromisoformat(made), instant(used)) for name, made, used in rows]

    def hashes(self) -> dict[str, str]:
        """Map the names of all tokens to the SHA-256 of each."""
        with self._reading.connect() as connection:
            return dict(connection.execute(select(inbox_token.c.name, inbox_token.c.sha256)).tuples().all())

    def spend(self, name: str, links: int, now: datetime, most: tuple[int, int]) -> bool:
        """Count links that came with a token; return whether they are within the `most` of an hour and of a day.

        What goes beyond is not counted. A token that was revoked meanwhile has nothing to spend.
        """
        hour = f"{now.astimezone(UTC):%Y-%m-%dT%H}"
        mine = inbox_token.c.name == name
        with self._engine.begin() as connection:  # one writer at a time, so what is read here is what is changed
            row = connection.execute(select(inbox_token).where(mine)).one_or_none()
            if row is None:
                return False
            in_hour = links + (row.in_hour if row.hour == hour else 0)
            in_day = links + (row.in_day if row.hour[:_DAY] == hour[:_DAY] else 0)
            if in_hour > most[0] or in_day > most[1]:
                return False
            counted = {"hour": hour, "in_hour": in_hour, "in_day": in_day, "used_at": stamp(now)}
            connection.execute(update(inbox_token).where(mine).values(counted))
        return True
