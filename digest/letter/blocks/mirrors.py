"""Mirrors notice: tells readers who asked for mirrors why addresses look unlike the newspaper's."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from digest.letter.block import LetterInput


@dataclass(frozen=True, slots=True)
class Mirrors:
    """One sentence about where the links of this letter lead."""

    template: ClassVar[str] = "mirrors"


def mirrors(given: LetterInput) -> Iterator[Mirrors]:
    """Make the notice in letters whose links lead to mirrors."""
    if given.variant.options.mirrors and given.publication.mirrors:
        yield Mirrors()
