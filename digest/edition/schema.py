"""The JSON Schema of a picks file, out of the keys by which it is read. Pure.

It describes what is read without a word. What is understood all the same (a slip in a key, a bullet that is none) is
no part of it: whoever writes a file sees it as it is typed. Rules that JSON Schema has no words for are said by
`digest check` alone: which languages there are, which addresses a letter may link to.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from digest.edition.block_names import LEAVABLE, MOVABLE
from digest.edition.explanations import EXPLANATIONS
from digest.edition.fields import LINE_LIMIT, MOST_FILLED, NO, YES
from digest.edition.keys import EDITION, SECTION, Holds, Key, Shape
from digest.edition.model import LOOKS, NO_PICTURE
from digest.edition.picks_file import KINDS

Json: TypeAlias = "str | int | bool | Sequence[Json] | Mapping[str, Json] | None"
Schema: TypeAlias = dict[str, Json]

_WORDS: Mapping[str, Sequence[str]] = {"kind": KINDS, "look": LOOKS, "order": MOVABLE, "without": LEAVABLE}
"""The words that may stand behind a key, or in its list."""
_LETTER_OR_CORRECTION: Schema = {
    "required": ["subject"],
    "anyOf": [{"required": ["sections"]}, {"required": ["corrections"]}],
}
"""What every edition must have: a correction has no sections."""
_PICKS_OR_FILL: Schema = {
    "anyOf": [
        {"required": ["fill"]},
        {"required": ["picks"], "properties": {"picks": {"type": "array", "minItems": 1}}},
    ]
}
"""What every section must have: one that `digest lock` fills may have no picks yet."""
_NOTHING: Schema = {"type": "null"}
_EMPTY_OR_LIST: Schema = {"type": ["array", "null", "string"], "maxLength": 0}
_SCALARS: list[Json] = ["string", "number", "boolean"]
"""What YAML makes of text without quotes, which all is text here."""
_SEEN = r"\S"
_ADDRESS = r"[Hh][Tt][Tt][Pp][Ss]?://\S+"


def edition_schema() -> Schema:
    """Return the JSON Schema of a picks file."""
    definitions: Schema = {}
    root = _mapping(EDITION, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An edition of the digest",
        "description": "One letter: editions/2026-11-27.yaml, named by the day it goes out.",
        **root,
        **_LETTER_OR_CORRECTION,
        "$defs": definitions,
    }


def _mapping(shape: Shape, definitions: Schema, *, alone: bool = False) -> Schema:
    """Return the schema of `key: value` lines; the shapes below it go into `definitions`."""
    explained = EXPLANATIONS[shape.noun]
    properties: dict[str, Json] = {}
    for name, key in shape.keys.items():
        must_show = name in shape.needed and not alone
        held = _held(name, key, definitions, must_show=must_show)
        properties[name] = {"description": explained[name], **held}
    needed: Schema = {"required": sorted(shape.needed)} if shape.needed else {}
    if shape is SECTION:
        needed |= _PICKS_OR_FILL
    return {"type": "object", "properties": properties, "additionalProperties": False, **needed}


def _held(name: str, key: Key, definitions: Schema, *, must_show: bool = False) -> Schema:
    """Return the schema of what stands behind a key; `must_show` says that it may not be empty."""
    match key.holds:
        case Holds.FLAG:
            return {"anyOf": [{"type": "boolean"}, _any_case([*YES, *NO, ""]), _NOTHING]}
        case Holds.COUNT:
            whole: Schema = {"type": "integer", "minimum": 1, "maximum": MOST_FILLED}
            written: Schema = {"type": "string", "pattern": r"^\s*(?:0{0,2}[1-9]|0?1[0-9]|0?2[0-5])?\s*$"}
            return {"anyOf": [whole, written, _NOTHING]}
        case Holds.DAY:
            return {"type": ["string", "null"], "pattern": r"^\s*(?:[0-9]{4}-[0-9]{2}-[0-9]{2})?\s*$"}
        case Holds.WORD if name in _WORDS:
            words = _WORDS[name]
            return {"anyOf": [{"enum": list(words)}, _any_case([*words, ""]), _NOTHING]}
        case Holds.ADDRESS:
            return _address(name, key.most_signs, must_show=must_show)
        case Holds.PART if key.shape:
            return _entry(name, key.shape, definitions, alone=True)
        case Holds.LIST if key.shape:
            filled: Schema = {"type": "array", "minItems": 1} if must_show else _EMPTY_OR_LIST
            return filled | {"items": _entry(name, key.shape, definitions)}
        case _:
            return _text(key.most_signs, must_show=must_show)


def _entry(name: str, shape: Shape, definitions: Schema, *, alone: bool = False) -> Schema:
    """Return the schema of an entry of a list, or of a part that stands `alone` behind its key."""
    if not shape.keys:
        words = _WORDS.get(name)
        return {"anyOf": [{"enum": list(words)}, _any_case(words)]} if words else _text(0, must_show=True)
    place = shape.noun.split(" ", 1)[1]
    if place not in definitions:
        definitions[place] = {}  # so that the shapes below come behind it
        definitions[place] = _mapping(shape, definitions, alone=alone)
    reference: Schema = {"$ref": f"#/$defs/{place.replace(' ', '%20')}"}
    if shape.other:
        return {"anyOf": [reference, _named(shape, shape.other, definitions)]}
    if not shape.bare:
        return reference
    bare = shape.keys[shape.bare]
    return {
        "anyOf": [
            reference,
            _address(shape.bare, 0, must_show=True) if bare.holds is Holds.ADDRESS else _text(0, must_show=False),
        ]
    }


def _named(shape: Shape, held: Key, definitions: Schema) -> Schema:
    """Return the schema of a mapping whose one key is a name: `News:` above a list of picks."""
    items = _entry("picks", held.shape, definitions) if held.shape else {}
    return {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "propertyNames": {"not": {"enum": sorted(shape.keys)}, "maxLength": LINE_LIMIT},
        "additionalProperties": {"type": "array", "minItems": 1, "items": items},
    }


def _text(most_signs: int, *, must_show: bool) -> Schema:
    types = [*_SCALARS] if must_show else [*_SCALARS, "null"]
    limit: Schema = {"maxLength": most_signs} if most_signs else {}
    return {"type": types, **limit, **({"pattern": _SEEN} if must_show else {})}


def _address(name: str, most_signs: int, *, must_show: bool) -> Schema:
    ways = [_ADDRESS, *([_letters(NO_PICTURE)] if name == "picture" else []), *([] if must_show else [""])]
    limit: Schema = {"maxLength": most_signs} if most_signs else {}
    return {"type": "string" if must_show else ["string", "null"], "pattern": rf"^\s*({'|'.join(ways)})\s*$", **limit}


def _any_case(words: Sequence[str]) -> Schema:
    """Return the schema of one of `words` in any letters; `_` may be a space or a dash."""
    return {"type": "string", "pattern": rf"^\s*({'|'.join(map(_letters, words))})\s*$"}


def _letters(word: str) -> str:
    """Return the pattern of a word in any letters: JSON Schema cannot say that capitals do not matter."""
    return "".join(r"[ _-]+" if sign == "_" else f"[{sign.upper()}{sign}]" for sign in word)
