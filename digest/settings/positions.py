"""Where each section and key of a TOML file stands, so that a problem can name its line and column.

Python's tomllib gives values without places. This scanner is run on text that tomllib has accepted, or accepts but for
its end, and only has to find the line on which a key is written; it follows multi-line strings and lists so as not to
take their content for keys.
"""

import re

from digest.problem import START, Mark

_HEADER = re.compile(r"^\s*\[\s*([A-Za-z0-9_.\- \"']+?)\s*\]\s*(#.*)?$")
_ENTRY = re.compile(r"^\s*\[\[\s*([A-Za-z0-9_.\- \"']+?)\s*\]\]\s*(#.*)?$")
_KEY = re.compile(r"^(\s*)([A-Za-z0-9_\-]+|\"[^\"]*\"|'[^']*')\s*=\s*(.*)$")

Place = tuple[str, ...]


def positions(text: str) -> dict[Place, Mark]:
    """Map `("section",)` and `("section", "key")` to the place where each is written.

    The first table of the list `[[section.list]]` is `("section", "list", "0")`.
    """
    found: dict[Place, Mark] = {(): START}
    section: Place = ()
    closing = ""
    for number, line in enumerate(text.splitlines(), 1):
        if closing:
            if closing in _without_strings(line, closing):
                closing = ""
            continue
        header = _HEADER.match(line)
        if header:
            section = tuple(part.strip("\"' ") for part in header.group(1).split("."))
            found[section] = Mark(number, line.index("[") + 1)
            continue
        entry = _ENTRY.match(line)
        if entry:
            tables = tuple(part.strip("\"' ") for part in entry.group(1).split("."))
            section = (*tables, str(sum(place[:-1] == tables and place[-1].isdecimal() for place in found)))
            found[section] = Mark(number, line.index("[") + 1)
            found.setdefault(tables, found[section])
            continue
        key = _KEY.match(line)
        if key:
            found[*section, key.group(2).strip("\"'")] = Mark(number, len(key.group(1)) + 1)
            closing = _left_open(key.group(3))
    return found


def nearest(found: dict[Place, Mark], place: Place) -> Mark:
    """Return the mark of `place`, or of the closest thing around it that is written in the file."""
    while place and place not in found:
        place = place[:-1]
    return found.get(place, START)


def _left_open(value: str) -> str:
    """Return what ends a value that goes on over further lines, or "" when it ends on its own line."""
    for quotes in ('"""', "'''"):
        if value.startswith(quotes):
            return "" if quotes in value[3:] else quotes
    if value.startswith("["):
        bare = _without_strings(value, "]")
        return "]" if bare.count("[") > bare.count("]") else ""
    return ""


def _without_strings(line: str, closing: str) -> str:
    """Return a line without quoted text and comments, unless the closing itself is a quote."""
    return line if closing in ('"""', "'''") else re.sub(r"\"(?:\\.|[^\"\\])*\"|'[^']*'|#.*", "", line)
