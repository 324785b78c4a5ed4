"""Quote: somebody's words, set large."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from digest.edition.model import Quote
from digest.letter.block import LetterInput


@dataclass(frozen=True, slots=True)
class QuoteBlock:
    """Somebody's words, set large, and who said them."""

    template: ClassVar[str] = "quote"
    quote: Quote


def quote(given: LetterInput) -> Iterator[QuoteBlock]:
    """Make the quote, if it has words."""
    if given.edition.quote and given.edition.quote.text:
        yield QuoteBlock(given.edition.quote)
