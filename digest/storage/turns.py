"""Turns to write, in the order in which they were asked for, whichever thread or process asked.

Those who wait for SQLite's own lock try again after up to a tenth of a second, and whoever tries at the right moment is
first: a reader who unsubscribes could starve beside a running send. Here everybody draws a ticket: a number, counted in
a small file beside the database, and a lock on the byte of that number. It is one's turn when no byte before it is
locked. The kernel gives up the locks of a process that dies, so a dead one keeps nobody waiting, whether it had its
turn or stood in line. They are POSIX locks as SQLite's own are: they belong to the process, so its threads stand in
line inside it, and they are gone when the process closes the file, so nothing else may read it.

A turn is a courtesy: what keeps two from writing at once is SQLite, so who gets none may try all the same.
"""

import fcntl
import os
import threading
import time
from collections import deque
from contextlib import suppress
from pathlib import Path

_DOOR = 0  # the byte that is locked while a ticket is drawn; ticket n is byte n
_DOOR_SECONDS = 1.0
_MOST = 2**62
_SHORTEST_NAP_SECONDS, _LONGEST_NAP_SECONDS = 0.000_2, 0.002


class Turn:
    """A place in the line; `ticket` is 0 when none could be drawn, and then only this process's threads line up."""

    def __init__(self, ticket: int) -> None:
        self.ticket = ticket
        self.first = threading.Event()


class Turns:
    """The line before one database, one object for all threads of a process; without a `file` only for these."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._guard = threading.Lock()
        self._line: deque[Turn] = deque()
        self._descriptor = -1  # open while anybody stands in line: closing it gives up the locks of all threads

    def take(self, seconds: float) -> Turn | None:
        """Wait for a turn, and return it; it must be given back. None when it does not come in `seconds`."""
        deadline = time.monotonic() + seconds
        with self._guard:
            turn = Turn(self._draw())
            self._line.append(turn)
            self._line[0].first.set()
        if turn.first.wait(seconds) and self._come(turn.ticket, deadline):
            return turn
        self.give_back(turn)
        return None

    def give_back(self, turn: Turn) -> None:
        """Let the next one write."""
        with self._guard:
            self._line.remove(turn)
            if self._line:
                self._line[0].first.set()
                if turn.ticket:
                    fcntl.lockf(self._descriptor, fcntl.LOCK_UN, 1, turn.ticket)
            elif self._descriptor >= 0:
                os.close(self._descriptor)
                self._descriptor = -1

    def _draw(self) -> int:
        """Return a ticket; 0 when the file cannot be written, which is no reason not to try to write."""
        if self._file is None:
            return 0
        with suppress(OSError):
            if self._descriptor < 0:
                self._descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            if not self._lock(fcntl.LOCK_EX, 1, _DOOR, time.monotonic() + _DOOR_SECONDS):
                return 0
            try:
                ticket = int.from_bytes(os.pread(self._descriptor, 8, 0), "big") % _MOST + 1
                os.pwrite(self._descriptor, ticket.to_bytes(8, "big"), 0)
                fcntl.lockf(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, ticket)
                return ticket
            finally:
                fcntl.lockf(self._descriptor, fcntl.LOCK_UN, 1, _DOOR)
        return 0

    def _come(self, ticket: int, deadline: float) -> bool:
        """Wait until no process holds an earlier ticket; return whether it came to that."""
        if ticket <= 1:
            return True
        before = (ticket - 1, 1)
        if not self._lock(fcntl.LOCK_SH, *before, deadline):
            return False
        fcntl.lockf(self._descriptor, fcntl.LOCK_UN, *before)
        return True

    def _lock(self, kind: int, length: int, start: int, deadline: float) -> bool:
        """Lock a range of bytes; return whether that was possible before the `deadline`.

        Asks again and again, because a wait inside the kernel has no end and no order; the place in line is kept.
        """
        nap = _SHORTEST_NAP_SECONDS
        while True:
            try:
                fcntl.lockf(self._descriptor, kind | fcntl.LOCK_NB, length, start)
            except (BlockingIOError, PermissionError):  # EAGAIN or EACCES, as the system likes
                if time.monotonic() > deadline:
                    return False
            else:
                return True
            time.sleep(nap)
            nap = min(nap * 1.5, _LONGEST_NAP_SECONDS)
