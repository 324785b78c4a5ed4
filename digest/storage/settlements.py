"""What is learned about deliveries after they were handed over.

ESPs' events, and what people decide about uncertain ones.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine, Update, func, insert, select, text, update

from digest.delivery.batch import UncertainBatch
from digest.delivery.events import DeliveryEvent
from digest.delivery.statuses import BatchState, EditionState, Resolution
from digest.errors import EditionCancelled
from digest.storage.evidence import settle_by_events
from digest.storage.tables import batch, edition, outcome, settlement
from digest.storage.timestamps import stamp

_RECORD = text(
    "INSERT INTO event (id, edition, reader, kind, at) VALUES (:id, :edition, :reader, :kind, :at) ON "
    "CONFLICT (id) DO NOTHING"
)


class SqlSettlements:
    """Events and decisions on the delivery log; see `digest.ports.Settlements`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reading = engine.execution_options(reading=True)

    def record(self, events: Sequence[DeliveryEvent]) -> list[DeliveryEvent]:
        """Record events, each once, and settle the uncertain deliveries they prove; return those that were new."""
        new: list[DeliveryEvent] = []
        with self._engine.begin() as connection:
            editions = dict(connection.execute(select(edition.c.id, edition.c.number)).tuples().all())
            for found in events:
                number = editions.get(found.edition)
                if number is None:
                    continue
                row = {
                    "id": found.id,
                    "edition": number,
                    "reader": found.reader,
                    "kind": found.kind.value,
                    "at": stamp(found.at),
                }
                if connection.execute(_RECORD, row).rowcount == 1:
                    new.append(found)
            for edition_id in sorted({found.edition for found in new}):
                settle_by_events(connection, editions[edition_id], BatchState.UNCERTAIN)
        return new

    def uncertain(self, edition_id: str) -> list[UncertainBatch]:
        """List the batches in which deliveries are uncertain, and how many."""
        with self._reading.connect() as connection:
            return _uncertain(connection, edition_id)

    def decide(self, edition_id: str, resolution: Resolution, by: str, reason: str, now: datetime) -> int:
        """Settle all uncertain deliveries of an edition by hand as the `resolution` says, on record.

        Return how many there were.
        """
        if not self.uncertain(edition_id):
            return 0
        with self._engine.begin() as connection:
            number, state = connection.execute(
                select(edition.c.number, edition.c.state).where(edition.c.id == edition_id)
            ).one()
            settle_by_events(connection, number, BatchState.UNCERTAIN)
            # looked at again, inside the transaction: another person may have decided meanwhile
            left = _uncertain(connection, edition_id)
            readers = sum(one.readers for one in left)
            if not readers:
                return 0
            batches = update(batch).where(batch.c.edition == number, batch.c.number.in_([one.number for one in left]))
            if resolution is Resolution.ACCEPTED:
                connection.execute(batches.values(state=BatchState.ACCEPTED.value, reason=f"{by}: {reason}"))
            elif EditionState(state) is EditionState.CANCELLED:
                raise EditionCancelled(
                    f"edition {edition_id} was cancelled, so nothing of it is sent again; say `--treat-as "
                    "accepted` or leave it"
                )
            else:
                _send_again(connection, number, batches)
            record = {
                "edition": number,
                "decision": resolution.value,
                "readers": readers,
                "by": by,
                "reason": reason,
                "at": stamp(now),
            }
            connection.execute(insert(settlement).values(record))
        return readers


def _send_again(connection: Connection, number: int, batches: Update) -> None:
    """Let the next runner claim the batches anew, and open the edition again if it was sent."""
    claimed = {"state": BatchState.CLAIMED.value, "attempt": 0, "attempted_at": None, "answered_at": None}
    connection.execute(batches.values(claimed))
    ended = update(edition).where(edition.c.number == number, edition.c.state == EditionState.SENT.value)
    connection.execute(ended.values(state=EditionState.SENDING.value, ended_at=None))


def _uncertain(connection: Connection, edition_id: str) -> list[UncertainBatch]:
    settled = select(outcome.c.batch, func.count().label("readers")).join(
        edition, edition.c.number == outcome.c.edition
    )
    known = settled.where(edition.c.id == edition_id, outcome.c.batch.is_not(None)).group_by(outcome.c.batch).subquery()
    found = (
        select(batch.c.number, batch.c.readers, known.c.readers, batch.c.reason, batch.c.attempted_at)
        .join(edition, edition.c.number == batch.c.edition)
        .outerjoin(known, known.c.batch == batch.c.number)
        .where(edition.c.id == edition_id, batch.c.state == BatchState.UNCERTAIN.value)
        .order_by(batch.c.number)
    )
    rows = connection.execute(found).all()
    left = [UncertainBatch(row[0], row[1] - (row[2] or 0), row[3], datetime.fromisoformat(row[4])) for row in rows]
    return [one for one in left if one.readers]
