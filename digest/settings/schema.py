"""The JSON Schema of digest.toml, out of the models that read it and the comments that explain it to people.

pydantic makes it; what is added is how a file may write a value that a validator of ours reads first. It asks for each
value as the file documents it: numbers without quotes, which the reader takes with quotes, too.
"""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from digest.settings.fields import comma_list, comma_pairs
from digest.settings.model import Settings
from digest.settings.schedule import clock_time, day_names

_SECTION = re.compile(r"(?:# )?\[{1,2}([a-z_.]+)\]{1,2}$")
_KEY = re.compile(r"(?:# )?([a-z_]+) = ")
_WORDS = re.compile(r"# ?(.*)$")

Explained = Mapping[tuple[str, str], str]
"""By section and key, such as `("articles.rules", "host")`: what the template says above it."""


def settings_schema(template: str) -> JsonSchemaValue:
    """Return the JSON Schema of digest.toml; `template` is a new one, whose comments explain every key."""
    schema = Settings.model_json_schema(schema_generator=_Generator)
    explained, definitions = explanations(template), schema["$defs"]
    for name, section in schema["properties"].items():
        section.pop("default", None)
        _explain(_place(name, section, explained), definitions[_reference(section)], explained, definitions)
    head = {"$schema": GenerateJsonSchema.schema_dialect, "title": "The settings of a digest"}
    return head | schema | {"description": "digest.toml, the settings of one newsroom."}


def explanations(template: str) -> Explained:
    """Return what a new digest.toml says about each key: the comment above it, or above the keys that it stands below.

    The keys of a table that is written as a comment, for others to uncomment, are explained in the same way.
    """
    found: dict[tuple[str, str], str] = {}
    section, words, is_open = "", list[str](), False
    for line in template.splitlines():
        if header := _SECTION.match(line):
            outer, _, name = header[1].rpartition(".")
            section, words, is_open = header[1], words if outer else [], False
            found |= {(outer, name): " ".join(words)} if outer else {}
        elif key := _KEY.match(line):
            found[section, key[1]], is_open = " ".join(words), False
        elif comment := _WORDS.match(line):
            words = [*words, comment[1]] if is_open else [comment[1]]
            is_open = True
        else:
            words, is_open = [], False
    return found


def _place(name: str, section: JsonSchemaValue, explained: Explained) -> str:
    """Return where the template explains a section: at itself, or at an example of its tables, `[editors.anna]`."""
    examples = [place for place, _ in explained if place.startswith(f"{name}.")]
    return examples[0] if examples and isinstance(section.get("additionalProperties"), dict) else name


def _explain(place: str, table: JsonSchemaValue, explained: Explained, definitions: JsonSchemaValue) -> None:
    del table["title"]
    for key, held in table["properties"].items():
        if words := explained.get((place, key)):
            held["description"] = words
        _count_entries(held)
        if inner := _reference(held):
            _explain(f"{place}.{key}", definitions[inner], explained, definitions)


def _count_entries(held: JsonSchemaValue) -> None:
    """Put how long a value may be to the list or table it may be, where it may be a text as well."""
    for way in held.get("anyOf", ()):
        noun = {"array": "Items", "object": "Properties"}.get(way.get("type", ""))
        way |= {f"{end}{noun}": held.pop(f"{end}Length") for end in ("min", "max") if noun and f"{end}Length" in held}


def _reference(held: Any) -> str:
    """Return the name of the table that a key holds, or holds a list of; empty where it holds neither."""
    if isinstance(held, dict):
        named = str(held.get("$ref", "")).removeprefix("#/$defs/")
        return named or next(filter(None, map(_reference, held.values())), "")
    return next(filter(None, map(_reference, held)), "") if isinstance(held, list) else ""


class _Generator(GenerateJsonSchema):
    """Makes schemas without titles, which only repeat the keys, and with what our own validators take."""

    def field_title_should_be_set(self, _schema: Any) -> bool:
        return False

    def encode_default(self, dft: Any) -> Any:
        return f"{dft:%H:%M}" if isinstance(dft, dt.time) else super().encode_default(dft)

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        """Return what a key may hold before a validator of ours has made a list, a table or a time of it."""
        made = super().function_before_schema(schema)
        function = schema["function"]["function"]
        if function is clock_time:
            return {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"}
        if function in (comma_list, comma_pairs, day_names) and not _reference(made.get("items")):
            return {"anyOf": [made, _in_one_text(made)]}
        return made


def _in_one_text(made: JsonSchemaValue) -> JsonSchemaValue:
    """Return the schema of a list or table that is written as one text, with commas."""
    entry = made.get("items", {})
    words = entry.get("enum", [])
    one = r"\d+" if entry.get("type") == "integer" else "|".join(map(re.escape, words))
    if not one:
        return {"type": "string"}
    may_be_empty = "" if words else "?"
    many = {"type": "string", "pattern": rf"^\s*(({one})(\s*,\s*({one}))*\s*){may_be_empty}$"}
    return {"anyOf": [{"enum": words}, many]} if words else many
