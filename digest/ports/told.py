"""The port to what was told already."""

from datetime import datetime
from typing import Protocol


class Told(Protocol):
    """The keys of what editors or the log were told: for good, for every process, whether there are editors or not."""

    def knows(self, key: str) -> bool:
        """Return whether exactly `key` was told."""
        ...

    def remember(self, key: str, now: datetime) -> bool:
        """Remember that `key` is told `now`; return whether that is new, which it is for one process only."""
        ...

    def renew(self, key: str, now: datetime) -> None:
        """Remember that `key` is told `now`, also where it was told before."""
        ...

    def when(self, key: str) -> datetime | None:
        """Return when `key` was told; None where it was not."""
        ...

    def forget(self, prefix: str) -> bool:
        """Forget every key that begins with `prefix`: what is told of it next is news; return whether there was any."""
        ...

    def forget_before(self, before: datetime) -> None:
        """Forget what was told before an instant."""
        ...
