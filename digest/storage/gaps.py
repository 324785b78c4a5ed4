"""Readers whom no batch will reach: they stand between the batches of an edition, not behind them.

Batches are cut in ascending order, so none is ever cut again before the last one. When a restored database is brought
up to its journal, batches come back with the readers who were handed over; whoever is on the list now and was not then
stands between them, and would wait for ever.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from sqlalchemy import Connection, insert, select, text

from digest.delivery.statuses import BatchState
from digest.storage.tables import batch, recipient
from digest.storage.timestamps import stamp

_Lane = tuple[str, int]
_Spans = list[tuple[int, int]]
_LACKING = text(
    "SELECT b.variant, b.wave FROM (SELECT variant, wave, MAX(last) AS last, SUM(readers) AS readers FROM batch "
    "WHERE edition = :edition GROUP BY variant, wave) b WHERE b.readers < (SELECT COUNT(*) FROM recipient r "
    "WHERE r.edition = :edition AND r.variant = b.variant AND r.wave = b.wave AND r.reader <= b.last)"
)
"""Lanes whose batches hold fewer readers than there are up to their last one."""


def fill_gaps(connection: Connection, number: int, now: datetime) -> None:
    """Put the readers between the batches of edition `number` into batches of their own, to be claimed as any other.

    Where nobody stands there, as nearly always, readers are counted and nothing is written.
    """
    lacking = set(connection.execute(_LACKING, {"edition": number}).tuples())
    if not lacking:
        return
    columns = batch.c.variant, batch.c.wave, batch.c.first, batch.c.last, batch.c.number
    lanes: defaultdict[_Lane, _Spans] = defaultdict(list)
    newest = 0
    spans = select(*columns).where(batch.c.edition == number).order_by(batch.c.first)
    for variant, wave, first, last, known in connection.execute(spans):
        lanes[variant, wave].append((first, last))
        newest = max(newest, known)
    wanted = {lane: spans for lane, spans in lanes.items() if lane in lacking}
    for (variant, wave), run in list(_gaps(connection, number, wanted)):
        newest += 1
        row = {"edition": number, "number": newest, "variant": variant, "wave": wave, "readers": len(run)}
        span = {"first": run[0], "last": run[-1], "state": BatchState.CLAIMED.value, "attempt": 0}
        connection.execute(insert(batch).values(row | span | {"claimed_at": stamp(now)}))


def _gaps(connection: Connection, number: int, lanes: dict[_Lane, _Spans]) -> Iterator[tuple[_Lane, list[int]]]:
    """Yield each run of readers between two batches of a lane, or before the first."""
    for lane, spans in lanes.items():
        variant, wave = lane
        here = (recipient.c.edition == number, recipient.c.variant == variant, recipient.c.wave == wave)
        before_last = recipient.c.reader < max(last for _, last in spans)
        readers = connection.scalars(select(recipient.c.reader).where(*here, before_last).order_by(recipient.c.reader))
        firsts = [first for first, _ in spans]
        places = ((bisect_right(firsts, reader), reader) for reader in readers)
        outside = ((place, reader) for place, reader in places if not place or reader > spans[place - 1][1])
        for _, run in groupby(outside, key=lambda one: one[0]):
            yield lane, [reader for _, reader in run]
