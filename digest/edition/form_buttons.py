"""The buttons of an edition's form, each as the change it makes; see `digest.edition.form`. Pure.

A button is a word with the numbers it is about: `up:3` moves pick 3 up, `move:3:1:0` to the first place of section 1.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from digest.edition.candidates import Candidates
from digest.edition.changes import Change, MarkLead, Move, MovePick, Remove, SetPartWord
from digest.edition.model import Edition

_MOST = 10_000


def pressed(edition: Edition, fields: Mapping[str, str], offered: Sequence[Candidates]) -> Iterator[Change]:
    """Yield what the button that was pressed wants; nothing for one that there is not."""
    verb, *arguments = fields.get("do", "").split(":")
    numbers = [number for text in arguments if (number := number_below(text, _MOST)) is not None]
    if len(numbers) == len(arguments) and verb in _BUTTONS:
        change = _BUTTONS[verb](_Asked(edition, fields, offered, numbers))
        if change is not None:
            yield change


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a button is pressed for: the numbers behind its name."""

    edition: Edition
    fields: Mapping[str, str]
    offered: Sequence[Candidates]
    numbers: Sequence[int]

    def place(self) -> tuple[int, int] | None:
        """Return the section of the pick that is meant, and its place there."""
        first = 0
        for number, section in enumerate(self.edition.sections):
            if self.numbers and first <= self.numbers[0] < first + len(section.picks):
                return number, self.numbers[0] - first
            first += len(section.picks)
        return None

    def length(self, section: int) -> int:
        """Return how many picks a section has."""
        return len(self.edition.sections[section].picks)


def number_below(text: str, most: int) -> int | None:
    """Return the number that a text is, if it is below `most`; None for anything else."""
    is_number = text.isascii() and text.isdecimal() and len(text) < len(str(_MOST))
    return int(text) if is_number and int(text) < most else None


def _up(asked: _Asked) -> Change | None:
    """Move a pick before the one above it, out of the first place to the end of the section above."""
    if (found := asked.place()) is None:
        return None
    section, at = found
    if at:
        return MovePick(asked.numbers[0], section, at - 1)
    return MovePick(asked.numbers[0], section - 1, asked.length(section - 1)) if section else None


def _down(asked: _Asked) -> Change | None:
    if (found := asked.place()) is None:
        return None
    section, at = found
    if at + 1 < asked.length(section):
        return MovePick(asked.numbers[0], section, at + 1)
    return MovePick(asked.numbers[0], section + 1, 0) if section + 1 < len(asked.edition.sections) else None


def _into(asked: _Asked) -> Change | None:
    """Move a pick to the end of the section that its own list of sections shows."""
    if asked.place() is None:
        return None
    wanted = asked.fields.get(f"pick.{asked.numbers[0]}.into", "")
    section = number_below(wanted, len(asked.edition.sections))
    return None if section is None else MovePick(asked.numbers[0], section, asked.length(section))


def _move(asked: _Asked) -> Change | None:
    """Move a pick to the place of a section where it was dropped."""
    if asked.place() is None or len(asked.numbers) != len(("pick", "section", "place")):
        return None
    pick, section, place = asked.numbers
    return MovePick(pick, section, place) if section < len(asked.edition.sections) else None


def _take(asked: _Asked) -> Change | None:
    """Take one of the headlines that a page offers."""
    if asked.place() is None or len(asked.numbers) != len(("pick", "headline")):
        return None
    pick, number = asked.numbers
    headlines = asked.offered[pick].headlines if pick < len(asked.offered) else ()
    return SetPartWord("pick", pick, "title", headlines[number].text) if number < len(headlines) else None


def _moved(kind: str, by: int) -> Callable[[_Asked], Change | None]:
    def change(asked: _Asked) -> Change | None:
        count = len(asked.edition.sections if kind == "section" else asked.edition.briefs)
        if not asked.numbers or not 0 <= asked.numbers[0] + by < count or asked.numbers[0] >= count:
            return None
        number = asked.numbers[0]
        return Move("section" if kind == "section" else "brief", number, number + by)

    return change


_BUTTONS: Mapping[str, Callable[[_Asked], Change | None]] = {
    "up": _up,
    "down": _down,
    "into": _into,
    "move": _move,
    "take": _take,
    "lead": lambda asked: MarkLead(asked.numbers[0]) if asked.place() else None,
    "no-lead": lambda _asked: MarkLead(None),
    "remove": lambda asked: Remove("pick", asked.numbers[0]) if asked.place() else None,
    "section-up": _moved("section", -1),
    "section-down": _moved("section", 1),
    "section-remove": lambda asked: Remove("section", asked.numbers[0]) if asked.numbers else None,
    "brief-up": _moved("brief", -1),
    "brief-down": _moved("brief", 1),
    "brief-remove": lambda asked: Remove("brief", asked.numbers[0]) if asked.numbers else None,
}
"""What each button does, by its name."""
