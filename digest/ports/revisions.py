"""The port to the revisions of editions that began to go out."""

from datetime import datetime
from typing import Protocol

from digest.delivery.frozen import FrozenLetters
from digest.delivery.revision import Revision


class Revisions(Protocol):
    """What was changed of editions after they were mailed; none is ever changed or taken back."""

    def add(self, letters: FrozenLetters, note: str, language: str, now: datetime) -> Revision | None:
        """Store other letters of an edition that has begun, under the next number; None where they are the latest.

        Raises `DigestError` where there are no letters that it was mailed with.
        """
        ...

    def letters(self, edition_id: str, number: int) -> FrozenLetters | None:
        """Return the letters of one revision, those that are mailed under number 1; None where there are none."""
        ...

    def latest(self, edition_id: str) -> FrozenLetters | None:
        """Return the letters of the last revision, those that are mailed where nothing was changed since."""
        ...
