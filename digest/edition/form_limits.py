"""What of an edition's form cannot be written by it: the file has a way of its own there, or is too long for one form.

Asked before anybody types: what a form cannot save it shows as text. Pure.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice

from digest.edition.changes import Change, SetNote, SetPartWord, SetWord
from digest.edition.model import Edition
from digest.edition.write_change import refused_alone
from digest.edition.written import read_written
from digest.problem import Mark

_BRACKETS = re.compile(r"(?:^\s*(?:-\s+)*|:\s+)[{\[&*!]")
"""What YAML written by hand may have on the line of a value: mappings and lists in brackets, anchors, tags."""
_PROBE = "x"
MOST_PART_FIELDS = 4_500
"""How many fields a form has at most for what there may be many of; `digest.web.forms` reads forms of 5,000."""
BEYOND = "the edition has more than one form can hold; this is changed in the file itself"
_OF_A_PICK = 14
"""The fields of a pick: `PICK_WORDS`, topics, two of its picture, its other section, and two of another link."""
_FEWEST, _MOST_SIGNS = 10, 100_000
"""How many parts are tried at least, and how long the files are in all that are read for it."""


@lru_cache(maxsize=64)
def fixed_parts(text: str) -> Mapping[str, str]:
    """Map the parts of a file that cannot be changed by the form (`pick.3`, `note`, `events`) to why.

    Of the ways in which they are written only those are tried whose lines look as if, and so many that it takes a
    moment, for each that can be written reads the file anew. Of others it is said when they are saved, and their words
    come back.
    """
    written = read_written(text)
    if written is None:
        return {}
    lines = text.splitlines()
    doubtful = (
        (change, name)
        for name, change, marks in _probes(written.edition)
        if any(mark.line <= len(lines) and _BRACKETS.search(lines[mark.line - 1]) for mark in marks)
    )
    names = dict(islice(doubtful, max(_FEWEST, _MOST_SIGNS // max(1, len(text)))))
    return _beyond(written.edition) | {names[one.change]: one.reason for one in refused_alone(written, names)}


def _beyond(edition: Edition) -> dict[str, str]:
    """Return the parts for whose fields there is no more room, the further links of stories first."""
    found, left = dict[str, str](), MOST_PART_FIELDS
    for name, fields in _sizes(edition):
        if fields > left or name.removesuffix(".related") in found:
            found[name] = BEYOND
        else:
            left -= fields
    return found


def _sizes(edition: Edition) -> Iterator[tuple[str, int]]:
    """Yield the parts of an edition, what matters most first, with how many fields they have."""
    for number in range(len(edition.sections)):
        yield f"section.{number}", 2
    picks = list(edition.picks())
    for number in range(len(picks)):
        yield f"pick.{number}", _OF_A_PICK
    for number in range(len(edition.briefs)):
        yield f"brief.{number}", 2
    yield "corrections", 2 * len(edition.corrections)
    yield "events", 4 * len(edition.events)
    for number, pick in enumerate(picks):
        yield f"pick.{number}.related", 2 * len(pick.related)


def _probes(edition: Edition) -> Iterator[tuple[str, Change, Iterable[Mark]]]:
    for number, pick in enumerate(edition.picks()):
        change = SetPartWord("pick", number, "kicker", pick.kicker + _PROBE)
        yield f"pick.{number}", change, (pick.mark, *pick.marks.values())
    for number, section in enumerate(edition.sections):
        yield f"section.{number}", SetPartWord("section", number, "name", section.name + _PROBE), (section.mark,)
    for number, brief in enumerate(edition.briefs):
        yield f"brief.{number}", SetPartWord("brief", number, "text", brief.text + _PROBE), (brief.mark,)
    note, own = SetNote("by", (edition.note.by if edition.note else "") + _PROBE), edition.marks
    yield "note", note, [own[key] for key in ("note",) if key in own]
    for key in ("subject", "preheader"):
        yield key, SetWord(key, getattr(edition, key) + _PROBE), [own[key]] if key in own else []
