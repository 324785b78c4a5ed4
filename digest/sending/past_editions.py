"""Past editions: the counts of each, the size of the list when it began, and who left after it.

Whoever leaves is counted for the letter that had begun last, so that nobody is counted for two, and a correction is no
letter of its own: `digest status` says the same number.
"""

from collections.abc import Callable
from dataclasses import dataclass

from digest.delivery.past_edition import PastEdition
from digest.editing.archive import Archive
from digest.ports.past import PastLog
from digest.ports.process import Clock
from digest.ports.readers import Subscribers


@dataclass(frozen=True, slots=True)
class PastEditions:
    """Tells of the past editions of one newsroom, whose letters are in its own `language` first."""

    log: PastLog
    open_subscribers: Callable[[], Subscribers]
    archive: Archive
    clock: Clock
    language: str

    def latest(self, count: int) -> list[PastEdition]:
        """Count the `count` letters that began to go out last, the newest first; corrections are none."""
        subscribers = self.open_subscribers()  # first: the journal may know more of editions than a restored database
        counted = self.log.latest(count, self.language)
        begun = [one.began_at for one in reversed(counted)]
        left = reversed(subscribers.count_left(begun, self.clock.now()))
        public = {edition.id for edition in self.archive.begun()}
        return [
            PastEdition(one.report, one.listed, gone, one.subject, one.report.edition in public)
            for one, gone in zip(counted, left, strict=True)
        ]
