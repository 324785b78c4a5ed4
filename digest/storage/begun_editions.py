"""Which editions everybody may see: read out of the delivery log, which alone knows what began to go out.

An edition's row is written before anything is handed over; nobody may read on the web what nobody was sent yet. So one
counts from its first attempt. One that was cancelled is not shown, even where readers have it: whoever cancels says
that it goes to no more people, and on the web it would go to everybody.
"""

from datetime import datetime

from sqlalchemy import Engine, exists, select

from digest.delivery.statuses import BatchState, EditionState
from digest.ports.archive import BegunEdition
from digest.storage.revisions import all_revisions
from digest.storage.tables import batch, edition


class SqlBegunEditions:
    """The editions of one newsroom; see `digest.ports.archive.BegunEditions`."""

    def __init__(self, engine: Engine) -> None:
        self._reading = engine.execution_options(reading=True)

    def begun(self) -> list[BegunEdition]:
        """Return the editions that began to go out and that nobody cancelled, the newest first."""
        handed_over = exists().where(batch.c.edition == edition.c.number, batch.c.state != BatchState.CLAIMED)
        rows = (
            select(edition.c.number, edition.c.id, edition.c.fingerprint, edition.c.started_at)
            .where(edition.c.state != EditionState.CANCELLED, handed_over)
            .order_by(edition.c.started_at.desc(), edition.c.number.desc())
        )
        with self._reading.connect() as connection:
            revisions = all_revisions(connection)
            return [
                BegunEdition(
                    row.id, row.fingerprint, datetime.fromisoformat(row.started_at), revisions.get(row.number, ())
                )
                for row in connection.execute(rows)
            ]
