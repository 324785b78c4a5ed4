"""Pausing, resuming and cancelling editions while they are sent: conditional updates of an edition's one row."""

from collections.abc import Iterable

from sqlalchemy import Engine, update

from digest.delivery.statuses import EditionState
from digest.storage.tables import edition


class SqlEditionStates:
    """Changes the state of editions; see `digest.ports.delivery.EditionStates`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def transition(self, edition_id: str, allowed: Iterable[EditionState], to: EditionState, reason: str) -> bool:
        """Move an edition to state `to` if it is in one of the `allowed`; return whether it was."""
        statement = (
            update(edition)
            .where(edition.c.id == edition_id, edition.c.state.in_([state.value for state in allowed]))
            .values(state=to.value, reason=reason)
        )
        with self._engine.begin() as connection:
            return connection.execute(statement).rowcount == 1
