"""What of an edition's form cannot be written by it, because the file is written in a way of its own: each with why.

Asked before anybody types: what a form cannot save it shows as text. Pure.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from digest.edition.changes import Change, SetNote, SetPartWord, SetWord
from digest.edition.model import Edition
from digest.edition.picks_file import parse
from digest.edition.write_change import apply

_BRACKETS = re.compile(r"(?m)(?:^[ \t]*|[:-][ \t]+)[{\[&*!]")
"""What YAML written by hand has in such places: mappings and lists in brackets, anchors, tags. Most files have none."""
_PROBE = "x"


@lru_cache(maxsize=64)
def fixed_parts(text: str) -> Mapping[str, str]:
    """Map the parts of a file that cannot be changed by the form (`pick.3`, `note`, `subject`) to why."""
    edition, _ = parse(text, "", "")
    if edition is None or not _BRACKETS.search(text):
        return {}
    found = {name: apply(text, [change]).refused for name, change in _probes(edition)}
    return {name: refused[0].reason for name, refused in found.items() if refused}


def _probes(edition: Edition) -> Iterator[tuple[str, Change]]:
    for number, pick in enumerate(edition.picks()):
        yield f"pick.{number}", SetPartWord("pick", number, "kicker", pick.kicker + _PROBE)
    for number, section in enumerate(edition.sections):
        yield f"section.{number}", SetPartWord("section", number, "name", section.name + _PROBE)
    for number, brief in enumerate(edition.briefs):
        yield f"brief.{number}", SetPartWord("brief", number, "text", brief.text + _PROBE)
    yield "note", SetNote("by", (edition.note.by if edition.note else "") + _PROBE)
    yield "subject", SetWord("subject", edition.subject + _PROBE)
    yield "preheader", SetWord("preheader", edition.preheader + _PROBE)
