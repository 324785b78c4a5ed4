"""What differs between two texts of a file, line by line and in lines word by word, for people to read. Pure.

Comparing takes time that grows with the square of what is compared, and texts may be as long as a file: so there is a
limit to it, beyond which lines stand as they are, the old ones and below them the new ones.
"""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind = Literal["same", "gone", "new", "left out"]
AROUND = 2
"""So many lines that are the same are shown before and after what differs."""
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_ALIKE = 0.4
"""Lines that share so much of their words are taken for one that was changed; less, and they would be a jumble."""
_LONGEST = 1_500
"""Lines of a text, or words of a line, that are compared at most."""
_EFFORT = 1_000_000
"""How many pairs of lines or words that are the same are looked at, in all."""


_Opcode: TypeAlias = tuple[str, int, int, int, int]
"""What `difflib` says of a stretch: equal, replaced, deleted or inserted, and from where to where in both."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a line: in both texts, in the first alone (`gone`), in the second alone (`new`)."""

    kind: Kind
    words: str


def differences(before: str, after: str) -> list[tuple[Piece, ...]]:
    """Return the lines in which two texts differ and some around them, each in pieces; none where nothing differs."""
    old, new, effort = before.splitlines(), after.splitlines(), _Effort()
    found: list[tuple[Piece, ...]] = []
    for group in effort.groups(old, new) if old != new else ():
        if found:
            found.append((Piece("left out", "…"),))
        for what, old_from, old_to, new_from, new_to in group:
            if what == "equal":
                found += [(Piece("same", line),) for line in old[old_from:old_to]]
            else:
                found += _changed(old[old_from:old_to], new[new_from:new_to], effort)
    return found


class _Effort:
    """Compares as long as that is no more work than `_EFFORT` in all; else all counts as one change."""

    def __init__(self) -> None:
        self._left = _EFFORT

    def groups(self, old: Sequence[str], new: Sequence[str]) -> Iterable[Sequence[_Opcode]]:
        """Return what was done to the lines `old`, in groups with some around each."""
        matcher = self._matcher(old, new)
        return matcher.get_grouped_opcodes(AROUND) if matcher else [_whole(old, new)]

    def opcodes(self, old: Sequence[str], new: Sequence[str]) -> Sequence[_Opcode]:
        """Return what was done to the words `old`."""
        matcher = self._matcher(old, new)
        return matcher.get_opcodes() if matcher else _whole(old, new)

    def _matcher(self, old: Sequence[str], new: Sequence[str]) -> difflib.SequenceMatcher[str] | None:
        counts = Counter(new)
        pairs = sum(counts[one] for one in old)
        if max(len(old), len(new)) > _LONGEST or pairs > self._left:
            return None
        self._left -= pairs
        return difflib.SequenceMatcher(None, old, new, autojunk=False)


def _whole(old: Sequence[str], new: Sequence[str]) -> Sequence[_Opcode]:
    return [("replace", 0, len(old), 0, len(new))]


def _changed(old: Sequence[str], new: Sequence[str], effort: _Effort) -> Iterator[tuple[Piece, ...]]:
    if len(old) == len(new) and all(_are_alike(*pair) for pair in zip(old, new, strict=True)):
        yield from (tuple(_in_line(*pair, effort)) for pair in zip(old, new, strict=True))
        return
    yield from ((Piece("gone", line),) for line in old)
    yield from ((Piece("new", line),) for line in new)


def _are_alike(old: str, new: str) -> bool:
    before, after = Counter(_WORDS.findall(old)), Counter(_WORDS.findall(new))
    return 2 * (before & after).total() >= _ALIKE * (before.total() + after.total())


def _in_line(old: str, new: str, effort: _Effort) -> Iterator[Piece]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    for what, a, b, c, d in effort.opcodes(before, after):
        if what == "equal":
            yield Piece("same", "".join(before[a:b]))
            continue
        if b > a:
            yield Piece("gone", "".join(before[a:b]))
        if d > c:
            yield Piece("new", "".join(after[c:d]))
