"""What differs between two texts of a file, line by line and in lines word by word, for people to read. Pure."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["same", "gone", "new", "left out"]
AROUND = 2
"""So many lines that are the same are shown before and after what differs."""
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_ALIKE = 0.4
"""From how alike two lines are taken for one that was changed; less, and its words would be a jumble."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a line: in both texts, in the first alone (`gone`), in the second alone (`new`)."""

    kind: Kind
    words: str


def differences(before: str, after: str) -> list[tuple[Piece, ...]]:
    """Return the lines in which two texts differ and some around them, each in pieces; none where nothing differs."""
    old, new = before.splitlines(), after.splitlines()
    found: list[tuple[Piece, ...]] = []
    for group in difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(AROUND):
        if found:
            found.append((Piece("left out", "…"),))
        for what, old_from, old_to, new_from, new_to in group:
            if what == "equal":
                found += [(Piece("same", line),) for line in old[old_from:old_to]]
            else:
                found += _changed(old[old_from:old_to], new[new_from:new_to])
    return found


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Piece, ...]]:
    if len(old) == len(new) and all(_are_alike(*pair) for pair in zip(old, new, strict=True)):
        yield from (tuple(_in_line(*pair)) for pair in zip(old, new, strict=True))
        return
    yield from ((Piece("gone", line),) for line in old)
    yield from ((Piece("new", line),) for line in new)


def _are_alike(old: str, new: str) -> bool:
    return difflib.SequenceMatcher(None, old, new, autojunk=False).ratio() >= _ALIKE


def _in_line(old: str, new: str) -> Iterator[Piece]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    for what, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            yield Piece("same", "".join(before[a:b]))
            continue
        if b > a:
            yield Piece("gone", "".join(before[a:b]))
        if d > c:
            yield Piece("new", "".join(after[c:d]))
