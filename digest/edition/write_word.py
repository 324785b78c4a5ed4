"""Writes one value of a picks file, and leaves every other byte of it as it is: comments, order, blanks, ends of lines.

For whoever changes an edition for its editor: what they chose or typed on a page goes into the very line they would
have typed it on. The new text is read again before it is returned: it must mean what the old one did but for that one
value, or else nothing is written. Pure.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from digest.characters import one_line
from digest.edition.keys import EDITION, PICK, Holds
from digest.edition.model import Edition, Pick
from digest.edition.picks_file import parse
from digest.edition.same_words import words_of
from digest.problem import Mark, Problem, Severity

_KEY = re.compile(r"(?P<before>[ ]*(?:- +)*)(?P<key>[^\s:]+)(?P<colon>\s*:)(?P<space>[ \t]*)(?P<rest>[^\r\n]*)")
_COMMENTED = re.compile(r"""(?P<value>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|\S*?(?:\s+[^\s#]\S*)*?)(?P<comment>\s+\#.*)""")
_BARE = re.compile(r"(?P<before>[ ]*(?:- +)+)(?P<rest>\S[^\r\n]*)")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_BLOCK = re.compile(r"[|>][-+\d]*\s*(?:#.*)?$")


def write_word(text: str, place: Mark | None, key: str, value: str) -> str | None:
    """Return a picks file with `value` behind `key` of the pick that stands at `place`, or of the edition for None.

    A key that is not there is put below the pick's address, or at the top of the file. `value` is one line. None where
    the file is written in a way in which it cannot be done without changing more, such as with a pick in `{ }`.
    """
    before, faults = parse(text, "", "")
    wanted = _with(before, place, key, one_line(value)) if before else None
    if before is None or wanted is None:
        return None
    if words_of(wanted) == words_of(before):
        return text
    lines = _LINE.findall(text)
    for written in _forms(one_line(value), _holds(place, key)):
        for changed in _attempts(lines, before, place, key, written):
            after, now = parse(changed, "", "")
            if after is not None and words_of(after) == words_of(wanted) and _errors(now) <= _errors(faults):
                return changed
    return None


def _errors(problems: list[Problem]) -> int:
    """Return how many errors there are: what is left of an old value says nothing, and is one."""
    return sum(problem.severity is Severity.ERROR for problem in problems)


def _holds(place: Mark | None, key: str) -> Holds:
    shape = EDITION if place is None else PICK
    return shape.keys[key].holds if key in shape.keys else Holds.TEXT


def _with(edition: Edition, place: Mark | None, key: str, value: str) -> Edition | None:
    """Return the edition that is wanted; None where there is no such pick or key."""
    changed: dict[str, Any] = {key: value}
    if place is None:
        return replace(edition, **changed) if key in ("subject", "preheader", "number") else None
    found = [pick for pick in edition.picks() if pick.mark == place]
    if len(found) != 1 or not isinstance(getattr(found[0], key, None), str):
        return None
    sections = [
        replace(section, picks=tuple(replace(p, **changed) if p is found[0] else p for p in section.picks))
        for section in edition.sections
    ]
    return replace(edition, sections=tuple(sections))


def _forms(value: str, holds: Holds) -> Iterator[str]:
    """Yield the ways in which a value can be written, the one that `digest fmt` takes first."""
    if holds in (Holds.ADDRESS, Holds.WORD):
        yield value
    plain, escaped = not set(value) & set('"\\'), value.replace("\\", "\\\\").replace('"', '\\"')
    if plain:
        yield f'"{value}"'
    if "'" not in value:
        yield f"'{value}'"
    if not plain:
        yield f'"{escaped}"'
        yield "'{}'".format(value.replace("'", "''"))


def _attempts(lines: list[str], edition: Edition, place: Mark | None, key: str, written: str) -> Iterator[str]:
    """Yield the file with `written` behind a key, in the ways in which it may be meant."""
    pick = next((pick for pick in edition.picks() if pick.mark == place), None) if place else None
    marks, old = (pick.marks, getattr(pick, key)) if pick else (edition.marks, getattr(edition, key))
    if key in marks:
        yield from _replaced(lines, marks[key], written, old)
    elif pick is not None:
        yield from _added(lines, pick, key, written)
    else:
        at = next((number for number, line in enumerate(lines) if re.match(r"[A-Za-z]", line)), 0)
        yield "".join([*lines[:at], f"{key}: {written}{_end(lines)}", *lines[at:]])


def _replaced(lines: list[str], mark: Mark, written: str, old: str) -> Iterator[str]:
    """Yield the file with another value behind the key that stands at `mark`.

    A comment behind the `old` one stays; what only looks like one is words: `title: Why #MeToo`.
    """
    at = mark.line - 1
    line = _KEY.match(lines[at])
    if line is None:
        return
    end = _end_of_value(lines, at, len(line["before"]), is_block=bool(_BLOCK.match(line["rest"])))
    start = line["before"] + line["key"] + line["colon"] + (line["space"] or " ")
    found = _COMMENTED.fullmatch(line["rest"])
    comment = found["comment"] if found and found["comment"].strip() not in old else ""
    yield "".join([*lines[:at], start + written + comment + _end_of(lines[at]), *lines[end:]])


def _end_of_value(lines: list[str], at: int, indent: int, *, is_block: bool) -> int:
    """Return the number of the first line behind a value that begins on line `at`; blank ones at its end stay."""
    end = at + 1
    for number in range(at + 1, len(lines)):
        words = lines[number].strip()
        if words and len(lines[number]) - len(lines[number].lstrip(" ")) <= indent:
            break
        if words and (is_block or not words.startswith("#")):
            end = number + 1
    return end


def _added(lines: list[str], pick: Pick, key: str, written: str) -> Iterator[str]:
    """Yield the file with a key more: below the pick's address, or below the picture it belongs to."""
    above = pick.marks.get("picture" if key in ("alt", "credit") else "url", pick.marks.get("url"))
    if above is None:
        yield from _made_a_mapping(lines, pick.mark, key, written)
        return
    at = above.line - 1
    line = _KEY.match(lines[at])
    if line is None:
        return
    end = _end_of_value(lines, at, len(line["before"]), is_block=False)
    own = lines[end - 1] if lines[end - 1].endswith(("\n", "\r")) else lines[end - 1] + _end(lines)
    added = f"{' ' * len(line['before'])}{key}: {written}" + _end_of(lines[end - 1])
    yield "".join([*lines[: end - 1], own, added, *lines[end:]])


def _made_a_mapping(lines: list[str], mark: Mark, key: str, written: str) -> Iterator[str]:
    """Yield the file with a pick that was an address alone as keys, the address being the first."""
    at = mark.line - 1
    line = _BARE.match(lines[at])
    if line is None:
        return
    end = _end_of(lines[at])
    first = f"{line['before']}url: {line['rest']}{end or _end(lines)}"
    yield "".join([*lines[:at], first, f"{' ' * len(line['before'])}{key}: {written}{end}", *lines[at + 1 :]])


def _end_of(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _end(lines: list[str]) -> str:
    """Return how lines of the file end."""
    return next((end for line in lines if (end := _end_of(line))), "\n")
