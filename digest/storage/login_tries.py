"""How often somebody tried to log in, on SQL, by the hour.

Names, networks and browsers are known here as one of a few thousand numbers each, by a keyed hash: so the table cannot
grow, whoever tries, and says of nobody that they tried. Two that share a number share its tries, which nobody can
bring about on purpose without the key.
"""

import hmac
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, delete, insert, select, update

from digest.storage.editor_tables import login_try

_NUMBERS = 4_096


class SqlLoginTries:
    """The tries of one newsroom; see `digest.ports.editors.LoginTries`. `key`: 32 bytes outside of the database."""

    def __init__(self, engine: Engine, key: bytes) -> None:
        self._engine, self._key = engine, key
        self._reading = engine.execution_options(reading=True)

    def take(self, subjects: Sequence[tuple[str, str, int]], now: datetime) -> bool:
        """Count one try of each (kind, name, most an hour); return False, counting none, where one has no try left."""
        most, hour = {self._subject(kind, name): limit for kind, name, limit in subjects}, _hour(now)
        with self._reading.connect() as connection:  # whoever is out of tries waits for no turn to write
            if _is_used_up(connection, most, hour):
                return False
        with self._engine.begin() as connection:
            if _is_used_up(connection, most, hour):
                return False
            known = _tries(connection, most, hour)
            for subject in most:
                connection.execute(delete(login_try).where(login_try.c.subject == subject))
                row = {"subject": subject, "hour": hour, "tries": known.get(subject, 0) + 1}
                connection.execute(insert(login_try).values(row))
        return True

    def give_back(self, subjects: Sequence[tuple[str, str, int]], now: datetime) -> None:
        """Take back the try of whoever was right."""
        names = [self._subject(kind, name) for kind, name, _ in subjects]
        counted = (login_try.c.subject.in_(names), login_try.c.hour == _hour(now), login_try.c.tries > 0)
        with self._engine.begin() as connection:
            connection.execute(update(login_try).where(*counted).values(tries=login_try.c.tries - 1))

    def _subject(self, kind: str, name: str) -> str:
        digest = hmac.digest(self._key, f"{kind} {name}".encode("utf-8", "surrogatepass"), "sha256")
        return f"{kind} {int.from_bytes(digest[:8]) % _NUMBERS}"


def _is_used_up(connection: Connection, most: dict[str, int], hour: str) -> bool:
    known = _tries(connection, most, hour)
    return any(known.get(subject, 0) >= limit for subject, limit in most.items())


def _tries(connection: Connection, subjects: dict[str, int], hour: str) -> dict[str, int]:
    wanted = select(login_try).where(login_try.c.subject.in_(subjects), login_try.c.hour == hour)
    return {row.subject: row.tries for row in connection.execute(wanted)}


def _hour(now: datetime) -> str:
    return f"{now.astimezone(UTC):%Y-%m-%dT%H}"
