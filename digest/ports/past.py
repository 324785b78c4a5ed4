"""The port to what was written down of past editions."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from digest.delivery.counts import Report


class CountedEdition(NamedTuple):
    """An edition, when it began to go out, its counts, how many readers were on the list then, and its subject."""

    began_at: datetime
    report: Report
    listed: int
    subject: str


class PastLog(Protocol):
    """The editions that began to go out, as the delivery log knows them."""

    def latest(self, count: int, language: str) -> Sequence[CountedEdition]:
        """Count the letters that began to go out last, the newest first; corrections are none.

        Subjects are those of the letters in `language`, or in another where there are none in it.
        """
        ...
