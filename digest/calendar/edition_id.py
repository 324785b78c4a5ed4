"""The ids of editions: `2026-11-27` for the letter of a day, `2026-11-27-correction-1` for a correction of it. Pure."""

import re
from datetime import date
from typing import NamedTuple

MOST_CORRECTIONS = 9
"""So many corrections of one edition have a name; whoever needs more writes another letter."""
CORRECTION = "-correction-"
"""What stands in the id of a correction between its letter's and its number, and in no other id."""
_PARTS = re.compile(rf"(?P<day>\d{{4}}-\d\d-\d\d)(?:{CORRECTION}(?P<correction>[1-9]))?", re.ASCII)


class EditionId(NamedTuple):
    """What an edition's id says: its local day, and which correction of that day's letter it is, 0 for the letter."""

    day: date
    correction: int = 0

    def __str__(self) -> str:
        """Return the id as files and commands name it."""
        return self.day.isoformat() + (f"{CORRECTION}{self.correction}" if self.correction else "")


def read_edition_id(text: str) -> EditionId | None:
    """Return what an id says; None for a text that is none."""
    found = _PARTS.fullmatch(text)
    try:
        return EditionId(date.fromisoformat(found["day"]), int(found["correction"] or 0)) if found else None
    except ValueError:
        return None


def edition_date(edition_id: str) -> date | None:
    """Return the day of the letter that an id names, or of the one it corrects; None when it is no id."""
    found = read_edition_id(edition_id)
    return found.day if found else None


def corrected(edition_id: str) -> str:
    """Return the id of the edition that one is a correction of; empty for any other."""
    found = read_edition_id(edition_id)
    return str(EditionId(found.day)) if found and found.correction else ""
