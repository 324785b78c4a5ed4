"""The editor's note: a signed greeting."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from digest.edition.field_types import Line, PictureLink
from digest.letter.block import LetterInput
from digest.letter.links import ArticleHtml, ArticleText
from digest.letter.markdown import to_html, to_text


@dataclass(frozen=True, slots=True)
class EditorsNote:
    """`html` is sanitised Markdown and well-formed XML, `text` the same as plain paragraphs, wrapped.

    A `portrait` stands only where it is said whom it shows.
    """

    template: ClassVar[str] = "note"
    html: ArticleHtml
    text: ArticleText
    by: Line
    portrait: PictureLink = ""
    alt: Line = ""


def editors_note(given: LetterInput) -> Iterator[EditorsNote]:
    """Make the note, if it has words."""
    note = given.edition.note
    if note and note.text:
        alt, text = note.alt or note.by, to_text(note.text, given.width)
        yield EditorsNote(to_html(note.text), text, note.by, note.portrait if alt else "", alt)
