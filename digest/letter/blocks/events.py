"""Events: what readers can go to or join."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from digest.edition.model import Event
from digest.letter.block import LetterInput


@dataclass(frozen=True, slots=True)
class Events:
    """What readers can go to or join, in the editor's order."""

    template: ClassVar[str] = "events"
    events: tuple[Event, ...]


def events(given: LetterInput) -> Iterator[Events]:
    """Make the list of events, if there are any."""
    if given.edition.events:
        yield Events(given.edition.events)
