"""Topics: one line of links to all that was written about each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from digest.edition.model import TopicLink
from digest.letter.block import LetterInput


@dataclass(frozen=True, slots=True)
class Topics:
    """One line of links to the pages of topics."""

    template: ClassVar[str] = "topics"
    topics: tuple[TopicLink, ...]


def topics(given: LetterInput) -> Iterator[Topics]:
    """Make the line of topics, if there are any."""
    if given.edition.topics:
        yield Topics(given.edition.topics)
