"""Changes that were made from one text of a file, for another one that somebody saved meanwhile. Pure.

Picks are found again by their address, sections by their name, briefs by their words. What both changed stays as it is
in the file: no words of anybody are written over, and mine are handed back with why.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from functools import singledispatchmethod

from digest.edition.changes import (
    AddPick,
    Change,
    Kind,
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
from digest.edition.form_blocks import words_of_block
from digest.edition.model import Edition, Note
from digest.edition.write_change import Refused

GONE = "this is not in the file any more"
THERE = "this is in the file already"


def rebased(changes: Sequence[Change], before: Edition, now: Edition) -> tuple[list[Change], list[Refused]]:
    """Return the changes of `before` that can be made in `now`, and those that cannot, with why."""
    meant, fit, refused = _Meant(before, now), list[Change](), list[Refused]()
    for change in changes:
        try:
            fit.append(meant.there(change))
        except _DoesNotFit as error:
            refused.append(Refused(change, str(error)))
    return fit, refused


class _DoesNotFit(Exception):
    """A change has no place in the other text; its message says why."""


class _Meant:
    """What the numbers of one text mean in another."""

    def __init__(self, before: Edition, now: Edition) -> None:
        self._before, self._now = before, now
        self._numbers: dict[Kind, dict[int, int]] = {
            "pick": _same([pick.url for pick in before.picks()], [pick.url for pick in now.picks()]),
            "section": _same([one.name for one in before.sections], [one.name for one in now.sections]),
            "brief": _same([one.text for one in before.briefs], [one.text for one in now.briefs]),
        }

    @singledispatchmethod
    def there(self, change: Change) -> Change:
        """Return a change as it is made in the other text."""
        return change

    @there.register
    def _(self, change: SetWord) -> Change:
        return self._unless_changed(change, lambda edition: str(getattr(edition, change.key, "")), change.value)

    @there.register
    def _(self, change: SetNote) -> Change:
        return self._unless_changed(
            change, lambda edition: str(getattr(edition.note or Note(""), change.key)), change.value
        )

    @there.register
    def _(self, change: SetPartWord) -> Change:
        there = self._number(change.kind, change.number)
        old = _word(self._before, change.kind, change.number, change.key)
        now = _word(self._now, change.kind, there, change.key)
        _refuse_where(now not in (old, change.value), now)
        return replace(change, number=there)

    @there.register
    def _(self, change: SetPart) -> Change:
        _refuse_where(words_of_block(self._before, change.key) != words_of_block(self._now, change.key), "")
        return change

    @there.register
    def _(self, change: SetEntries) -> Change:
        there = None if change.pick is None else self._number("pick", change.pick)
        old = words_of_block(self._before, change.key, change.pick)
        _refuse_where(old != words_of_block(self._now, change.key, there), "")
        return replace(change, pick=there)

    @there.register
    def _(self, change: SetTopics) -> Change:
        there = self._number("pick", change.pick)
        now = list(self._now.picks())[there].topics
        old = list(self._before.picks())[change.pick].topics
        _refuse_where(now not in (old, change.topics), ", ".join(now))
        return replace(change, pick=there)

    @there.register
    def _(self, change: AddPick) -> Change:
        if change.url in {pick.url for pick in self._now.picks()}:
            raise _DoesNotFit(THERE)
        if isinstance(change.section, int):
            known = self._numbers["section"].get(change.section)
            name = self._before.sections[change.section].name
            return replace(change, section=name if known is None else known)
        return change

    @there.register
    def _(self, change: MovePick) -> Change:
        pick, section = self._number("pick", change.pick), self._number("section", change.section)
        return replace(change, pick=pick, section=section)

    @there.register
    def _(self, change: MarkLead) -> Change:
        return change if change.pick is None else MarkLead(self._number("pick", change.pick))

    @there.register
    def _(self, change: Move) -> Change:
        return replace(change, number=self._number(change.kind, change.number))

    @there.register
    def _(self, change: Remove) -> Change:
        there = self._number(change.kind, change.number)
        _refuse_where(_whole(self._before, change.kind, change.number) != _whole(self._now, change.kind, there), "")
        return replace(change, number=there)

    def _number(self, kind: Kind, number: int) -> int:
        if number not in self._numbers[kind]:
            raise _DoesNotFit(GONE)
        return self._numbers[kind][number]

    def _unless_changed(self, change: Change, read: Callable[[Edition], str], value: str) -> Change:
        now = read(self._now)
        _refuse_where(now not in (read(self._before), value), now)
        return change


def _refuse_where(is_changed: bool, now: str) -> None:
    if is_changed:
        raise _DoesNotFit(
            f"somebody else changed it meanwhile to: {now}" if now else "somebody else changed it meanwhile"
        )


def _same(before: Sequence[str], now: Sequence[str]) -> dict[int, int]:
    """Map places in one list to those of the same things in another; of several alike the first is the first."""
    there = {key: number for number, key in enumerate(_numbered(now))}
    return {number: there[key] for number, key in enumerate(_numbered(before)) if key in there}


def _numbered(names: Sequence[str]) -> list[Hashable]:
    return [(name, list(names[:number]).count(name)) for number, name in enumerate(names)]


def _word(edition: Edition, kind: Kind, number: int, key: str) -> str:
    return str(getattr(_part(edition, kind, number), key, ""))


def _part(edition: Edition, kind: Kind, number: int) -> object:
    return {"pick": list(edition.picks()), "section": edition.sections, "brief": edition.briefs}[kind][number]


def _whole(edition: Edition, kind: Kind, number: int) -> object:
    """Return all that is removed with something, but for where it stands."""
    if kind == "section":
        section = edition.sections[number]
        return section.name, tuple(replace(pick, mark=section.mark) for pick in section.picks)
    return replace(_part(edition, kind, number), mark=None)  # type: ignore[type-var]
