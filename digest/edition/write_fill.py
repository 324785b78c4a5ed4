"""Writes into a picks file what a section was filled with: picks below its own, and the day beside its `fill`. Pure.

Every other byte stays. The new text is read again before it is returned: it must say what the old one did, and these
picks and that day besides, or else nothing is written.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from digest.edition.model import Edition, Pick, Section
from digest.edition.pick_line import pick_line
from digest.edition.picks_file import parse
from digest.edition.same_words import words_of
from digest.problem import Mark, Severity

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_PICKS = re.compile(r"(?P<indent>[ ]*)picks:[ \t]*(?:#[^\r\n]*)?\r?\n?")
_STEP = 2


def write_fill(text: str, place: Mark, picks: Sequence[tuple[str, Sequence[str]]], day: str) -> str | None:
    """Return a picks file whose section at `place` has these picks behind its own, and was filled on `day`.

    A pick is an address, and the words of the comment behind it. None where the file is written in a way in which that
    cannot be done without changing more, such as in brackets.
    """
    before, faults = parse(text, "", "")
    section = next((one for one in before.sections if one.mark == place), None) if before else None
    if before is None or section is None or section.fill is None:
        return None
    wanted = words_of(_filled(before, section, [url for url, _ in picks], day))
    lines = _LINE.findall(text)
    for dated in _with_day(lines, section.fill.mark, day):
        changed = "".join(_with_picks(dated, section, picks, len(dated) - len(lines)))
        after, now = parse(changed, "", "")
        errors = [sum(one.severity is Severity.ERROR for one in found) for found in (now, faults)]
        if after is not None and words_of(after) == wanted and errors[0] <= errors[1]:
            return changed
    return None


def _filled(edition: Edition, section: Section, urls: Sequence[str], day: str) -> Edition:
    """Return the edition that is wanted."""
    fill = replace(section.fill, filled=day) if section.fill else None
    new = replace(section, picks=(*section.picks, *map(Pick, urls)), fill=fill)
    return replace(edition, sections=tuple(new if one is section else one for one in edition.sections))


def _with_day(lines: list[str], mark: Mark, day: str) -> Iterator[list[str]]:
    """Yield the lines with the day beside the keys that stand at `mark`, in the ways in which these may be written."""
    at, line = mark.line - 1, lines[mark.line - 1]
    start, end = line[: mark.column - 1], line.rfind("}")
    if "{" in start[-1:] + line[mark.column - 1 : mark.column] and end > 0:
        inside = line[:end].rstrip()
        yield [*lines[:at], f"{inside}, filled: {day}{line[len(inside) :]}", *lines[at + 1 :]]
    elif not start.strip():
        last = _end_of(lines, at, len(start))
        own = _ended(lines[last], lines)
        yield [*lines[:last], own, f"{start}filled: {day}{_end(lines)}", *lines[last + 1 :]]


def _with_picks(
    lines: list[str], section: Section, picks: Sequence[tuple[str, Sequence[str]]], moved: int
) -> list[str]:
    """Return the lines with picks behind those of a section, which stand `moved` lines lower below its `fill`."""
    if not picks:
        return lines
    fill_line = section.fill.mark.line if section.fill else 0
    if section.picks:
        at = section.picks[-1].mark.line - 1
        at += moved if at >= fill_line else 0
        indent = len(lines[at]) - len(lines[at].lstrip(" "))
        return _put(lines, _end_of(lines, at, indent + 1), "", " " * indent, picks)
    column = section.mark.column - 1
    first, last = section.mark.line - 1, _end_of(lines, section.mark.line - 1, column)
    for number in range(first, last + 1):
        found = _PICKS.fullmatch(lines[number])
        if found and len(found["indent"]) == column:
            return _put(lines, number, "", " " * (column + _STEP), picks)
    return _put(lines, last, f"{' ' * column}picks:{_end(lines)}", " " * (column + _STEP), picks)


def _put(lines: list[str], last: int, head: str, indent: str, picks: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    """Return the lines with picks below the line `last`, behind `head`."""
    end = _end(lines)
    new = [f"{pick_line(url, words, indent=indent)}{end}" for url, words in picks]
    return [*lines[:last], _ended(lines[last], lines), head, *new, *lines[last + 1 :]]


def _end_of(lines: list[str], at: int, column: int) -> int:
    """Return the last line that has anything on it at `column` or further right, from the line `at` on."""
    last = at
    for number in range(at + 1, len(lines)):
        words = lines[number].strip()
        if words and len(lines[number]) - len(lines[number].lstrip(" ")) < column:
            break
        last = number if words else last
    return last


def _ended(line: str, lines: list[str]) -> str:
    """Return a line that ends as lines of the file do, also where it is the last one and has no end."""
    return line if line.endswith("\n") else line + _end(lines)


def _end(lines: list[str]) -> str:
    return next((line[len(line.rstrip("\r\n")) :] for line in lines if line.endswith("\n")), "\n")
