"""What the schedule remembers, on SQL: which plan it looks at, since when, and when it looked last."""

from datetime import datetime

from sqlalchemy import Engine, insert, select, update

from digest.adapters.delivery_log import stamp
from digest.adapters.tables import schedule_watch


class SqlDiary:
    """The one row of the schedule; see `digest.ports.Diary`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def watch(self, plan: str, now: datetime) -> datetime:
        """Write that the schedule looks at `plan` now; gives since when it has looked at this very plan."""
        with self._engine.begin() as connection:
            row = connection.execute(select(schedule_watch)).first()
            if row is None:
                connection.execute(insert(schedule_watch).values(number=1, plan=plan, since=stamp(now), seen=stamp(now)))
                return now
            changed = {"plan": plan, "since": stamp(now)} if row.plan != plan else {}
            connection.execute(update(schedule_watch).values(seen=stamp(now), **changed))
            return now if changed else datetime.fromisoformat(row.since)
