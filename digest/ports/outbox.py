"""What whoever looks at letters that were kept asks of the place where they lie: names first, then single letters."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol


class Mailbox(NamedTuple):
    """A folder of letters: how many there are, and when the last one was written (POSIX time)."""

    folder: str
    letters: int
    changed_at: float


class LetterFile(NamedTuple):
    """A letter's file, by its name without the end, and when it was written (POSIX time)."""

    name: str
    written_at: float


class KeptLetters(Protocol):
    """Letters by folder and name; one that does not exist, or is no plain file, is None or is not listed."""

    def mailboxes(self) -> Sequence[Mailbox]:
        """Return the folders with letters, the one with the newest letter first."""
        ...

    def letters(self, folder: str) -> Sequence[LetterFile]:
        """Return the letters in a folder, the newest first."""
        ...

    def others(self, folder: str) -> int:
        """Return how many things in a folder are no letters of ours."""
        ...

    def read(self, folder: str, name: str, most_bytes: int, /) -> bytes | None:
        """Return a letter, or its first bytes."""
        ...

    def path(self, folder: str, name: str) -> Path:
        """Return where a letter lies."""
        ...
