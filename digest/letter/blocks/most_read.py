"""Most read: the headlines that were read most, numbered."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from digest.edition.model import MostRead
from digest.letter.block import LetterInput


@dataclass(frozen=True, slots=True)
class MostReadBlock:
    """The headlines that were read most, in their order."""

    template: ClassVar[str] = "most_read"
    articles: tuple[MostRead, ...]


def most_read(given: LetterInput) -> Iterator[MostReadBlock]:
    """Make the list of what was read most, if there is one."""
    if given.edition.most_read:
        yield MostReadBlock(given.edition.most_read)
