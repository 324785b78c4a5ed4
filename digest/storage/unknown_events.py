"""What ESPs' events say that the program does not know: kept, and counted, so that people see it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine, case, func, insert, select, update

from digest.delivery.events import News, UnknownEvents
from digest.storage.tables import unknown_event
from digest.storage.timestamps import stamp

MOST = 100
"""So many different words are kept; what comes after them is counted together."""
OTHERS = "others"


def record_unknown(connection: Connection, told: Sequence[tuple[News, str, datetime]]) -> None:
    """Count what events said that the program does not know, inside the caller's transaction: each what, and when."""
    counted = Counter((news, what) for news, what, _ in told)
    if not counted:
        return
    event = unknown_event.c
    words = select(func.count()).select_from(unknown_event).where(event.news == News.WORD.value)
    room = MOST - (connection.scalar(words) or 0)
    for (news, what), times in counted.items():
        at = stamp(max(when for kind, other, when in told if (kind, other) == (news, what)))
        seen = {"times": event.times + times, "last_at": case((event.last_at < at, at), else_=event.last_at)}
        for known in (what, OTHERS):
            this = (event.news == news.value, event.what == known)
            if connection.execute(update(unknown_event).where(*this).values(seen)).rowcount:
                break
            if news is not News.WORD or room > 0 or known == OTHERS:
                row = {"what": known, "news": news.value, "times": times, "last_at": at}
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
    return [UnknownEvents(row.what, row.times, datetime.fromisoformat(row.last_at), News(row.news)) for row in found]
