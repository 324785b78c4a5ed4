"""Quotation marks within quotation marks, which are others: a name or words that have their own. Pure."""

import re
from collections.abc import Mapping

from markupsafe import Markup

_MARKS = {
    "be": "«»„“",
    "de": "„“‚‘",
    "en": "“”‘’",
    "es": "«»“”",
    "fr": "«»“”",
    "it": "«»“”",
    "pl": "„”«»",
    "pt": "“”‘’",
    "ru": "«»„“",
    "uk": "«»„“",
}
"""By language: what opens and closes, outside and inside (Unicode CLDR; Russian and Ukrainian as printed)."""


def nested(words: str, language: str) -> str:
    """Return words with the inner marks of their language where quotation marks stand within the same ones."""
    return _nested(words, _MARKS.get(language.partition("-")[0], ""), 0)


def with_nested(message: str, values: Mapping[str, object], language: str) -> dict[str, object]:
    """Return `values` as they are put into `message` (`«%(title)s»`): within its marks they have the inner ones."""
    marks = _MARKS.get(language.partition("-")[0], "")
    quoted = re.findall(rf"{marks[0]}%\((\w+)\)s{marks[1]}", message) if marks else []
    return {name: _within(value, marks) if name in quoted else value for name, value in values.items()}


def _within(value: object, marks: str) -> object:
    """Return a value that stands within quotation marks; those that are around all of it are said once."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    bare = value[1:-1] if value.startswith(marks[0]) and value.endswith(marks[1]) else ""
    return _nested(bare if bare and not set(marks[:2]) & set(bare) else value, marks, 1)


def _nested(words: str, marks: str, depth: int) -> str:
    """Return words that begin within so many marks; those that open and do not close, or the reverse, stay alone."""
    outside = depth
    signs = []
    for sign in words:
        if sign in marks[:1]:
            depth += 1
            signs.append(marks[2] if depth > 1 else sign)
        elif sign in marks[1:2]:
            signs.append(marks[3] if depth > 1 else sign)
            depth -= 1
        else:
            signs.append(sign)
    return "".join(signs) if depth == outside else words
