"""The port to the counts of editions."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Protocol

from digest.delivery.audience_guard import KnownAudiences
from digest.delivery.counts import OpenedEdition, Report
from digest.delivery.forgotten import Forgotten
from digest.delivery.frozen import FrozenLetters
from digest.delivery.withheld import Withheld


class Reports(Protocol):
    """The counts of editions."""

    def report(self, edition_id: str) -> Report | None:
        """Count an edition; None when it was never opened."""
        ...

    def recent(self, count: int) -> list[Report]:
        """Count the letters that began to go out last, the newest first; corrections are none."""
        ...

    def opened(self, edition_id: str) -> OpenedEdition | None:
        """Return how far an edition has come, without its counts; None when it was never opened."""
        ...

    def last_opened(self, count: int) -> list[OpenedEdition]:
        """Return the editions that began to go out last, the newest first, without their counts."""
        ...

    def forgotten(self) -> Mapping[str, Forgotten]:
        """Map editions that a database that is gone handed over or stopped, and nobody dealt with, to what is known."""
        ...

    def withheld(self, edition_id: str) -> Withheld | None:
        """Return what editors decided of an edition that did not begin; None when they let it be."""
        ...

    def skipped(self) -> AbstractSet[str]:
        """Return the ids of all editions that are skipped."""
        ...

    def known_audiences(self, edition_id: str) -> KnownAudiences:
        """Return what the audience of an edition is compared with."""
        ...

    def letters(self, edition_id: str) -> FrozenLetters | None:
        """Return the letters an edition is sent with; None when it was never opened, or by a version that kept none."""
        ...

    def deliveries(self, reader: int) -> Sequence[Mapping[str, str]]:
        """List what became of every edition one reader was to get, oldest first: edition, status, at, why, events."""
        ...

    def words_of_thanks(self) -> Mapping[str, int]:
        """Count the words of thanks to newcomers that are remembered, by status."""
        ...

    def sent_pages(self) -> Mapping[str, str]:
        """Map every page that was in an edition to the last such edition."""
        ...
