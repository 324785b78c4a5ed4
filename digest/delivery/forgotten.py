"""What an older database that was put back forgot of an edition. Values only."""

from datetime import datetime
from typing import NamedTuple

from digest.delivery.statuses import EditionState
from digest.delivery.ways_out import BEHIND, HEARD


class Forgotten(NamedTuple):
    """An edition of which the journal or events know more than the log.

    Since when it went out, or was stopped; the state it is in, or will be as soon as it is begun, and why.
    """

    since: datetime
    state: EditionState
    reason: str

    @property
    def is_halted(self) -> bool:
        """Return whether the program stops it, and no editor did."""
        return self.reason in (BEHIND, HEARD)
