"""What sites answered last about pages that go live at a set time, on SQL."""

import hashlib
from datetime import datetime

from sqlalchemy import Engine, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from digest.storage.page_answer_tables import page_answer
from digest.storage.timestamps import stamp


class SqlPageAnswers:
    """The answers that one newsroom got; see `digest.ports.editorial.PageAnswers`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reading = engine.execution_options(reading=True)

    def last(self, url: str) -> int | None:
        """Return what was answered last about a page; None where it was never asked for."""
        wanted = select(page_answer.c.status).where(page_answer.c.page == _hash(url))
        with self._reading.connect() as connection:
            return connection.scalar(wanted)

    def remember(self, url: str, status: int, now: datetime) -> None:
        """Remember an answer; where the database takes none, whoever asked goes by it all the same."""
        try:
            if self.last(url) == status:
                return
            with self._engine.begin() as connection:
                connection.execute(delete(page_answer).where(page_answer.c.page == _hash(url)))
                connection.execute(insert(page_answer).values(page=_hash(url), status=status, at=stamp(now)))
        except SQLAlchemyError:
            return

    def forget_before(self, before: datetime) -> None:
        """Forget the answers that were the same since before an instant."""
        with self._engine.begin() as connection:
            connection.execute(delete(page_answer).where(page_answer.c.at < stamp(before)))


def _hash(url: str) -> str:
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()
