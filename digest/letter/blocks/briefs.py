"""Briefs: news in one sentence each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from digest.edition.model import Brief
from digest.letter.block import LetterInput


@dataclass(frozen=True, slots=True)
class Briefs:
    """News in one sentence each."""

    template: ClassVar[str] = "briefs"
    briefs: tuple[Brief, ...]


def briefs(given: LetterInput) -> Iterator[Briefs]:
    """Make the list of briefs, if there are any."""
    if given.edition.briefs:
        yield Briefs(given.edition.briefs)
