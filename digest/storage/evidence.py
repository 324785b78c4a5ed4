"""What recorded events prove about deliveries of which nobody has heard, whichever of the two came first.

An event may be recorded while its batch is still on its way; if the answer is lost after that, no copy of the event
will say it again. So whoever makes deliveries uncertain, decides about them or claims them anew settles them by all
events there are, in the same transaction. Nobody is handed over again who was heard of.
"""

import json
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, text

from digest.delivery.statuses import BatchState, Status
from digest.storage.batch_spans import batches_of
from digest.storage.tables import batch

_PROOF = (
    "CASE WHEN MAX(e.kind != 'dropped') THEN 'accepted' ELSE 'refused' END, "
    "'event ' || COALESCE(MIN(CASE WHEN e.kind != 'dropped' THEN e.kind END), "
    "'dropped' || MAX(CASE WHEN e.reason = '' THEN '' ELSE ': ' || e.reason END)) "
)
"""Any kind of event but `dropped` proves that the mail was accepted."""
_SETTLE = text(
    f"INSERT INTO outcome (edition, reader, batch, status, reason) SELECT r.edition, r.reader, b.number, {_PROOF}"
    "FROM batch b JOIN recipient r ON r.edition = b.edition AND r.variant = b.variant AND r.wave = b.wave "
    "AND r.reader BETWEEN b.first AND b.last JOIN event e ON e.edition = r.edition AND e.reader = r.reader "
    "WHERE b.edition = :edition AND b.state = :state GROUP BY r.reader "
    "ON CONFLICT (edition, reader) DO UPDATE SET status = excluded.status, reason = excluded.reason "
    "WHERE outcome.status = 'uncertain'"
)
_SETTLE_ROWS = text(
    f"INSERT INTO outcome (edition, reader, batch, status, reason) SELECT o.edition, o.reader, o.batch, {_PROOF}"
    "FROM outcome o JOIN event e ON e.edition = o.edition AND e.reader = o.reader "
    "WHERE o.edition = :edition AND o.status = 'uncertain' GROUP BY o.reader "
    "ON CONFLICT (edition, reader) DO UPDATE SET status = excluded.status, reason = excluded.reason"
)
_HEARD_OF = text(
    f"SELECT r.value, {_PROOF}"
    "FROM json_each(:readers) r JOIN event e ON e.edition = :edition AND e.reader = r.value GROUP BY r.value"
)
_OUTCOMES = text(
    "INSERT INTO outcome (edition, reader, batch, status, reason) "
    "SELECT :edition, json_extract(value, '$[0]'), :batch, json_extract(value, '$[1]'), json_extract(value, '$[2]') "
    "FROM json_each(:rows) WHERE true "
    "ON CONFLICT (edition, reader) DO NOTHING"
)
_SETTLE_READERS = text(
    "INSERT INTO outcome (edition, reader, batch, status, reason) "
    f"SELECT e.edition, e.reader, json_extract(j.value, '$[1]'), {_PROOF}"
    "FROM json_each(:found) j CROSS JOIN event e ON e.edition = :edition AND e.reader = json_extract(j.value, '$[0]') "
    "WHERE true GROUP BY e.reader "
    "ON CONFLICT (edition, reader) DO UPDATE SET status = excluded.status, reason = excluded.reason "
    "WHERE outcome.status = 'uncertain'"
)
_SETTLE_OWN_ROWS = text(
    f"INSERT INTO outcome (edition, reader, batch, status, reason) SELECT o.edition, o.reader, o.batch, {_PROOF}"
    "FROM json_each(:readers) r CROSS JOIN outcome o ON o.edition = :edition AND o.reader = r.value "
    "JOIN event e ON e.edition = o.edition AND e.reader = o.reader WHERE o.status = 'uncertain' GROUP BY o.reader "
    "ON CONFLICT (edition, reader) DO UPDATE SET status = excluded.status, reason = excluded.reason"
)
_SETTLE_WELCOMES = text(
    f"WITH proven (reader, state, reason) AS (SELECT e.reader, {_PROOF}"  # noqa: S608 - words of ours
    "FROM json_each(:readers) r CROSS JOIN event e ON e.edition = :number AND e.reader = r.value GROUP BY e.reader) "
    "UPDATE welcome SET state = proven.state, reason = proven.reason FROM proven "
    "WHERE welcome.edition = :edition AND welcome.reader = proven.reader AND welcome.state = 'uncertain'"
)


def settle_by_events(connection: Connection, number: int, state: BatchState) -> None:
    """Settle the deliveries that events prove: in all batches of edition `number` that are in `state`.

    And, whatever their batch, those that are uncertain on their own.
    """
    connection.execute(_SETTLE, {"edition": number, "state": state.value})
    connection.execute(_SETTLE_ROWS, {"edition": number})


def heard_of(connection: Connection, number: int, readers: Sequence[int]) -> dict[int, tuple[Status, str]]:
    """Return what events prove about the deliveries to `readers`: nothing for those nobody has heard of."""
    rows = connection.execute(_HEARD_OF, {"edition": number, "readers": json.dumps(readers)})
    return {reader: (Status(status), reason) for reader, status, reason in rows}


def write_outcomes(
    connection: Connection, number: int, batch_number: int, found: Mapping[int, tuple[Status, str]]
) -> None:
    """Write the outcomes of readers who differ from their batch; one that is there already stays."""
    if found:
        rows = json.dumps([[reader, status.value, reason] for reader, (status, reason) in sorted(found.items())])
        connection.execute(_OUTCOMES, {"edition": number, "batch": batch_number, "rows": rows})


def settle_readers_by_events(connection: Connection, number: int, readers: Collection[int]) -> None:
    """Do as `settle_by_events` for the uncertain deliveries to `readers` alone."""
    connection.execute(_SETTLE_OWN_ROWS, {"edition": number, "readers": json.dumps(sorted(readers))})
    found = batches_of(connection, number, readers, batch.c.state == BatchState.UNCERTAIN.value)
    if found:
        connection.execute(_SETTLE_READERS, {"edition": number, "found": json.dumps(found)})


def settle_welcomes_by_events(connection: Connection, edition_id: str, number: int, readers: Collection[int]) -> None:
    """Settle the uncertain welcome letters to `readers`, of the edition whose events are kept under `number`."""
    asked = {"edition": edition_id, "number": number, "readers": json.dumps(sorted(readers))}
    connection.execute(_SETTLE_WELCOMES, asked)
