"""Which fields of an edition's form hold what a refused change was made of, so that it can be mended there. Pure.

Fields are named as in the form (`digest.edition.form`).
"""

import re
from collections.abc import Mapping, Sequence
from functools import singledispatch

from digest.edition.changes import (
    AddBrief,
    AddPick,
    AddSection,
    Change,
    Move,
    MovePick,
    Remove,
    SetEntries,
    SetNote,
    SetPart,
    SetPartWord,
    SetTopics,
    SetWord,
    Words,
)

_KEY = re.compile(r"`(\w+)`")
_NUMBERED = ("pick.", "section.", "brief.")


@singledispatch
def typed_fields(_change: Change) -> Mapping[str, str]:
    """Return what was typed for a change, by the names of its fields; empty where it was a button."""
    return {}


@typed_fields.register
def _(change: SetWord) -> Mapping[str, str]:
    return {change.key: change.value}


@typed_fields.register
def _(change: SetNote) -> Mapping[str, str]:
    return {f"note.{change.key}": change.value}


@typed_fields.register
def _(change: SetPartWord) -> Mapping[str, str]:
    key = "other-picture" if change.key == "picture" else change.key
    return {f"{change.kind}.{change.number}.{key}": change.value}


@typed_fields.register
def _(change: SetPart) -> Mapping[str, str]:
    return _within(change.key, change.words)


@typed_fields.register
def _(change: SetEntries) -> Mapping[str, str]:
    at = change.key if change.pick is None else f"pick.{change.pick}.{change.key}"
    fields = dict[str, str]()
    for number, words in enumerate(change.entries):
        fields |= _within(f"{at}.{number}", words) if isinstance(words, tuple) else {}
    return fields


@typed_fields.register
def _(change: SetTopics) -> Mapping[str, str]:
    return {f"pick.{change.pick}.topics": ", ".join(change.topics)}


@typed_fields.register
def _(change: AddPick) -> Mapping[str, str]:
    into = {"links.section": change.section} if isinstance(change.section, str) else {}
    return {"links": change.url, **into}


@typed_fields.register
def _(change: AddSection) -> Mapping[str, str]:
    return {"new-section": change.name}


@typed_fields.register
def _(change: AddBrief) -> Mapping[str, str]:
    return {"new-brief.text": change.text, "new-brief.url": change.url}


def faulty_field(fields: Mapping[str, str], reason: str) -> str:
    """Return which of a change's fields a reason is about: it names a key, or what was typed; else the last in use."""
    keys = {name for key in _KEY.findall(reason) for name in fields if name.rpartition(".")[2] == key}
    missing = [name for name in fields if name in keys and not fields[name] and _has_others(name, fields)]
    named = [name for name, words in fields.items() if words and f"`{words}`" in reason]
    return next(iter((*missing, *named, *(name for name in reversed([*fields]) if fields[name]), *fields)), "")


def stay_in_place(fields: Mapping[str, str], written: Sequence[Change]) -> bool:
    """Return whether fields are about the same things still after the changes that were `written`."""
    moved = any(isinstance(change, (AddPick, Move, MovePick, Remove)) for change in written)
    return bool(fields) and not (moved and any(name.startswith(_NUMBERED) for name in fields))


def _within(at: str, words: Words) -> Mapping[str, str]:
    return {f"{at}.{key}": word for key, word in words}


def _has_others(name: str, fields: Mapping[str, str]) -> bool:
    """Return whether anything stands beside a field: an entry that is empty lacks nothing."""
    at = name.rpartition(".")[0]
    return any(words for other, words in fields.items() if other.rpartition(".")[0] == at)
