"""Ports to what picks files said before, and to the newsroom's git."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Protocol

from digest.edition.saved import Version


class SavedTexts(Protocol):
    """Every text of picks files that was saved at the desk, or found there by a save; the newest of each edition."""

    def keep(self, edition_id: str, text: str, by: str, began_from: str, now: datetime) -> int:
        """Keep a text that is about to be written, and return its number; `began_from` is the text it changes."""
        ...

    def keep_found(self, edition_id: str, says: Callable[[], str], now: datetime) -> None:
        """Keep what a file `says`, unless that is known to have been saved last: somebody wrote it elsewhere.

        It is read while nobody else can record a save: a text read before another's save is not what it says after it.
        """
        ...

    def mark_written(self, edition_id: str, number: int) -> bool:
        """Record that a text was put into the file; return whether that could be done.

        It raises nothing: the text is in the file by then, and the next save that finds it there records it.
        """
        ...

    def versions(self, edition_id: str) -> list[Version]:
        """List what is kept of an edition, newest first."""
        ...

    def text(self, edition_id: str, number: int) -> str | None:
        """Return a text that is kept, as it was; None where there is none of this number."""
        ...

    def forget_gone(self, there: Collection[str], before: datetime) -> None:
        """Forget what is kept of editions that are not `there`, by their ids, and were saved last before an instant."""
        ...


class Commits(Protocol):
    """The newsroom's git."""

    def commit(self, edition_id: str, by: str, now: datetime) -> str:
        """Commit a picks file as it is, and nothing else; return why that could not be done, "" where it was."""
        ...
