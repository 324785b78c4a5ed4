"""What a reader wants of the letter, beside language and time zone: the one model of it. Pure.

Stored as one short text, empty for the many who want nothing special: the audience check reads it for every reader of
every batch. A yes/no preference is one field of `ReaderPreferences` here: the form of the pages, the stored text, the
reader's copy of their data and the gateway to the letter all go by `YES_NO`.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from itertools import islice

MOST_SECTIONS = 20
_LONGEST_STORED = 10_000
_LONGEST_VALUE = 80


class Appeals(StrEnum):
    """How a reader wants to be asked for support."""

    AS_USUAL = ""  # shown, with a word of warning where the newsroom's rule for mailboxes says so
    WARN = "warn"  # shown with a word of warning
    HIDE = "hide"  # never


@dataclass(frozen=True, slots=True)
class ReaderPreferences:
    """A reader's preferences.

    `appeals_after` hides appeals until that day, `without` names the sections that are not wanted. The others are
    answered with yes or no: `plain` is text only, `discreet` a sender and a subject that do not name us, `mirrors`
    links that open where the site is blocked.
    """

    appeals: Appeals = Appeals.AS_USUAL
    appeals_after: date | None = None
    plain: bool = False
    discreet: bool = False
    mirrors: bool = False
    without: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the text they are stored as: JSON of what differs from the usual, or nothing."""
        unusual = {name: value for name, value in asdict(self).items() if value}
        return json.dumps(unusual, ensure_ascii=False, separators=(",", ":"), default=str) if unusual else ""

    def yes_no(self) -> dict[str, bool]:
        """Return the preferences that are answered with yes or no, by name."""
        return {name: getattr(self, name) for name in YES_NO}


YES_NO = tuple(field.name for field in fields(ReaderPreferences) if field.type is bool)
"""The names of the preferences that are answered with yes or no."""


_OF_SAFETY = ("discreet", "mirrors")


def safety_of(preferences: ReaderPreferences) -> str:
    """Return in words what of the preferences a reader's safety hangs on, with commas; empty when all is as usual."""
    appeals = [f"appeals={preferences.appeals.value}"] if preferences.appeals else []
    return ",".join([*appeals, *(name for name in _OF_SAFETY if getattr(preferences, name))])


def with_safety(preferences: ReaderPreferences, words: str) -> ReaderPreferences:
    """Return `preferences` with what `safety_of` said; raises `ValueError` for any other words."""
    found = words.split(",") if words else []
    appeals = [Appeals(word.removeprefix("appeals=")) for word in found if word.startswith("appeals=")]
    names = {word for word in found if not word.startswith("appeals=")}
    if not names <= set(_OF_SAFETY):
        raise ValueError(words)
    chosen = appeals[-1] if appeals else Appeals.AS_USUAL
    return replace(preferences, appeals=chosen, discreet="discreet" in names, mirrors="mirrors" in names)


def is_stored_form(text: str) -> bool:
    """Return whether a `text` from outside holds preferences as `str(ReaderPreferences)` writes them."""
    if len(text) > _LONGEST_STORED:
        return False
    try:
        found = read_preferences(text)
        same = str(found) == text
    except (ValueError, TypeError, AttributeError, RecursionError):
        return False
    answers: Iterable[object] = found.yes_no().values()
    sections: Sequence[object] = found.without
    return (
        same and all(isinstance(answer, bool) for answer in answers) and all(isinstance(name, str) for name in sections)
    )


@dataclass(frozen=True, slots=True)
class SectionChoice:
    """A section to choose: its name, what stands for it in a form, and whether it is wanted."""

    name: str
    value: str
    wanted: bool


def section_choices(offered: Iterable[str], without: Iterable[str], key: Callable[[str], str]) -> list[SectionChoice]:
    """Return the sections to choose from: the first `MOST_SECTIONS` of those offered, and all that are not wanted.

    Names with one `key` are one section, under the name that comes first.
    """
    named: dict[str, str] = {}
    for name in offered:
        named.setdefault(key(name), name)
    unwanted = {key(name): name for name in without}
    shown = dict(islice(named.items(), MOST_SECTIONS))
    shown |= {each: named.get(each, name) for each, name in unwanted.items()}
    return [SectionChoice(name, _value(name), each not in unwanted) for each, name in shown.items()]


def _value(name: str) -> str:
    """Return what stands for a section in a form: its whole name, or for a long one a fingerprint of it.

    Never a part of the name, which could be another section's, too; but a form full of long names would be refused.
    """
    return name if len(name) <= _LONGEST_VALUE else hashlib.sha256(name.encode()).hexdigest()


@lru_cache(maxsize=4_096)
def read_preferences(stored: str) -> ReaderPreferences:
    """Return what `str(ReaderPreferences)` stored."""
    if not stored:
        return ReaderPreferences()
    found = json.loads(stored)
    return ReaderPreferences(
        appeals=Appeals(found.get("appeals", "")),
        appeals_after=date.fromisoformat(found["appeals_after"]) if "appeals_after" in found else None,
        without=tuple(found.get("without", ())),
        **{name: found.get(name, False) for name in YES_NO},
    )
