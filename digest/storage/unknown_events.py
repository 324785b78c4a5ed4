"""What ESPs' events say that the program does not know: kept by its words, so that people see it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine, case, func, insert, select, update

from digest.delivery.events import Event, UnknownEvents
from digest.storage.tables import unknown_event
from digest.storage.timestamps import stamp

MOST = 100
"""So many different words are kept; what comes after them is counted together."""
OTHERS = "others"


def record_unknown(engine: Engine, events: Sequence[Event]) -> None:
    """Count what these events say that the program does not know; nothing is written when they say no such thing."""
    counted = Counter(event.unknown for event in events if event.unknown)
    if not counted:
        return
    last = {what: max(event.at for event in events if event.unknown == what) for what in counted}
    with engine.begin() as connection:
        room = MOST - (connection.scalar(select(func.count()).select_from(unknown_event)) or 0)
        for what, times in counted.items():
            at, before = stamp(last[what]), unknown_event.c.last_at
            seen = {"times": unknown_event.c.times + times, "last_at": case((before < at, at), else_=before)}
            for known in (what, OTHERS):
                if connection.execute(update(unknown_event).where(unknown_event.c.what == known).values(seen)).rowcount:
                    break
                if room > 0 or known == OTHERS:
                    row = {"what": known, "times": times, "last_at": at}
                    connection.execute(insert(unknown_event).values(row))
                    room -= 1
                    break


def unknown_since(engine: Engine, instant: datetime) -> list[UnknownEvents]:
    """List what events have said since an instant that the program does not know, the most frequent first."""
    rows = (
        select(unknown_event)
        .where(unknown_event.c.last_at >= stamp(instant))
        .order_by(unknown_event.c.times.desc(), unknown_event.c.what)
    )
    with engine.connect() as connection:
        found = connection.execute(rows).all()
    return [UnknownEvents(row.what, row.times, datetime.fromisoformat(row.last_at)) for row in found]
