"""What a reader wants of the letter, beside language and time zone. Pure.

Kept as one short text, empty for the many who want nothing special: the audience check reads it for every reader of
every batch.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

MOST_SECTIONS = 20
LONGEST_NAME = 80


class Appeals(StrEnum):
    """How a reader wants to be asked for support."""

    AS_USUAL = ""  # shown, with a word of warning where the newsroom's rule for mailboxes says so
    WARN = "warn"  # shown with a word of warning
    HIDE = "hide"  # never


@dataclass(frozen=True, slots=True)
class ReaderPreferences:
    """A reader's wishes.

    `appeals_after` hides appeals until that day, `without` names the sections that are not wanted.
    """

    appeals: Appeals = Appeals.AS_USUAL
    appeals_after: date | None = None
    plain: bool = False
    discreet: bool = False
    mirrors: bool = False
    without: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Write them as they are kept: JSON of what differs from the usual, or nothing."""
        told = {name: value for name, value in asdict(self).items() if value}
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=str) if told else ""


@lru_cache(maxsize=4_096)
def read_preferences(written: str) -> ReaderPreferences:
    """Read what `str(ReaderPreferences)` wrote."""
    if not written:
        return ReaderPreferences()
    told = json.loads(written)
    return ReaderPreferences(
        appeals=Appeals(told.get("appeals", "")),
        appeals_after=date.fromisoformat(told["appeals_after"]) if "appeals_after" in told else None,
        plain=told.get("plain", False),
        discreet=told.get("discreet", False),
        mirrors=told.get("mirrors", False),
        without=tuple(told.get("without", ())),
    )
