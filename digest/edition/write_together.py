"""Several changes of one file as one, so that they are proved by reading it once: reading a long file costs. Pure."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from digest.edition.write_key import Way


class _Edit(NamedTuple):
    """The lines from `start` to before `end`, from 0, give way to others."""

    start: int
    end: int
    new: Way


def together(lines: Sequence[str], ways: Iterable[Sequence[str]]) -> Way | None:
    """Return the `lines` of a file with all that each of the `ways` changes in them; None where two touch the same.

    Of two that put lines in at one place the earlier way stands first.
    """
    made, done = list[str](), 0
    for edit in sorted((_edit(lines, way) for way in ways), key=lambda one: (one.start, one.end)):
        if edit.start < done:
            return None
        made += [*lines[done : edit.start], *edit.new]
        done = edit.end
    return [*made, *lines[done:]]


def _edit(lines: Sequence[str], way: Sequence[str]) -> _Edit:
    """Return the one change by which `lines` become those of a way."""
    start = _alike(lines, way, min(len(lines), len(way)))
    tail = _alike(lines[::-1], way[::-1], min(len(lines), len(way)) - start)
    return _Edit(start, len(lines) - tail, list(way[start : len(way) - tail]))


def _alike(one: Sequence[str], other: Sequence[str], most: int) -> int:
    """Return how many of the first lines are the same in both."""
    pairs = zip(one[:most], other[:most], strict=True)
    return next((at for at, (mine, theirs) in enumerate(pairs) if mine != theirs), most)
