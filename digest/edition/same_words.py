"""All that an edition says, without the places where it stands in the file: to see that a changed file means it, too.

Pure.
"""

import dataclasses
from functools import cache
from typing import TYPE_CHECKING

from digest.edition.model import Edition

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_PLACES = ("mark", "marks", "picture_mark", "unread")


def words_of(edition: Edition) -> object:
    """Return what an edition says, in a form that is equal for two that say the same."""
    return _without_places(edition)


def _without_places(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        known = _words(type(value))
        return [_without_places(getattr(value, name)) for name in known]
    return [_without_places(inner) for inner in value] if isinstance(value, tuple) else value


@cache
def _words(model: "type[DataclassInstance]") -> tuple[str, ...]:
    """Return the fields of a model that hold words."""
    return tuple(field.name for field in dataclasses.fields(model) if field.name not in _PLACES)
