"""Ports to newcomers and to the welcome letters that they get."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Protocol

from digest.delivery.statuses import Status
from digest.delivery.welcome import Newcomer, Welcome


class Newcomers(Protocol):
    """Who has just confirmed, as the subscribers know."""

    def waiting(self) -> Sequence[Newcomer]:
        """List those whom nobody has welcomed, whoever waited longest first, a part at a time."""
        ...

    def forget(self, until: datetime) -> None:
        """Forget those who confirmed until an instant: nobody is going to welcome them."""
        ...

    def language(self, reader: int, languages: AbstractSet[str], default: str) -> str:
        """Return in which of `languages` a reader wants letters, `default` where in none of them."""
        ...


class Welcomes(Protocol):
    """Welcome letters, on disk before and after each hand-over, each at most once."""

    def plan(self, newcomer: Newcomer, edition_id: str, now: datetime) -> None:
        """Put one welcome letter for a newcomer down: an edition or `WORDS`.

        Words, too, where the edition is theirs otherwise or may have been; nothing where they have had a welcome since
        they confirmed, or another process was quicker.
        """
        ...

    def has_work(self, now: datetime) -> bool:
        """Return whether a letter is due or on its way."""
        ...

    def end_lost(self, now: datetime, *, repeats: bool) -> None:
        """Make those uncertain whose runner died in a hand-over; they wait again if the transport `repeats`."""
        ...

    def due(self, now: datetime) -> Sequence[Welcome]:
        """List the letters whose time has come, the longest waiting first."""
        ...

    def attempt(self, welcome: Welcome, now: datetime) -> Welcome | None:
        """Write, and sync, that a letter is about to be handed over; None when it may not, or another process does."""
        ...

    def finish(self, attempted: Welcome, state: Status, reason: str, now: datetime) -> None:
        """Write what became of a hand-over."""
        ...

    def withdraw(self, attempted: Welcome, reason: str, due_at: datetime) -> None:
        """Write that nobody can have got what was to be handed over: it waits until `due_at`."""
        ...

    def forget_words(self, before: datetime) -> None:
        """Forget the words of thanks that ended and were planned before an instant."""
        ...

    def leave_out(self, welcome: Welcome, reason: str, now: datetime) -> None:
        """Write that a letter that waits goes to nobody, and why."""
        ...

    def change_to_words(self, welcome: Welcome) -> None:
        """Let words of thanks wait in the place of an edition."""
        ...
