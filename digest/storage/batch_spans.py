"""Which batch a reader is in. A batch is a span of readers within one variant and wave, and names nobody.

The spans are looked up here: to ask SQL for the one around each reader would be to go through all batches for each.
"""

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, select, text

from digest.storage.tables import batch, recipient

_OF_READERS = text("SELECT value FROM json_each(:readers)").columns(recipient.c.reader)


def batches_of(
    connection: Connection, number: int, readers: Collection[int], which: ColumnElement[bool]
) -> list[tuple[int, int]]:
    """Pair those of `readers` who are in one of the batches `which` of edition `number` with that batch's number."""
    columns = batch.c.variant, batch.c.wave, batch.c.first, batch.c.last, batch.c.number
    spans = select(*columns).where(batch.c.edition == number, which).order_by(batch.c.first)
    lanes: defaultdict[tuple[str, int], list[tuple[int, int, int]]] = defaultdict(list)
    for variant, wave, first, last, batch_number in connection.execute(spans):
        lanes[variant, wave].append((first, last, batch_number))
    if not lanes:
        return []
    theirs = select(recipient.c.reader, recipient.c.variant, recipient.c.wave).where(
        recipient.c.edition == number, recipient.c.reader.in_(_OF_READERS)
    )
    found: list[tuple[int, int]] = []
    for reader, variant, wave in connection.execute(theirs, {"readers": json.dumps(sorted(readers))}):
        lane = lanes[variant, wave]
        place = bisect_right(lane, reader, key=lambda span: span[0]) - 1
        if place >= 0 and reader <= lane[place][1]:
            found.append((reader, lane[place][2]))
    return found
