"""What a button of an edition's form did, in words, and where on the page its editor goes on. Pure.

Places are the names of the form's elements: of a button what it is pressed for (`up:3`), of a field its name, of a
pick `pick-3`; numbers are those after the press.
"""

import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from digest.counted import counted
from digest.edition.changes import Change, MarkLead, Move, MovePick, Remove, SetPartWord
from digest.edition.model import Edition

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_LONGEST = 80
"""So many signs of a headline or a brief are said: enough to know which it is."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a button did: `words`, a sentence, empty where it put links in, and the `place` to go on at."""

    words: str
    place: str


@dataclass(frozen=True, slots=True)
class Press:
    """A button with the change that it made, if any, of an edition that had `titles` for its picks."""

    button: str
    change: Change | None
    before: Edition
    titles: Sequence[str]

    def outcome(self, after: Edition) -> Outcome | None:
        """Return what it did, where the edition is `after`; None for one that only saves, or did nothing."""
        verb = self.button.partition(":")[0]
        return _OUTCOMES[verb](_Done(self, after, verb)) if verb in _OUTCOMES else None


@dataclass(frozen=True, slots=True)
class _Done:
    press: Press
    after: Edition
    verb: str

    @property
    def change(self) -> Change | None:
        return self.press.change

    def title(self, pick: int) -> str:
        """Return what a pick was called before the press, in quotes."""
        titles = self.press.titles
        return _quoted(titles[pick] if pick < len(titles) else "")

    def number(self, pick: int, expected: int) -> int:
        """Return the number of a pick now; of several of one page the one that is nearest to where it should be."""
        url = list(self.press.before.picks())[pick].url
        there = [number for number, one in enumerate(self.after.picks()) if one.url == url]
        return min(there, key=lambda number: abs(number - expected), default=expected)

    def first(self, section: int) -> int:
        """Return the number of the first pick of a section now."""
        return _first(section, self.after)


def _moved_pick(done: _Done) -> Outcome | None:
    change = done.change
    if not isinstance(change, MovePick):
        return None
    number = done.number(change.pick, done.first(change.section) + change.place)
    section, at = _place_of(number, done.after)
    words = f"{_MOVED[done.verb]}: {done.title(change.pick)}, now {_ordinal(at)} of {_name(done.after, section)}."
    place = f"into:{number}" if done.verb == "into" else f"pick-{number}"
    return Outcome(words, _order_button(done, "", number, len(list(done.after.picks()))) or place)


def _order_button(done: _Done, prefix: str, number: int, count: int) -> str:
    """Return the button that was pressed, or, where that leads no further, the one that leads back."""
    if not done.verb.endswith(("up", "down")):
        return ""
    is_last = number == count - 1 and (prefix or _place_of(number, done.after)[0] == len(done.after.sections) - 1)
    is_up = (done.verb.endswith("up") and number) or is_last
    return f"{prefix}{'up' if is_up else 'down'}:{number}"


def _lead(done: _Done) -> Outcome | None:
    if not isinstance(done.change, MarkLead):
        return None
    chosen = done.change.pick
    picks = list(done.press.before.picks())
    pick = next((at for at, one in enumerate(picks) if one.lead), None) if chosen is None else chosen
    if pick is None:
        return None
    words = "The lead story is" if chosen is not None else "No story is the lead any more; it was"
    return Outcome(f"{words} {done.title(pick)}.", f"lead:{done.number(pick, pick)}")


def _taken(done: _Done) -> Outcome | None:
    change = done.change
    if not isinstance(change, SetPartWord):
        return None
    number = done.number(change.number, change.number)
    return Outcome(f"The headline now: {_quoted(change.value)}.", f"pick.{number}.title")


def _removed_pick(done: _Done) -> Outcome | None:
    """Go on at the story that stands there now, or at the last one before it, or at what holds none any more."""
    if not isinstance(done.change, Remove):
        return None
    pick = done.change.number
    section, at = _place_of(pick, done.press.before)
    left = len(done.after.sections[section].picks)
    name = _name(done.after, section)
    rest = f"{counted(left, 'story', 'stories')} left in {name}" if left else f"nothing is left in {name}"
    neighbour = done.first(section) + min(at, left - 1)
    return Outcome(
        f"Taken out: {done.title(pick)}; {rest}.", f"remove:{neighbour}" if left else f"section-remove:{section}"
    )


def _moved_part(done: _Done) -> Outcome | None:
    change = done.change
    if not isinstance(change, Move):
        return None
    count = len(done.after.sections if change.kind == "section" else done.after.briefs)
    what = _part(done.after, change.kind, change.place)
    words = f"{_MOVED[done.verb]}: {what}, now {_ordinal(change.place)} of {count}."
    return Outcome(words, _order_button(done, f"{change.kind}-", change.place, count))


def _removed_part(done: _Done) -> Outcome | None:
    change = done.change
    if not isinstance(change, Remove):
        return None
    left = len(done.after.sections if change.kind == "section" else done.after.briefs)
    words = f"Taken out: {_part(done.press.before, change.kind, change.number)}."
    nothing = "new-section" if change.kind == "section" else "new-brief.text"
    return Outcome(words, f"{change.kind}-remove:{min(change.number, left - 1)}" if left else nothing)


def _added_section(done: _Done) -> Outcome | None:
    sections = done.after.sections
    is_new = len(sections) > len(done.press.before.sections)
    words = f"A new section: {_name(done.after, len(sections) - 1)}, the last one." if is_new else ""
    return Outcome(words, "new-section") if is_new else None


def _added_brief(done: _Done) -> Outcome | None:
    briefs = done.after.briefs
    is_new = len(briefs) > len(done.press.before.briefs)
    words = f"A new brief: {_quoted(briefs[-1].text)}, {_ordinal(len(briefs) - 1)} of {len(briefs)}." if is_new else ""
    return Outcome(words, "new-brief.text") if is_new else None


def _first(section: int, edition: Edition) -> int:
    """Return the number of the first pick of a section."""
    return sum(len(one.picks) for one in edition.sections[:section])


def _place_of(pick: int, edition: Edition) -> tuple[int, int]:
    """Return the section of a pick, and its place there."""
    section = max(at for at in range(len(edition.sections)) if _first(at, edition) <= pick)
    return section, pick - _first(section, edition)


def _part(edition: Edition, kind: str, number: int) -> str:
    if kind == "section":
        name = edition.sections[number].name
        return f"the section {name}" if name else "the section without a name"
    return f"the brief {_quoted(edition.briefs[number].text)}"


def _name(edition: Edition, section: int) -> str:
    return edition.sections[section].name or "the section without a name"


def _quoted(words: str) -> str:
    return f"“{textwrap.shorten(words, _LONGEST, placeholder=' …')}”"


def _ordinal(at: int) -> str:
    return _ORDINALS[at] if at < len(_ORDINALS) else f"number {at + 1}"


_MOVED = {
    "up": "Moved up",
    "down": "Moved down",
    "into": "Moved",
    "move": "Moved",
    "section-up": "Moved up",
    "section-down": "Moved down",
    "brief-up": "Moved up",
    "brief-down": "Moved down",
}
_OUTCOMES: Mapping[str, Callable[[_Done], Outcome | None]] = {
    **dict.fromkeys(("up", "down", "into", "move"), _moved_pick),
    **dict.fromkeys(("lead", "no-lead"), _lead),
    "add": lambda _done: Outcome("", "links"),
    "take": _taken,
    "remove": _removed_pick,
    **dict.fromkeys(("section-up", "section-down", "brief-up", "brief-down"), _moved_part),
    **dict.fromkeys(("section-remove", "brief-remove"), _removed_part),
    "add-section": _added_section,
    "add-brief": _added_brief,
}
