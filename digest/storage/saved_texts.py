"""What picks files said before, on SQL: each save is a row, each text is stored once."""

import zlib
from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy import Connection, Engine, Select, Update, delete, func, insert, select, update
from sqlalchemy.exc import OperationalError

from digest.edition.saved import Version, text_hash, version_of
from digest.storage.saved_text_tables import saved_body, saved_text
from digest.storage.timestamps import stamp

MOST = 300
"""How many saves of an edition are kept: months of work on it, and with 256 kB a text still no more than a picture."""


class SqlSavedTexts:
    """The saved texts of one newsroom; see `digest.ports.saved.SavedTexts`."""

    def __init__(self, engine: Engine, most: int = MOST) -> None:
        self._engine = engine
        self._most = most
        self._reading = engine.execution_options(reading=True)

    def keep(self, edition_id: str, text: str, by: str, began_from: str, now: datetime) -> int:
        """Keep a text that is about to be written, and return its number; `began_from` is the text it changes."""
        with self._engine.begin() as connection:
            return self._keep(
                connection, edition_id, text, Version(0, "", by, now, text_hash(began_from), is_written=False)
            )

    def keep_found(self, edition_id: str, says: Callable[[], str], now: datetime) -> None:
        """Keep what a file `says`, unless that is known to have been saved last: somebody wrote it elsewhere.

        It is read while nobody else can record a save: a text read before another's save is not what it says after it.
        """
        with self._engine.begin() as connection:
            text = says()
            versions = _versions(connection, edition_id)
            known = version_of(versions, text)
            if known is None:
                before = next((one.text for one in versions if one.is_written), "")
                self._keep(connection, edition_id, text, Version(0, "", "", now, before, is_written=True))
            else:
                connection.execute(_marking(edition_id, known.number))

    def mark_written(self, edition_id: str, number: int) -> bool:
        """Record that a text was put into the file; return whether that could be done."""
        try:
            with self._engine.begin() as connection:
                connection.execute(_marking(edition_id, number))
        except OperationalError:  # no room on the disk, or somebody else wrote for too long
            return False
        return True

    def versions(self, edition_id: str) -> list[Version]:
        """List what is kept of an edition, newest first."""
        with self._reading.connect() as connection:
            return _versions(connection, edition_id)

    def text(self, edition_id: str, number: int) -> str | None:
        """Return a text that is kept, as it was; None where there is none of this number."""
        named = (saved_text.c.edition == edition_id, saved_text.c.number == number)
        its_own = (saved_body.c.edition == saved_text.c.edition, saved_body.c.sha256 == saved_text.c.text)
        with self._reading.connect() as connection:
            body = connection.scalar(select(saved_body.c.body).select_from(saved_text).where(*named, *its_own))
        return None if body is None else zlib.decompress(body).decode()

    def forget_gone(self, there: Collection[str], before: datetime) -> None:
        """Forget what is kept of editions that are not `there`, and were saved last before an instant.

        Nothing where none is there at all: then the folder is gone, and not the editions.
        """
        last = select(saved_text.c.edition).group_by(saved_text.c.edition)
        with self._reading.connect() as connection:
            old = connection.scalars(last.having(func.max(saved_text.c.at) < stamp(before))).all()
        gone = sorted(set(old) - set(there))
        if not gone or not there:
            return
        with self._engine.begin() as connection:
            for table in (saved_text, saved_body):
                connection.execute(delete(table).where(table.c.edition.in_(gone)))

    def _keep(self, connection: Connection, edition_id: str, text: str, version: Version) -> int:
        number = (connection.scalar(_last(edition_id)) or 0) + 1
        row = {"edition": edition_id, "number": number, "text": text_hash(text), "by": version.by}
        row |= {"at": stamp(version.at), "began_from": version.began_from, "is_written": int(version.is_written)}
        its_own = (saved_body.c.edition == edition_id, saved_body.c.sha256 == row["text"])
        if connection.scalar(select(saved_body.c.sha256).where(*its_own)) is None:
            body = {"edition": edition_id, "sha256": row["text"], "body": zlib.compress(text.encode())}
            connection.execute(insert(saved_body).values(body))
        connection.execute(insert(saved_text).values(row))
        _drop_oldest(connection, edition_id, number - self._most)
        return number


def _versions(connection: Connection, edition_id: str) -> list[Version]:
    wanted = select(saved_text).where(saved_text.c.edition == edition_id).order_by(saved_text.c.number.desc())
    return [
        Version(row.number, row.text, row.by, datetime.fromisoformat(row.at), row.began_from, bool(row.is_written))
        for row in connection.execute(wanted)
    ]


def _marking(edition_id: str, number: int) -> Update:
    its_own = (saved_text.c.edition == edition_id, saved_text.c.number == number)
    return update(saved_text).where(*its_own).values(is_written=1)


def _last(edition_id: str) -> Select[tuple[int | None]]:
    return select(func.max(saved_text.c.number)).where(saved_text.c.edition == edition_id)


def _drop_oldest(connection: Connection, edition_id: str, last: int) -> None:
    """Drop the saves up to the number `last`, and the texts that only they had."""
    if last < 1:
        return
    its_own = saved_text.c.edition == edition_id
    newest_written = select(func.max(saved_text.c.number)).where(its_own, saved_text.c.is_written == 1)
    stays = saved_text.c.number == func.coalesce(newest_written.scalar_subquery(), 0)  # who saved the file last
    connection.execute(delete(saved_text).where(its_own, saved_text.c.number <= last, ~stays))
    used = select(saved_text.c.text).where(saved_text.c.edition == edition_id)
    connection.execute(delete(saved_body).where(saved_body.c.edition == edition_id, saved_body.c.sha256.not_in(used)))
