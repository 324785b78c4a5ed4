"""What is wrong with a value of the settings, and where, as a problem for whoever wrote it.

A section is `[schedule]`; the tables of editors are sections of their own, `[editors.anna]`, which all have the same
keys. What pydantic found is told with the place in the file, or with the variable that the value came from.
"""

import difflib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import get_args, get_origin

from pydantic_core import ErrorDetails

from digest.problem import START, Mark, Problem, did_you_mean
from digest.settings.editors import EditorEntry
from digest.settings.fault_words import entry_words, in_words
from digest.settings.fields import Section
from digest.settings.model import Settings
from digest.settings.positions import nearest

FILE = "digest.toml"
_IN_TABLE = 3
"""How many parts lead to a table of a list: section, key and number."""
_NAMED: Mapping[str, type[Section]] = {"editors": EditorEntry}
"""By their first name: the sections that have a second one, and what each of them is."""
_MOVED = {
    ("schedule", "editors"): 'each editor has a table now: [editors.anna] with address = "anna@example.org" and '
    'may = ["edit", "approve"]; see a new digest.toml',
}
"""Keys of former versions, and what stands in their place."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a fault is: section, key (empty for a whole section) and what the section holds (None for one unknown)."""

    section: str
    key: str
    model: type[Section] | None

    @property
    def noun(self) -> str:
        return f"`{self.key}` in [{self.section}]" if self.key else f"section [{self.section}]"

    @property
    def keys(self) -> Collection[str]:
        return self.model.model_fields if self.model else {}

    @property
    def annotation(self) -> object:
        field = self.model.model_fields.get(self.key) if self.model else None
        return field.annotation if field else None

    @property
    def default(self) -> object:
        """Return what the key is when nobody writes it; None for a section and for a key that must be written."""
        field = self.model.model_fields.get(self.key) if self.model else None
        return None if field is None or field.is_required() else field.get_default()


def problem_of(
    fault: ErrorDetails, places: dict[tuple[str, ...], Mark], origin: Mapping[tuple[str, str], str]
) -> Problem:
    """Return a fault as a problem; `origin` says which keys came from which variables."""
    whole = tuple(str(part) for part in fault["loc"])
    place = _place(whole)
    variable = next((origin[key] for key in origin if key[: len(whole[:2])] == whole[:2]), None)
    file, mark = (variable, START) if variable else (FILE, nearest(places, whole))
    inner = _table_of_list(fault, place)
    if fault["type"] == "extra_forbidden":
        noun = f"key {place.noun}" if place.key else place.noun
        noun = f"key `{whole[3]}` in {inner[0]}" if inner else noun
        remedy = did_you_mean(whole[3], inner[1]) if inner else _suggestion(place)
        return Problem(file, mark, f"unknown {noun}", remedy)
    what, remedy = in_words(fault, None if inner else place.default)
    if variable:
        remedy += _how_to_write(place, variable)
    if inner:
        return Problem(file, mark, f"`{whole[3]}` in {inner[0]} {what}", remedy)
    return Problem(file, mark, f"{entry_words(fault, _depth(whole))}{place.noun} {what}", remedy)


def _place(whole: tuple[str, ...]) -> _Place:
    if whole[0] in _NAMED and len(whole) > 1:
        key = whole[2] if len(whole) > _depth(whole) and whole[2] != "[key]" else ""
        return _Place(f"{whole[0]}.{whole[1][:80]}", key, _NAMED[whole[0]])
    field = Settings.model_fields.get(whole[0])
    model = field.annotation if field else None
    held = model if isinstance(model, type) and issubclass(model, Section) else None
    return _Place(whole[0], whole[1] if len(whole) > 1 else "", held)


def _depth(whole: tuple[str, ...]) -> int:
    """Return how many parts of a place name its section."""
    return 2 if whole[0] in _NAMED else 1


def _table_of_list(fault: ErrorDetails, place: _Place) -> tuple[str, Collection[str]] | None:
    """Return which table of a list a fault is in, in words, and the keys such a table has; None for other faults."""
    loc = fault["loc"]
    if len(loc) <= _IN_TABLE or not isinstance(loc[2], int):
        return None
    table = next(
        (one for one in get_args(place.annotation) if isinstance(one, type) and issubclass(one, Section)), None
    )
    return (f"table {loc[2] + 1} of [[{place.section}.{place.key}]]", table.model_fields) if table else None


def _how_to_write(place: _Place, variable: str) -> str:
    """Return how a variable writes the list or table that a key holds; nothing for a key that holds one value."""
    holds = get_origin(place.annotation)
    if place.section.partition(".")[0] in _NAMED:
        return f'; a variable holds all of an editor, {variable}=\'{{address = "a@example.org", may = ["edit"]}}\''
    if holds is tuple:
        return (
            f"; several are written with commas, {variable}='first, second', or as in {FILE}, '[\"first\", \"second\"]'"
        )
    if holds is dict:
        return f"; several are written with commas, {variable}='a=b, c=d', or as in {FILE}, '{{\"a\" = \"b\"}}'"
    return ""


def _suggestion(place: _Place) -> str:
    sections = Settings.model_fields
    if not place.key:
        return did_you_mean(place.section, sections)
    if moved := _MOVED.get((place.section, place.key)):
        return moved
    elsewhere = [
        name
        for name, field in sections.items()
        if isinstance(field.annotation, type)
        and issubclass(field.annotation, Section)
        and place.key in field.annotation.model_fields
    ]
    if elsewhere and not difflib.get_close_matches(place.key, place.keys, n=1, cutoff=0.6):
        return f"it belongs into [{elsewhere[0]}]"
    return did_you_mean(place.key, place.keys)
