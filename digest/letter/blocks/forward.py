"""Forward line: whoever got this letter from a reader learns where to sign up. No address in it is the reader's own."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from digest.edition.field_types import OwnPage
from digest.letter.block import LetterInput


@dataclass(frozen=True, slots=True)
class Forward:
    """The page to sign up."""

    template: ClassVar[str] = "forward"
    url: OwnPage


def forward(given: LetterInput) -> Iterator[Forward]:
    """Make the line, which every letter has unless its edition is `without` it."""
    yield Forward(given.links.sign_up)
