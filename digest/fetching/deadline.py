"""The end of patience for one page: one time for all that is waited for, from its host's look-up to its last byte."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from digest.errors import PageUnreadable


class OutOfTime(PageUnreadable):
    """What is read takes longer than it may."""


class Deadline:
    """Ends after so many seconds, or at once when everything is `stopped`."""

    def __init__(self, seconds: float, stopped: threading.Event | None = None) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds
        self._stopped = stopped or threading.Event()

    def remaining(self) -> float:
        """Return how many seconds are left, more than none; raises `PageUnreadable` when none are."""
        if self._stopped.is_set():
            raise PageUnreadable("reading was stopped")
        left = self._end - time.monotonic()
        if left <= 0:
            raise OutOfTime(f"the page takes longer than {self._seconds:g} seconds")
        return left

    def allows(self, seconds: float) -> bool:
        """Return whether there is time to wait for so many seconds and to do something after that."""
        return self._end - time.monotonic() > seconds

    @contextmanager
    def at_most(self, seconds: float) -> Iterator[None]:
        """End earlier for what is done meanwhile: after so many seconds, if there are as many left."""
        end = self._end
        self._end = min(end, time.monotonic() + seconds)
        try:
            yield
        finally:
            self._end = end

    def extend(self, seconds: float) -> None:
        """Move the end: the time that was spent in waiting for another page is not this one's."""
        self._end += seconds

    def pause(self, seconds: float) -> None:
        """Wait, no longer than is left; raises `PageUnreadable` when it is time or everything was stopped."""
        self._stopped.wait(min(seconds, self.remaining()))
        self.remaining()
