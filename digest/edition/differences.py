"""What differs between two texts of a file, line by line and in lines word by word, for people to read. Pure.

Comparing takes time that grows with the square of what is compared, and texts may be as long as a file: so there is a
limit to it, beyond which lines stand as they are, the old ones and below them the new ones. What `difflib` does is
about as much as there are pairs of lines that are the same, once more for each stretch that it finds: so each of its
steps is counted.
"""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import Match
from itertools import accumulate
from typing import Literal, TypeAlias

Kind = Literal["same", "gone", "new", "left out"]
AROUND = 2
"""So many lines that are the same are shown before and after what differs."""
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_ALIKE = 0.4
"""Lines that share so much of their words are taken for one that was changed; less, and they would be a jumble."""
_EFFORT = 2_000_000
"""How much is compared in all: so many pairs of lines or words that are the same; a fraction of a second."""
_CALL = 50
"""What it costs to begin looking somewhere, in pairs."""


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
    """What may be compared yet of `_EFFORT`; where it is used up, all that is left counts as one change."""

    def __init__(self) -> None:
        self._left = _EFFORT

    def spend(self, pairs: int) -> bool:
        """Return whether so much may be compared yet, and count it."""
        self._left -= min(pairs, self._left + 1)
        return self._left >= 0

    def groups(self, old: Sequence[str], new: Sequence[str]) -> Iterable[Sequence[_Opcode]]:
        """Return what was done to the lines `old`, in groups with some around each."""
        return _Matcher(old, new, self).get_grouped_opcodes(AROUND)

    def opcodes(self, old: Sequence[str], new: Sequence[str]) -> Sequence[_Opcode]:
        """Return what was done to the words `old`."""
        if not self.spend(len(old) + len(new)):
            return [("replace", 0, len(old), 0, len(new))]
        return _Matcher(old, new, self).get_opcodes()


class _Matcher(difflib.SequenceMatcher[str]):
    """Compares as long as `effort` lasts: each stretch that is the same is looked for among all pairs around it."""

    def __init__(self, old: Sequence[str], new: Sequence[str], effort: _Effort) -> None:
        super().__init__(None, old, new, autojunk=False)
        self._effort, counts = effort, Counter(new)
        self._pairs = list(accumulate((counts[one] + 1 for one in old), initial=0))

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        """Return the longest stretch between these places that both have; an empty one where effort is used up."""
        end = len(self._pairs) - 1 if ahi is None else ahi
        if not self._effort.spend(self._pairs[end] - self._pairs[alo] + _CALL):
            return Match(alo, blo, 0)
        return super().find_longest_match(alo, ahi, blo, bhi)


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
