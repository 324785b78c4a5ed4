"""Where in the picks file each line of the editor's note stands, so that a fault in it is shown at its line. Pure."""

from collections.abc import Sequence

from digest.problem import Mark


def line_places(text: str, written: Sequence[str], start: Mark) -> tuple[Mark, ...]:
    """Return the place of each line of a note's `text` in a file of the lines `written`; the note begins at `start`.

    A line that is written on several is placed where it begins, and one that is written otherwise where the one before
    it stands.
    """
    places, after, last = [], start.line - 1, start
    for line in text.split("\n"):
        words = line.strip()
        found = _line_with(words, written, after) or _line_with(words.partition(" ")[0], written, after)
        if found:
            after, last = found.line - 1, found
        places.append(last)
    return tuple(places)


def _line_with(words: str, written: Sequence[str], after: int) -> Mark | None:
    if not words:
        return None
    found = next((at for at in range(after, len(written)) if words in written[at]), None)
    return None if found is None else Mark(found + 1, written[found].index(words) + 1)
