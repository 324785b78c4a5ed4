"""What an older database that was put back forgot of an edition. Values only."""

from datetime import datetime
from typing import NamedTuple

from digest.delivery.statuses import EditionState


class Forgotten(NamedTuple):
    """An edition of which the journal or events know more than the log.

    Since when it went out, or was stopped; the state it is in, or will be as soon as it is begun, and why.
    """

    since: datetime
    state: EditionState
    reason: str
