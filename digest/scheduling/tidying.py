"""Tidying: once an hour, however often the schedule looks, what need not be kept any longer is forgotten."""

from collections.abc import Callable
from datetime import datetime, timedelta

from digest.ports.process import Clock

TIDY_EVERY = timedelta(hours=1)


class Tidying:
    """Remembers when this process tidied last; a new process tidies at once, which does no harm."""

    def __init__(self) -> None:
        self._last: datetime | None = None

    def tidy_if_due(self, tidy: Callable[[], None], clock: Clock) -> None:
        """Call `tidy` unless it was done less than an hour ago; what fails is due again at the next look."""
        if self._last is None or clock.now() - self._last > TIDY_EVERY:
            tidy()
            self._last = clock.now()
