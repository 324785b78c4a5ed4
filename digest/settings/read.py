"""Reads digest.toml and the environment into `Settings`, or into every problem with its line and column.

The environment wins: `DIGEST_<SECTION>__<KEY>` replaces a key of the file. A list is written there with commas, a table
as `from=to` pairs with commas, or either as in the file; an empty variable is an empty list.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from typing import TypeAlias, TypeVar

from pydantic import ValidationError

from digest.edition.addresses import LOOPBACK, own_place
from digest.problem import START, Mark, Problem, Severity, in_order
from digest.settings.database import Database
from digest.settings.examples_left import examples_left
from digest.settings.faults import FILE, problem_of
from digest.settings.fields import Section
from digest.settings.keys import Keys
from digest.settings.model import Settings
from digest.settings.positions import nearest, positions
from digest.settings.schedule import Schedule

Toml: TypeAlias = "str | int | float | dt.datetime | dt.date | dt.time | list[Toml] | dict[str, Toml]"
"""Whatever TOML can hold; True and False are ints."""
Sections: TypeAlias = dict[str, dict[str, Toml]]

AnySection = TypeVar("AnySection", bound=Section)

_PREFIX = "DIGEST_"
_REMEDIES = {
    "at the end of a table declaration": "write the name of a section between brackets, as `[delivery]`",
    "at the end of an array declaration": "write the name between two brackets on each side, as `[[articles.sources]]`",
    "Unclosed array": "end the list with `]`",
    "Illegal character '\\n'": "end the text with the quotation mark that it begins with",
    'Expected "\'"': "end the text with the quotation mark that it begins with",
    "after a statement": "leave out what stands behind it, or begin it on a line of its own",
    "twice": "write each section once, with all of its keys below it",
    "Cannot overwrite a value": "write each key of a section once",
}
"""What to do, by words of `tomllib` (https://docs.python.org/3/library/tomllib.html) about what is wrong."""
_SAFE_HOUR = 4


def read_settings(text: str, environment: Mapping[str, str]) -> tuple[Settings | None, list[Problem]]:
    """Parse the content of digest.toml; keys that `environment` names are replaced by its values.

    Returns the settings, or None when any problem is an error, and all problems in the order of the file.
    """
    raw = _tables(text)
    if isinstance(raw, Problem):
        return None, [raw]
    problems = _outside_sections(raw, text)
    values: Sections = {name: dict(value) for name, value in raw.items() if isinstance(value, dict)}
    origin = _override(values, environment)
    values = {"digest": {}, "sender": {}} | values
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        places = positions(text)
        problems += [problem_of(fault, places, origin) for fault in error.errors(include_url=False)]
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
    raw = _tables(text)
    if isinstance(raw, Problem):
        return None, [raw]
    values: Sections = {name: dict(value) for name, value in raw.items() if isinstance(value, dict)}
    origin = _override(values, environment)
    try:
        return model.model_validate({name: values.get(name, {}) for name in model.model_fields}), []
    except ValidationError as error:
        places = positions(text)
        return None, in_order(problem_of(fault, places, origin) for fault in error.errors(include_url=False))


def _tables(text: str) -> dict[str, Toml] | Problem:
    """Return what a file holds, or why it cannot be read; Python's reader calls itself for each list within a list."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        return _syntax_problem(str(error), text)
    except RecursionError:
        deepest = max(enumerate(text.splitlines(), 1), key=lambda line: line[1].count("[") + line[1].count("{"))
        return Problem(FILE, Mark(deepest[0], 1), "lists or tables stand too deep in one another", "take brackets out")


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


def _syntax_problem(message: str, text: str) -> Problem:
    found = re.search(r"^(?P<what>.*?) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$", message)
    what, mark = message, START
    if found:
        what = found["what"]
        mark = Mark(int(found["line"]), int(found["column"])) if found["line"] else _unfinished(text)
    remedy = next(
        (remedy for words, remedy in _REMEDIES.items() if words in what), 'write `key = "text"`, one per line'
    )
    return Problem(FILE, mark, f"this is not valid TOML ({what[:1].lower()}{what[1:]})", remedy)


def _unfinished(text: str) -> Mark:
    """Return the place of what a file ends in the middle of: its last line, or the key whose value is left open."""
    lines = text.removeprefix("\ufeff").rstrip().splitlines()
    last = lines[-1]
    try:
        tomllib.loads("\n".join(lines[:-1]))
    except (tomllib.TOMLDecodeError, RecursionError):
        return max(positions(text).values())
    return Mark(len(lines), len(last) - len(last.lstrip()) + 1)


def _is_missed(settings: Settings) -> bool:
    """Return whether `base_url` is at a port of this computer at which nobody listens.

    What listens for other computers, too, may be in a container, whose ports have other numbers outside.
    """
    own = own_place(settings.digest.base_url)
    return own is not None and own[1] != settings.web.port and settings.web.host in LOOPBACK


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
            settings.schedule.approval != "none" and not any("approve" in one.may for one in settings.editors.values()),
            ("schedule", "approval"),
            "a letter must be approved, and there is nobody who may",
            'add "approve" to `may` of an editor, [editors.NAME]',
        ),
        (
            bool(appeal.heading and not appeal.link),
            ("appeal", "heading"),
            "the appeal has a heading but no link, so it is left out",
            "fill in `link`",
        ),
        (
            _is_missed(settings),
            ("web", "port"),
            f"`digest serve` listens at port {settings.web.port}, and letters lead to another one of this computer",
            "write the same port here and in `base_url` in [digest]",
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
