"""Applies changes to a picks file: one after the other, each written as little as it can be and proved by reading.

What cannot be written is refused with a reason, and the others are applied. Pure.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import singledispatchmethod

from digest.characters import one_line
from digest.edition.changes import (
    AddBrief,
    AddPick,
    AddSection,
    Change,
    MarkLead,
    Move,
    MovePick,
    Remove,
    SetEntries,
    SetNote,
    SetPart,
    SetPartWord,
    SetTopics,
    SetWord,
)
from digest.edition.write_blocks import with_entries, with_part, with_topics
from digest.edition.write_list import briefs_of, section_picks, sections_of, with_moved, without
from digest.edition.write_new import with_new_brief, with_new_pick, with_new_section, with_pick_in
from digest.edition.write_parts import with_brief_word, with_note_word, with_section_word
from digest.edition.write_word import with_edition_word, with_lead, with_pick_word
from digest.edition.written import NotWritable, Written, read_written

_UNREADABLE = "the file cannot be read as it is; see the problems in it, and change it itself"
_GONE = "this is not in the file any more"


@dataclass(frozen=True, slots=True)
class Refused:
    """A change that was not made, and why, in words for the editor."""

    change: Change
    reason: str


@dataclass(frozen=True, slots=True)
class Changed:
    """The text of a file with all changes that could be made, and those that could not."""

    text: str
    refused: tuple[Refused, ...] = ()


def refused_alone(written: Written, changes: Iterable[Change]) -> Iterator[Refused]:
    """Yield those of `changes` that cannot be made in a file as it is, each by itself; it is read once for all."""
    for change in changes:
        try:
            _File(written).change(change)
        except NotWritable as error:
            yield Refused(change, str(error))


def apply(text: str, changes: Sequence[Change]) -> Changed:
    """Return a picks file with `changes` applied in their order; every byte that they do not concern stays."""
    written = read_written(text)
    if written is None:
        return Changed(text, tuple(Refused(change, _UNREADABLE) for change in changes))
    file, refused = _File(written), list[Refused]()
    for change in changes:
        try:
            file.change(change)
        except NotWritable as error:
            refused.append(Refused(change, str(error)))
    return Changed(file.written.text, tuple(refused))


class _File:
    """A file while changes are applied, with the numbers of what is in it, in the order of the file."""

    def __init__(self, written: Written) -> None:
        self.written = written
        edition = written.edition
        self._sections = list(range(len(edition.sections)))
        self._briefs = list(range(len(edition.briefs)))
        picks = iter(range(len(list(edition.picks()))))
        self._picks = [[next(picks) for _ in section.picks] for section in edition.sections]
        self._free = {"pick": len(list(edition.picks())), "section": len(self._sections), "brief": len(self._briefs)}

    @singledispatchmethod
    def change(self, change: Change) -> None:
        """Apply a change; raises `NotWritable`, having changed nothing."""
        raise TypeError(change)

    @change.register
    def _(self, change: SetWord) -> None:
        self.written = with_edition_word(self.written, change.key, change.value)

    @change.register
    def _(self, change: SetNote) -> None:
        self.written = with_note_word(self.written, change.key, change.value)

    @change.register
    def _(self, change: SetPartWord) -> None:
        writers: dict[str, Callable[[Written, int, str, str], Written]] = {
            "pick": with_pick_word,
            "section": with_section_word,
            "brief": with_brief_word,
        }
        number = self._place(change.kind, change.number)
        self.written = writers[change.kind](self.written, number, change.key, change.value)

    @change.register
    def _(self, change: SetPart) -> None:
        self.written = with_part(self.written, change.key, change.words)

    @change.register
    def _(self, change: SetEntries) -> None:
        pick = None if change.pick is None else self._place("pick", change.pick)
        self.written = with_entries(self.written, change.key, pick, change.entries)

    @change.register
    def _(self, change: SetTopics) -> None:
        self.written = with_topics(self.written, self._place("pick", change.pick), change.topics)

    @change.register
    def _(self, change: MarkLead) -> None:
        self.written = with_lead(self.written, None if change.pick is None else self._place("pick", change.pick))

    @change.register
    def _(self, change: AddPick) -> None:
        if isinstance(change.section, int):
            section = self._place("section", change.section)
            self.written = with_new_pick(self.written, section, change.url)
        else:
            name = one_line(change.section)
            names = [section.name for section in self.written.edition.sections]
            begun = self.written if name in names else with_new_section(self.written, len(names), name)
            section = names.index(name) if name in names else len(names)
            self.written = with_new_pick(begun, section, change.url)
            if name not in names:
                self._add_section(section)
        self._picks[section].append(self._next("pick"))

    @change.register
    def _(self, change: AddSection) -> None:
        self.written = with_new_section(self.written, len(self._sections), change.name)
        self._add_section(len(self._sections))

    @change.register
    def _(self, change: AddBrief) -> None:
        written = with_new_brief(self.written, len(self._briefs), change.text)
        self.written = with_brief_word(written, len(self._briefs), "url", change.url)
        self._briefs.append(self._next("brief"))

    @change.register
    def _(self, change: MovePick) -> None:
        section, number = self._pick(change.pick)
        other = self._place("section", change.section)
        here = section == other
        place = max(0, min(change.place, len(self._picks[other]) - here))
        if here:
            self.written = with_moved(section_picks(self.written, section), number, place)
        else:
            self.written = with_pick_in(self.written, (section, number), (other, place))
        self._picks[other].insert(place, self._picks[section].pop(number))

    @change.register
    def _(self, change: Move) -> None:
        number = self._place(change.kind, change.number)
        known = self._sections if change.kind == "section" else self._briefs
        place = max(0, min(change.place, len(known) - 1))
        if change.kind == "section":
            self.written = with_moved(sections_of(self.written), number, place)
            self._picks.insert(place, self._picks.pop(number))
        else:
            self.written = with_moved(briefs_of(self.written), number, place)
        known.insert(place, known.pop(number))

    @change.register
    def _(self, change: Remove) -> None:
        if change.kind == "pick":
            section, number = self._pick(change.number)
            self.written = without(section_picks(self.written, section), number)
            del self._picks[section][number]
            return
        number = self._place(change.kind, change.number)
        if change.kind == "section":
            self.written = without(sections_of(self.written), number)
            del self._sections[number], self._picks[number]
        else:
            self.written = without(briefs_of(self.written), number)
            del self._briefs[number]

    def _add_section(self, place: int) -> None:
        self._sections.insert(place, self._next("section"))
        self._picks.insert(place, [])

    def _next(self, kind: str) -> int:
        self._free[kind] += 1
        return self._free[kind] - 1

    def _pick(self, pick: int) -> tuple[int, int]:
        """Return the section in which a pick is now, and its place there."""
        for section, picks in enumerate(self._picks):
            if pick in picks:
                return section, picks.index(pick)
        raise NotWritable(_GONE)

    def _place(self, kind: str, number: int) -> int:
        """Return the place that something has now, a pick's through all sections."""
        known = {
            "section": self._sections,
            "brief": self._briefs,
            "pick": [pick for picks in self._picks for pick in picks],
        }[kind]
        if number not in known:
            raise NotWritable(_GONE)
        return known.index(number)
