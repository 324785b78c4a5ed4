"""The ids of editions. Pure.

`2026-11-27` is the letter of a day, `2026-11-27-special` a special one beside it, and `2026-11-27-correction-1` or
`2026-11-27-special-correction-1` a correction of either.
"""

import re
from datetime import date
from typing import NamedTuple

MOST_CORRECTIONS = 9
"""So many corrections of one edition have a name; whoever needs more writes another letter."""
CORRECTION = "-correction-"
"""What stands in the id of a correction between its letter's and its number, and in no other id."""
SPECIAL = "-special"
_PARTS = re.compile(
    rf"(?P<day>\d{{4}}-\d\d-\d\d)(?P<special>{SPECIAL})?(?:{CORRECTION}(?P<correction>[1-9]))?", re.ASCII
)


class EditionId(NamedTuple):
    """What an edition's id says: its local day, and which correction it is, 0 for a letter.

    The letter is that day's own, or a special one beside it.
    """

    day: date
    correction: int = 0
    is_special: bool = False

    @property
    def is_of_the_plan(self) -> bool:
        """Return whether an edition may go out by itself: neither a special one nor a correction."""
        return not self.correction and not self.is_special

    def __str__(self) -> str:
        """Return the id as files and commands name it."""
        correction = f"{CORRECTION}{self.correction}" if self.correction else ""
        return f"{self.day.isoformat()}{SPECIAL if self.is_special else ''}{correction}"


def read_edition_id(text: str) -> EditionId | None:
    """Return what an id says; None for a text that is none."""
    found = _PARTS.fullmatch(text)
    try:
        day = date.fromisoformat(found["day"]) if found else None
    except ValueError:
        return None
    return EditionId(day, int(found["correction"] or 0), bool(found["special"])) if found and day else None


def edition_date(edition_id: str) -> date | None:
    """Return the day of the letter that an id names, or of the one it corrects; None when it is no id."""
    found = read_edition_id(edition_id)
    return found.day if found else None


def corrected(edition_id: str) -> str:
    """Return the id of the edition that one is a correction of; empty for any other."""
    found = read_edition_id(edition_id)
    return str(found._replace(correction=0)) if found and found.correction else ""


def is_special(edition_id: str) -> bool:
    """Return whether an id is that of a special edition beside its day's own."""
    found = read_edition_id(edition_id)
    return found is not None and found.is_special and not found.correction
