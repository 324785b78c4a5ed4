"""The ports of the newsroom's chat: what waits for it, and what posts it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ChatEvent:
    """An event on its way: its number in the queue, its JSON, and how often it was tried, this time too."""

    number: int
    body: str
    tries: int


class ChatQueue(Protocol):
    """Events that wait to be posted. It outlives restarts; an event may be posted twice, under the same id."""

    def enqueue(self, key: str, body: str, now: datetime) -> bool:
        """Put an event about `key` into the queue, unless that has happened; return whether it was new."""
        ...

    def knows(self, key: str) -> bool:
        """Return whether an event about `key` was put into the queue."""
        ...

    def claim(self, now: datetime, until: datetime) -> ChatEvent | None:
        """Take the event that waited longest; nobody else gets it before `until`. None when none is due."""
        ...

    def requeue(self, event: ChatEvent, due_at: datetime) -> None:
        """Let an event wait until `due_at`."""
        ...

    def finish(self, event: ChatEvent, *, posted: bool) -> None:
        """End an event that was taken, or of which nobody tries any more."""
        ...

    def forget_before(self, before: datetime) -> None:
        """Forget what was made before an instant."""
        ...


class Chat(Protocol):
    """The chat's own side."""

    def post(self, body: str) -> str:
        """Post JSON; return what went wrong, in words without the address, or nothing."""
        ...
