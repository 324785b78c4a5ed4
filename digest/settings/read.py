"""Reads digest.toml and the environment into `Settings`, or into every problem with its line and column.

The environment wins: `DIGEST_<SECTION>__<KEY>` replaces a key of the file. A list is written there with commas, a table
as `from=to` pairs with commas, or either as in the file; an empty variable is an empty list.
"""

import datetime as dt
import difflib
import re
import tomllib
from collections.abc import Collection, Mapping
from typing import TypeAlias, TypeVar, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from digest.problem import START, Mark, Problem, Severity, did_you_mean, in_order
from digest.settings.database import Database
from digest.settings.examples_left import examples_left
from digest.settings.fault_words import entry_words, in_words
from digest.settings.fields import Section
from digest.settings.keys import Keys
from digest.settings.model import Settings
from digest.settings.positions import nearest, positions
from digest.settings.schedule import Schedule

Toml: TypeAlias = "str | int | float | dt.datetime | dt.date | dt.time | list[Toml] | dict[str, Toml]"
"""Whatever TOML can hold; True and False are ints."""
Sections: TypeAlias = dict[str, dict[str, Toml]]

AnySection = TypeVar("AnySection", bound=Section)

FILE = "digest.toml"
_PREFIX = "DIGEST_"
_SAFE_HOUR = 4
_IN_TABLE = 3
"""How many parts lead to a table of a list: section, key and number."""


def read_settings(text: str, environment: Mapping[str, str]) -> tuple[Settings | None, list[Problem]]:
    """Parse the content of digest.toml; keys that `environment` names are replaced by its values.

    Returns the settings, or None when any problem is an error, and all problems in the order of the file.
    """
    try:
        raw: dict[str, Toml] = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        return None, [_syntax_problem(str(error), text)]
    problems = _outside_sections(raw, text)
    values: Sections = {name: dict(value) for name, value in raw.items() if isinstance(value, dict)}
    origin = _override(values, environment)
    values = {"digest": {}, "sender": {}} | values
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        places = positions(text)
        problems += [_problem(fault, places, origin) for fault in error.errors(include_url=False)]
        return None, in_order(problems)
    problems += _warnings(settings, positions(text)) + examples_left(settings, positions(text), FILE)
    return (None if any(problem.severity is Severity.ERROR for problem in problems) else settings), in_order(problems)


class Places(Section):
    """Where readers and their keys are kept: all that a newsroom needs before its settings are filled in."""

    database: Database = Database()
    keys: Keys = Keys()


def read_places(text: str, environment: Mapping[str, str]) -> tuple[Places | None, list[Problem]]:
    """Parse these two sections of digest.toml alone, as `read_settings` does all of them."""
    return _read_some(Places, text, environment)


class FirstLetter(Section):
    """When a letter goes out: all that its file needs before the settings are filled in."""

    schedule: Schedule = Schedule()


def read_schedule(text: str, environment: Mapping[str, str]) -> tuple[Schedule | None, list[Problem]]:
    """Parse the section [schedule] of digest.toml alone, as `read_settings` does all of them."""
    found, problems = _read_some(FirstLetter, text, environment)
    return found.schedule if found else None, problems


def _read_some(
    model: type[AnySection], text: str, environment: Mapping[str, str]
) -> tuple[AnySection | None, list[Problem]]:
    try:
        raw: dict[str, Toml] = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        return None, [_syntax_problem(str(error), text)]
    values: Sections = {name: dict(value) for name, value in raw.items() if isinstance(value, dict)}
    origin = _override(values, environment)
    try:
        return model.model_validate({name: values.get(name, {}) for name in model.model_fields}), []
    except ValidationError as error:
        places = positions(text)
        return None, in_order(_problem(fault, places, origin) for fault in error.errors(include_url=False))


def _outside_sections(raw: Mapping[str, Toml], text: str) -> list[Problem]:
    """Return a problem for each key that stands above the first section."""
    return [
        Problem(
            FILE,
            nearest(positions(text), (name,)),
            f"unknown key `{name}` outside every section",
            "move it below a `[section]` line",
        )
        for name, value in raw.items()
        if not isinstance(value, dict)
    ]


def _override(values: Sections, environment: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """Replace keys of `values` by those of the environment; return which variable each of them came from."""
    origin = {}
    for name in sorted(environment):
        section, separator, key = name.removeprefix(_PREFIX).lower().partition("__")
        if name.startswith(_PREFIX) and separator:
            values.setdefault(section, {})[key] = environment[name]
            origin[section, key] = name
    return origin


def _problem(
    fault: ErrorDetails, places: dict[tuple[str, ...], Mark], origin: Mapping[tuple[str, str], str]
) -> Problem:
    place = tuple(str(part) for part in fault["loc"][:2])
    name = place[-1]
    variable = next((origin[key] for key in origin if key[: len(place)] == place), None)
    whole = tuple(str(part) for part in fault["loc"])
    file, mark = (variable, START) if variable else (FILE, nearest(places, whole))
    inner = _table_of_list(fault)
    if fault["type"] == "extra_forbidden":
        noun = f"key `{name}` in [{place[0]}]" if len(place) > 1 else f"section [{name}]"
        noun = f"key `{whole[3]}` in {inner[0]}" if inner else noun
        return Problem(file, mark, f"unknown {noun}", did_you_mean(whole[3], inner[1]) if inner else _suggestion(place))
    what, remedy = in_words(fault, None if inner else _default(place))
    noun = f"`{name}` in [{place[0]}]" if len(place) > 1 else f"section [{name}]"
    if variable:
        remedy += _how_to_write(place, variable)
    if inner:
        return Problem(file, mark, f"`{whole[3]}` in {inner[0]} {what}", remedy)
    return Problem(file, mark, f"{entry_words(fault)}{noun} {what}", remedy)


def _table_of_list(fault: ErrorDetails) -> tuple[str, Collection[str]] | None:
    """Return which table of a list a fault is in, in words, and the keys such a table has; None for other faults."""
    loc = fault["loc"]
    if len(loc) <= _IN_TABLE or not isinstance(loc[2], int):
        return None
    section = Settings.model_fields[str(loc[0])].annotation
    if not (isinstance(section, type) and issubclass(section, Section)):
        return None
    holds = section.model_fields[str(loc[1])].annotation
    table = next((one for one in get_args(holds) if isinstance(one, type) and issubclass(one, Section)), None)
    return (f"table {loc[2] + 1} of [[{loc[0]}.{loc[1]}]]", table.model_fields) if table else None


def _default(place: tuple[str, ...]) -> object:
    """Return what a key is when nobody writes it; None for a section and for a key that must be written."""
    section = Settings.model_fields[place[0]].annotation
    if len(place) == 1 or not (isinstance(section, type) and issubclass(section, Section)):
        return None
    field = section.model_fields[place[1]]
    return None if field.is_required() else field.get_default()


def _how_to_write(place: tuple[str, ...], variable: str) -> str:
    """Return how a variable writes the list or table that a key holds; nothing for a key that holds one value."""
    section = Settings.model_fields[place[0]].annotation
    if len(place) == 1 or not (isinstance(section, type) and issubclass(section, Section)):
        return ""
    holds = get_origin(section.model_fields[place[1]].annotation)
    if holds is tuple:
        return (
            f"; several are written with commas, {variable}='first, second', or as in {FILE}, '[\"first\", \"second\"]'"
        )
    if holds is dict:
        return f"; several are written with commas, {variable}='a=b, c=d', or as in {FILE}, '{{\"a\" = \"b\"}}'"
    return ""


def _suggestion(place: tuple[str, ...]) -> str:
    sections = Settings.model_fields
    if len(place) == 1:
        return did_you_mean(place[0], sections)
    model = sections[place[0]].annotation
    keys = model.model_fields if isinstance(model, type) and issubclass(model, Section) else {}
    elsewhere = [
        name
        for name, field in sections.items()
        if isinstance(field.annotation, type)
        and issubclass(field.annotation, Section)
        and place[1] in field.annotation.model_fields
    ]
    if elsewhere and not difflib.get_close_matches(place[1], keys, n=1, cutoff=0.6):
        return f"it belongs into [{elsewhere[0]}]"
    return did_you_mean(place[1], keys)


def _syntax_problem(message: str, text: str) -> Problem:
    found = re.search(r"^(?P<what>.*?) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$", message)
    what, mark = message, START
    if found:
        what = found["what"]
        mark = Mark(int(found["line"]), int(found["column"])) if found["line"] else _unfinished(text)
    return Problem(
        FILE, mark, f"this is not valid TOML ({what[:1].lower()}{what[1:]})", 'write `key = "text"`, one per line'
    )


def _unfinished(text: str) -> Mark:
    """Return the place of what a file ends in the middle of: its last line, or the key whose value is left open."""
    lines = text.removeprefix("\ufeff").rstrip().splitlines()
    last = lines[-1]
    try:
        tomllib.loads("\n".join(lines[:-1]))
    except tomllib.TOMLDecodeError:
        return max(positions(text).values())
    return Mark(len(lines), len(last) - len(last.lstrip()) + 1)


def _warnings(settings: Settings, places: dict[tuple[str, ...], Mark]) -> list[Problem]:
    appeal, articles, links = settings.appeal, settings.articles, settings.links
    found = [
        (
            settings.schedule.time.hour < _SAFE_HOUR,
            ("schedule", "time"),
            "a time between 00:00 and 03:59 can fall twice or never when clocks change",
            "send at 04:00 or later",
        ),
        (
            bool(appeal.heading and not appeal.link),
            ("appeal", "heading"),
            "the appeal has a heading but no link, so it is left out",
            "fill in `link`",
        ),
        (
            bool(links.parameters and not articles.own_hosts),
            ("links", "parameters"),
            "the parameters go behind no article, for nothing says which sites are yours",
            "name your sites as `own_hosts` in [articles]",
        ),
    ]
    return [
        Problem(FILE, nearest(places, place), what, remedy, Severity.WARNING)
        for holds, place, what, remedy in found
        if holds
    ]
