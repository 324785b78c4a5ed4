"""Ports to the process that everything runs in: its time, its end, who watches how far it is."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


class Stop(Protocol):
    """A request that the program stops; `threading.Event` is one."""

    def is_set(self) -> bool:
        """Return whether the program was asked to stop."""
        ...

    def wait(self, timeout: float | None = None, /) -> bool:
        """Wait until the program is asked to stop, at most `timeout` seconds; return whether it was."""
        ...


class Watcher(Protocol):
    """Is told how far long work has come."""

    def __call__(self, done: int, of: int, /) -> None:
        """Report that `done` of `of` things are done."""
        ...
