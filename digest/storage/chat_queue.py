"""The events that wait for the newsroom's chat, on SQL: a row each, claimed by moving the time it is due."""

from datetime import datetime

from sqlalchemy import Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from digest.ports.chat import ChatEvent
from digest.storage.tables import chat_event
from digest.storage.timestamps import stamp

_WAITS, _POSTED, _GIVEN_UP = "waits", "posted", "given_up"


class SqlChatQueue:
    """The chat's queue of one newsroom; see `digest.ports.chat.ChatQueue`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reading = engine.execution_options(reading=True)

    def enqueue(self, key: str, body: str, now: datetime) -> bool:
        """Put an event about `key` into the queue, unless that has happened; return whether it was new."""
        row = {"key": key, "body": body, "state": _WAITS, "tries": 0, "made_at": stamp(now), "due_at": stamp(now)}
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(chat_event).values(row))
        except IntegrityError:
            if not self.knows(key):
                raise
            return False
        return True

    def knows(self, key: str) -> bool:
        """Return whether an event about `key` was put into the queue."""
        with self._reading.connect() as connection:
            return connection.scalar(select(chat_event.c.number).where(chat_event.c.key == key)) is not None

    def claim(self, now: datetime, until: datetime) -> ChatEvent | None:
        """Take the event that waited longest; nobody else gets it before `until`. None when none is due."""
        one = chat_event.c
        due = select(chat_event).where(one.state == _WAITS, one.due_at <= stamp(now)).order_by(one.number).limit(1)
        with self._reading.connect() as connection:
            row = connection.execute(due).first()
        if row is None:
            return None
        mine = update(chat_event).where(one.number == row.number, one.tries == row.tries, one.state == _WAITS)
        with self._engine.begin() as connection:
            taken = connection.execute(mine.values(tries=row.tries + 1, due_at=stamp(until))).rowcount == 1
        return ChatEvent(row.number, row.body, row.tries + 1) if taken else None

    def requeue(self, event: ChatEvent, due_at: datetime) -> None:
        """Let an event wait until `due_at`."""
        with self._engine.begin() as connection:
            waits = update(chat_event).where(chat_event.c.number == event.number, chat_event.c.tries == event.tries)
            connection.execute(waits.values(due_at=stamp(due_at)))

    def finish(self, event: ChatEvent, *, posted: bool) -> None:
        """End an event that was taken, or of which nobody tries any more."""
        with self._engine.begin() as connection:
            ended = update(chat_event).where(chat_event.c.number == event.number)
            connection.execute(ended.values(state=_POSTED if posted else _GIVEN_UP))

    def forget_before(self, before: datetime) -> None:
        """Forget what was made before an instant."""
        with self._engine.begin() as connection:
            connection.execute(delete(chat_event).where(chat_event.c.made_at < stamp(before)))
