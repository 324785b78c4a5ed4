"""Quote: somebody's words, set large."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from digest.edition.model import Quote
from digest.letter.block import LetterInput
from digest.letter.quotes import nested


@dataclass(frozen=True, slots=True)
class QuoteBlock:
    """Somebody's words, set large, and who said them; marks within the editor's own quotation marks are inner ones."""

    template: ClassVar[str] = "quote"
    quote: Quote


def quote(given: LetterInput) -> Iterator[QuoteBlock]:
    """Make the quote, if it has words."""
    said = given.edition.quote
    if said and said.text:
        yield QuoteBlock(replace(said, text=nested(said.text, given.language)))
