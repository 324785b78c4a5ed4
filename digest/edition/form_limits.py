"""What of an edition's form cannot be written by it, because the file is written in a way of its own: each with why.

Asked before anybody types: what a form cannot save it shows as text. Pure.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice

from digest.edition.changes import Change, SetNote, SetPartWord, SetWord
from digest.edition.model import Edition
from digest.edition.picks_file import parse
from digest.edition.write_change import apply
from digest.problem import Mark

_BRACKETS = re.compile(r"(?:^\s*(?:-\s+)*|:\s+)[{\[&*!]")
"""What YAML written by hand may have on the line of a value: mappings and lists in brackets, anchors, tags."""
_PROBE = "x"
_FEWEST, _MOST_SIGNS = 10, 100_000
"""How many parts are tried at least, and how long the files are in all that are read for it."""


@lru_cache(maxsize=64)
def fixed_parts(text: str) -> Mapping[str, str]:
    """Map the parts of a file that cannot be changed by the form (`pick.3`, `note`, `subject`) to why.

    Only those are tried whose lines look as if, and so many that it takes a moment, for each reads the file anew. Of
    others it is said when they are saved: then their words come back, with why.
    """
    edition, _ = parse(text, "", "")
    lines = text.splitlines()
    probes = _probes(edition) if edition else ()
    doubtful = (
        (name, change)
        for name, change, marks in probes
        if any(mark.line <= len(lines) and _BRACKETS.search(lines[mark.line - 1]) for mark in marks)
    )
    most = max(_FEWEST, _MOST_SIGNS // max(1, len(text)))
    found = {name: apply(text, [change]).refused for name, change in islice(doubtful, most)}
    return {name: refused[0].reason for name, refused in found.items() if refused}


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
