"""Corrections: what earlier letters or articles got wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from digest.letter.block import LetterInput
from digest.letter.blocks.briefs import Item, item


@dataclass(frozen=True, slots=True)
class Corrections:
    """What earlier letters or articles got wrong."""

    template: ClassVar[str] = "corrections"
    corrections: tuple[Item, ...]


def corrections(given: LetterInput) -> Iterator[Corrections]:
    """Make the list of corrections, if there are any."""
    if given.edition.corrections:
        yield Corrections(tuple(item(correction, given.width) for correction in given.edition.corrections))
