"""All that an edition says, without the places where it stands in the file: to see that a changed file means it, too.

Pure.
"""

import dataclasses

from digest.edition.model import Edition

_PLACES = ("mark", "marks", "picture_mark", "unread")


def words_of(edition: Edition) -> object:
    """Return what an edition says, in a form that is equal for two that say the same."""
    return _without_places(dataclasses.asdict(edition))


def _without_places(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_places(inner) for key, inner in value.items() if key not in _PLACES}
    return [_without_places(inner) for inner in value] if isinstance(value, list | tuple) else value
