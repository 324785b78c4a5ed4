"""The words of an edition's parts, found by the types of their models: for whatever checks what readers see. Pure."""

from collections.abc import Iterator

from digest.edition.field_types import Form
from digest.edition.model import Edition
from digest.edition.parts import Part, kinds_of, parts_of
from digest.problem import Mark


def part_words(edition: Edition) -> Iterator[tuple[Mark, str, str]]:
    """Yield every plain text of an edition's parts, with its place and its name in messages; Markdown is left out."""
    return _words(edition, {Form.LINE, Form.SENTENCE})


def marked_words(edition: Edition) -> Iterator[tuple[Mark, str, str]]:
    """Yield every line of Markdown in an edition's parts, with its place and its name in messages."""
    return _words(edition, {Form.MARKED})


def _words(edition: Edition, kinds: set[Form]) -> Iterator[tuple[Mark, str, str]]:
    for name, mark, part in _parts(edition):
        noun = f"the {part.noun.partition(' ')[2]}"
        for field, kind in kinds_of(type(part)).items():
            if kind in kinds:
                said = noun if field == "text" else f"the {field} of {noun if name != 'note' else part.noun}"
                yield mark, said, getattr(part, field)


def undescribed_pictures(edition: Edition) -> Iterator[Mark]:
    """Yield the place of every part that shows a picture and does not say what it shows."""
    for _, mark, part in _parts(edition):
        has_picture = getattr(part, "picture", "") or getattr(part, "portrait", "")
        if has_picture and not (getattr(part, "alt", "") or getattr(part, "by", "")):
            yield mark


def pictures_of_parts(edition: Edition) -> Iterator[tuple[Mark, str]]:
    """Yield the place and the address of every picture in an edition's parts."""
    for _, mark, part in _parts(edition):
        url = getattr(part, "picture", "") or getattr(part, "portrait", "")
        if url:
            yield getattr(part, "picture_mark", mark), url


def parts_with_places(edition: Edition) -> Iterator[tuple[Mark, Part]]:
    """Yield every part of an edition with its place."""
    return ((mark, part) for _, mark, part in _parts(edition))


def _parts(edition: Edition) -> Iterator[tuple[str, Mark, Part]]:
    for name, holding in parts_of(Edition).items():
        value = getattr(edition, name)
        for part in value if holding.many else filter(None, [value]):
            yield name, getattr(part, "mark", edition.mark_of(name)), part
