"""Pausing, resuming and cancelling editions while they are sent: conditional updates of an edition's one row."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, Engine, select, update

from digest.delivery.statuses import EditionState
from digest.delivery.ways_out import on_top_of_halt
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
        values = {"state": to.value, "reason": reason, "halted": False}
        return self._move(edition_id, to, lambda connection: _set(connection, edition_id, allowed, values))

    def pause(self, edition_id: str, reason: str) -> bool:
        """Pause an edition for an editor's reason if it is under way, or halted; return whether it was.

        Why the program halted it stays in words behind the reason. The journal is written as for `transition`.
        """
        return self._move(edition_id, EditionState.PAUSED, lambda connection: _pause(connection, edition_id, reason))

    def _move(self, edition_id: str, to: EditionState, move: Callable[[Connection], bool]) -> bool:
        with self._engine.begin() as connection:
            moved = move(connection)
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


def _pause(connection: Connection, edition_id: str, reason: str) -> bool:
    paused: dict[str, str | bool] = {"state": EditionState.PAUSED.value, "reason": reason, "halted": False}
    if _set(connection, edition_id, (EditionState.SENDING,), paused):
        return True
    halted = (edition.c.id == edition_id, edition.c.state == EditionState.PAUSED.value, edition.c.halted)
    halt = connection.scalar(select(edition.c.reason).where(*halted))
    values = paused | {"reason": on_top_of_halt(reason, halt or "")}
    return connection.execute(update(edition).where(*halted).values(values)).rowcount == 1


def _set(
    connection: Connection, edition_id: str, allowed: Iterable[EditionState], values: Mapping[str, str | bool]
) -> bool:
    where = (edition.c.id == edition_id, edition.c.state.in_([state.value for state in allowed]))
    return connection.execute(update(edition).where(*where).values(values)).rowcount == 1
