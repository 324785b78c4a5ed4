"""What a value of the settings has to be, in words for editors: one entry for each rule that pydantic has words for.

Rules of our own say theirs themselves, as `ValueError("what; what to do")`.
"""

from collections.abc import Mapping, Sequence
from string import Template

from pydantic_core import ErrorDetails

_EXAMPLE = "write a number such as `$example`"
_WORDS: Mapping[str, tuple[str, str]] = {
    "missing": ("is missing", "add it; `digest init` shows every key with its meaning"),
    "string_too_short": ("is empty", "fill it in"),
    "too_short": ("is empty", "fill it in"),
    "string_type": ("must be text", "put it in double quotes, or delete it"),
    "string_too_long": ("has more than $most characters", "shorten it"),
    "too_long": ("has $actual_length entries, more than $max_length", "take some out"),
    "greater_than": ("must be more than $gt", _EXAMPLE),
    "greater_than_equal": ("must be at least $ge", _EXAMPLE),
    "less_than": ("must be less than $lt", _EXAMPLE),
    "less_than_equal": ("must be at most $le", _EXAMPLE),
    "int": ("must be a whole number", f"{_EXAMPLE}, without quotes"),
    "float": ("must be a number", f"{_EXAMPLE}, without quotes"),
    "finite": ("must be a number", f"{_EXAMPLE}, without quotes"),
    "bool": ("must be true or false", "write `true` or `false`, without quotes"),
    "tuple": ("must be a list", 'write it in brackets, each entry in double quotes: `["first", "second"]`'),
    "dict": ("must be a table", 'write it in braces: `{"blocked.example" = "open.example"}`'),
    "model": ("must be a table", "write its keys below a line with its name in double brackets"),
    "time": ("must be a time of day", 'write it as `"07:00"`'),
    "literal": ("must be $expected", "write one of them as it stands here"),
}
"""By pydantic's name of a fault, or the first word of it: what is wrong, and what to do."""
_OTHERWISE = ("is not right", "see the comment above this key in a new digest.toml")


def in_words(fault: ErrorDetails, default: object) -> tuple[str, str]:
    """Return what is wrong with a value, to be put behind its name, and what to do; `default` is what it may be."""
    kind = fault["type"]
    if kind == "value_error":
        what, _, remedy = fault["msg"].removeprefix("Value error, ").partition("; ")
        return f"is not right: {what[:1].lower()}{what[1:]}", remedy or _OTHERWISE[1]
    limits = fault.get("ctx", {})
    values = {name: _plain(limit) for name, limit in limits.items()}
    values |= {"example": _example(default), "most": _plain(limits.get("max_length", 0))}
    what, remedy = _WORDS.get(kind) or _WORDS.get(kind.partition("_")[0]) or _OTHERWISE
    return Template(what).safe_substitute(values), Template(remedy).safe_substitute(values)


def entry_words(fault: ErrorDetails, section_parts: int = 1) -> str:
    """Return which entry of a list, by its number, or of a table, by its key, is wrong; empty for a whole value.

    `section_parts` is how many parts of the fault's place name its section; the next one is the key.
    """
    entry = next(iter(fault["loc"][section_parts + 1 :]), None)
    if entry is None:
        return ""
    return f"entry {entry + 1} of " if isinstance(entry, int) else f"entry `{entry[:80]}` of "


def _example(default: object) -> str:
    """Return a value as the file writes it: the default, or the first of several."""
    first = default[0] if isinstance(default, Sequence) and default and not isinstance(default, str) else default
    return f"{first:g}" if isinstance(first, float) else str(first)


def _plain(limit: object) -> str:
    """Return a limit as people write it: numbers without a needless fraction, names in double quotes."""
    return f"{limit:,g}" if isinstance(limit, float) else str(limit).replace("'", '"')
