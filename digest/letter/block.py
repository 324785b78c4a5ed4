"""What a block of a letter is, and what it is made from.

A block is one file in blocks/: a model that holds what its template shows, already chosen and formatted, and a function
that makes it from a `LetterInput`, or makes nothing where the letter has none. Its template has the same name, in
templates/email/blocks/. The types of the model's fields say which of them are addresses (`digest.edition.field_types`).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol

from digest.delivery.variant import Variant
from digest.edition.cards import Card
from digest.edition.model import Edition
from digest.letter.plain_text import WIDTH
from digest.letter.publication import Phrase, Publication
from digest.letter.slots import ReaderLinks

if TYPE_CHECKING:
    from dataclasses import Field


class Block(Protocol):
    """A frozen dataclass that names its template."""

    template: ClassVar[str]
    __dataclass_fields__: "ClassVar[dict[str, Field[object]]]"

    def __hash__(self) -> int:
        """Return a number that is the same for blocks that show the same: letters have most of theirs in common."""
        ...


@dataclass(frozen=True, slots=True)
class LetterInput:
    """What one variant of a letter is made from; `cards` are those of the sections this reader wants.

    `width` is that of a line of the text part, in columns.
    """

    edition: Edition
    cards: Sequence[Card]
    publication: Publication
    variant: Variant
    phrase: Phrase
    width: int = WIDTH

    @property
    def language(self) -> str:
        """Return the language of the edition, in which its editors write."""
        return self.edition.language or self.publication.language

    @property
    def links(self) -> ReaderLinks:
        """Return the reader's own links."""
        return ReaderLinks(self.publication.base_url, self.edition.id)

    def say(self, name: str) -> str:
        """Return a short text of the program's own in the reader's language."""
        return self.phrase(self.variant.language, name)


Maker = Callable[[LetterInput], Iterator[Block]]
"""Makes the blocks of one kind: none, one, or several in a row."""
