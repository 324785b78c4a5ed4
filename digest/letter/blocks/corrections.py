"""Corrections: what earlier letters or articles got wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from digest.edition.model import Correction
from digest.letter.block import LetterInput


@dataclass(frozen=True, slots=True)
class Corrections:
    """What earlier letters or articles got wrong."""

    template: ClassVar[str] = "corrections"
    corrections: tuple[Correction, ...]


def corrections(given: LetterInput) -> Iterator[Corrections]:
    """Make the list of corrections, if there are any."""
    if given.edition.corrections:
        yield Corrections(given.edition.corrections)
