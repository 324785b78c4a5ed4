"""Pausing, resuming and cancelling editions while they are sent: conditional updates of an edition's one row."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import Connection, Engine, select, update

from digest.delivery.statuses import EditionState
from digest.errors import DigestError
from digest.storage.attempt_journal import Journal, write_line
from digest.storage.stop_decisions import KINDS
from digest.storage.tables import edition


class SqlEditionStates:
    """Changes the state of editions; see `digest.ports.delivery.EditionStates`."""

    def __init__(self, engine: Engine, journal: Journal, now: Callable[[], datetime]) -> None:
        self._engine = engine
        self._journal = journal
        self._now = now

    def transition(self, edition_id: str, allowed: Iterable[EditionState], to: EditionState, reason: str) -> bool:
        """Move an edition to state `to` if it is in one of the `allowed`; return whether it was.

        That it is paused or cancelled is also a line in the journal. Where that cannot be written, the edition stops
        all the same, and `DigestError` is raised: said once more, it is written.
        """
        statement = (
            update(edition)
            .where(edition.c.id == edition_id, edition.c.state.in_([state.value for state in allowed]))
            .values(state=to.value, reason=reason, halted=False)
        )
        with self._engine.begin() as connection:
            moved = connection.execute(statement).rowcount == 1
            unwritten = self._record(connection, edition_id, to) if to in KINDS else None
        if unwritten:
            told = f"edition {edition_id} is {to}, but a backup that is put back would not know it"
            raise DigestError(f"{told}: {unwritten}") from unwritten
        return moved

    def _record(self, connection: Connection, edition_id: str, to: EditionState) -> Exception | None:
        """Write that an edition is stopped, if it is; return why that could not be written."""
        if connection.scalar(select(edition.c.state).where(edition.c.id == edition_id)) != to.value:
            return None
        try:
            line = write_line(self._journal, self._now(), KINDS[to], edition_id)
        except Exception as error:  # noqa: BLE001 - whatever the journal says, the letters have to stop
            return error
        self._journal.record_applied(connection, line)
        return None
