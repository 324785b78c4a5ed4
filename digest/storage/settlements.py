"""What is learned about deliveries after they were handed over.

ESPs' events, and what people decide about uncertain ones.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine, insert, select, text, update

from digest.delivery.batch import UncertainBatch
from digest.delivery.events import DeliveryEvent, News, UnknownEvents
from digest.delivery.statuses import BatchState, EditionState, Resolution
from digest.delivery.welcome import WORDS
from digest.errors import DigestError, EditionCancelled
from digest.storage.corrected import is_corrected
from digest.storage.evidence import settle_by_events, settle_readers_by_events, settle_welcomes_by_events
from digest.storage.tables import edition, settlement
from digest.storage.timestamps import stamp
from digest.storage.unexpected_events import keep_early_events, look_for_unexpected
from digest.storage.unknown_events import record_unknown, unknown_since
from digest.storage.welcome_evidence import WORDS_NUMBER, decide_welcomes, uncertain_welcomes

_RECORD = text(
    "INSERT INTO event (id, edition, reader, kind, at, reason) "
    "SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'), "
    "json_extract(value, '$[3]'), json_extract(value, '$[4]'), json_extract(value, '$[5]') "
    "FROM json_each(:rows) WHERE true ON CONFLICT (id) DO NOTHING RETURNING id"
)
_BELIEVE_BATCHES = text(
    "UPDATE batch SET state = 'accepted', reason = :reason "
    "WHERE edition = :edition AND number IN (SELECT value FROM json_each(:batches)) AND state = 'uncertain'"
)
_BELIEVE_READERS = text(
    "UPDATE outcome SET status = 'accepted', reason = :reason "
    "WHERE edition = :edition AND batch IN (SELECT value FROM json_each(:batches)) AND status = 'uncertain'"
)
_KEEP_ANSWERED = text(
    "INSERT INTO outcome (edition, reader, batch, status, reason) "
    "SELECT r.edition, r.reader, b.number, b.state, b.reason FROM batch b JOIN recipient r "
    "ON r.edition = b.edition AND r.variant = b.variant AND r.wave = b.wave AND r.reader BETWEEN b.first AND b.last "
    "WHERE b.edition = :edition AND b.number IN (SELECT value FROM json_each(:batches)) "
    "AND b.state IN ('accepted', 'refused', 'failed') ON CONFLICT (edition, reader) DO NOTHING"
)
_FORGET_UNCERTAIN = text(
    "DELETE FROM outcome "
    "WHERE edition = :edition AND batch IN (SELECT value FROM json_each(:batches)) AND status = 'uncertain'"
)
_CLAIM_ANEW = text(
    "UPDATE batch SET state = 'claimed', attempt = 0, attempted_at = NULL, answered_at = NULL "
    "WHERE edition = :edition AND number IN (SELECT value FROM json_each(:batches)) AND state != 'attempted'"
)
_UNCERTAIN = text(
    "WITH own AS (SELECT o.batch, COUNT(*) AS readers, SUM(o.status = 'uncertain') AS uncertain, "
    "MAX(CASE WHEN o.status = 'uncertain' THEN o.reason END) AS reason "
    "FROM outcome o JOIN edition e ON e.number = o.edition "
    "WHERE e.id = :edition AND o.batch IS NOT NULL GROUP BY o.batch) "
    "SELECT b.number, CASE WHEN b.state = 'uncertain' THEN b.readers - COALESCE(own.readers - own.uncertain, 0) "
    "WHEN b.state IN ('claimed', 'attempted') AND e.runner IS NOT NULL THEN 0 "
    "ELSE COALESCE(own.uncertain, 0) END, CASE WHEN b.state = 'uncertain' THEN b.reason ELSE own.reason END, "
    "COALESCE(b.attempted_at, b.claimed_at) "
    "FROM batch b JOIN edition e ON e.number = b.edition LEFT JOIN own ON own.batch = b.number "
    "WHERE e.id = :edition ORDER BY b.number"
)


class SqlSettlements:
    """Events and decisions on the delivery log; see `digest.ports.delivery.Settlements`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reading = engine.execution_options(reading=True)

    def record(self, events: Sequence[DeliveryEvent]) -> list[DeliveryEvent]:
        """Record events, each once, and settle the uncertain deliveries they prove; return those that were new.

        What the log knows nothing of is kept, counted as unknown, and pauses an edition that is under way.
        """
        with self._engine.begin() as connection:
            known = connection.execute(select(edition.c.id, edition.c.number)).tuples()
            editions = {**dict(known.all()), WORDS: WORDS_NUMBER}
            first: dict[str, DeliveryEvent] = {}
            for found in events:
                if found.edition in editions:
                    first.setdefault(found.id, found)
            rows = [
                [found.id, editions[found.edition], found.reader, found.kind.value, stamp(found.at), found.reason]
                for found in first.values()
            ]
            inserted = set(connection.scalars(_RECORD, {"rows": json.dumps(rows)})) if rows else set[str]()
            new = [found for found in first.values() if found.id in inserted]
            of_edition: defaultdict[int, list[DeliveryEvent]] = defaultdict(list)
            for found in new:
                of_edition[editions[found.edition]].append(found)
            for number, heard in sorted(of_edition.items()):
                settle_readers_by_events(connection, number, {found.reader for found in heard})
                settle_welcomes_by_events(connection, heard[0].edition, number, {found.reader for found in heard})
                look_for_unexpected(connection, number, heard)
            keep_early_events(connection, [found for found in events if found.edition not in editions])
        return new

    def record_unknown(self, told: Sequence[tuple[News, str, datetime]]) -> None:
        """Count what events said that the program does not know, each what, and when, for people to look at."""
        if told:
            with self._engine.begin() as connection:
                record_unknown(connection, told)

    def unknown_since(self, instant: datetime) -> list[UnknownEvents]:
        """List what events have said since an instant that the program does not know."""
        return unknown_since(self._reading, instant)

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
            number, state = _number_and_state(connection, edition_id)
            settle_by_events(connection, number, BatchState.UNCERTAIN)
            # looked at again, inside the transaction: another person may have decided meanwhile
            left = _uncertain(connection, edition_id)
            readers = sum(one.readers for one in left)
            if not readers:
                return 0
            if resolution is Resolution.SEND_AGAIN and EditionState(state) is EditionState.CANCELLED:
                raise EditionCancelled(
                    f"edition {edition_id} was cancelled, so nothing of it is sent again; say `--treat-as "
                    "accepted` or leave it"
                )
            if resolution is Resolution.SEND_AGAIN and is_corrected(connection, edition_id):
                raise DigestError(
                    f"edition {edition_id} was corrected since, and whoever gets it now would not get the correction; "
                    "say `--treat-as accepted` or leave it"
                )
            numbers: dict[str, str | int] = {"edition": number, "batches": json.dumps([one.number for one in left])}
            decide_welcomes(connection, edition_id, resolution, f"{by}: {reason}", now)
            if resolution is Resolution.ACCEPTED:
                connection.execute(_BELIEVE_BATCHES, numbers | {"reason": f"{by}: {reason}"})
                connection.execute(_BELIEVE_READERS, numbers | {"reason": f"{by}: {reason}"})
            elif any(one.number for one in left):
                _send_again(connection, number, numbers)
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


def _number_and_state(connection: Connection, edition_id: str) -> tuple[int, str]:
    """Return under which number deliveries of an edition, or the words of thanks, are kept, and its state."""
    if edition_id == WORDS:
        return WORDS_NUMBER, EditionState.SENT.value
    row = connection.execute(select(edition.c.number, edition.c.state).where(edition.c.id == edition_id)).one()
    return int(row.number), str(row.state)


def _send_again(connection: Connection, number: int, numbers: dict[str, str | int]) -> None:
    """Let the next runner claim the batches anew, and open the edition again if it was sent.

    Of a batch that was answered, those who have no outcome of their own keep the batch's.
    """
    for statement in (_KEEP_ANSWERED, _FORGET_UNCERTAIN, _CLAIM_ANEW):
        connection.execute(statement, numbers)
    ended = update(edition).where(edition.c.number == number, edition.c.state == EditionState.SENT.value)
    connection.execute(ended.values(state=EditionState.SENDING.value, ended_at=None))


def _uncertain(connection: Connection, edition_id: str) -> list[UncertainBatch]:
    """List the batches with uncertain deliveries: all of a batch, or single readers of one nobody is handing over."""
    rows = connection.execute(_UNCERTAIN, {"edition": edition_id}).all()
    batches = [UncertainBatch(row[0], row[1], row[2], datetime.fromisoformat(row[3])) for row in rows if row[1]]
    return [*batches, *uncertain_welcomes(connection, edition_id)]
