"""What the scheduler remembers, on SQL: which plan it goes by, and since when."""

from datetime import datetime

from sqlalchemy import Engine, delete, insert, select

from digest.storage.tables import schedule_state
from digest.storage.timestamps import stamp


class SqlScheduleState:
    """The one row of the schedule; see `digest.ports.schedule.ScheduleState`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reading = engine.execution_options(reading=True)

    def watching_since(self, plan: str, now: datetime) -> datetime:
        """Return since when the scheduler has gone by exactly this `plan`: since `now`, when the plan is new."""
        with self._reading.connect() as connection:
            row = connection.execute(select(schedule_state)).first()
        if row and row.plan == plan:
            return datetime.fromisoformat(row.since)
        with self._engine.begin() as connection:
            connection.execute(delete(schedule_state))
            connection.execute(insert(schedule_state).values(number=1, plan=plan, since=stamp(now)))
        return now
