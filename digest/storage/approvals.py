"""Who approved which letter, on SQL; rows are only ever added, and those of before a name began anew count no more."""

from datetime import datetime

from sqlalchemy import Engine, insert, select

from digest.edition.approval import Approval
from digest.storage.editors_anew import counts
from digest.storage.tables import approval, audience_approval
from digest.storage.timestamps import stamp


class SqlApprovals:
    """The approvals of one newsroom; see `digest.ports.editorial.Approvals`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reading = engine.execution_options(reading=True)

    def approve(self, edition_id: str, fingerprint: str, by: str, now: datetime) -> None:
        """Record that `by` approved exactly this letter."""
        with self._engine.begin() as connection:
            connection.execute(
                insert(approval).values(edition=edition_id, fingerprint=fingerprint, by=by, at=stamp(now))
            )

    def approve_audience(self, edition_id: str, recipients: int, by: str, now: datetime) -> None:
        """Record that `by` said that an edition may be for so many readers."""
        row = {"edition": edition_id, "recipients": recipients, "by": by, "at": stamp(now)}
        with self._engine.begin() as connection:
            connection.execute(insert(audience_approval).values(row))

    def approvals(self, edition_id: str) -> list[Approval]:
        """List the approvals of an edition by whoever has these names now, oldest first."""
        wanted = select(approval).where(approval.c.edition == edition_id, counts(approval)).order_by(approval.c.number)
        with self._reading.connect() as connection:
            return [
                Approval(row.fingerprint, row.by, datetime.fromisoformat(row.at)) for row in connection.execute(wanted)
            ]
