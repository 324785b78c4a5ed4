"""Where that ends which begins on a line of YAML, and the comment behind it, as YAML's own scanner reads both. Pure.

A ` #` in quotes is words: whoever told it from a comment by its looks would leave words in a file that were taken out.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass

import yaml

_HEADER = re.compile(r"[|>][+-]?\d?[+-]?")
_Scanner: "type[yaml.SafeLoader | yaml.CSafeLoader]" = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class ValueEnd:
    """The line, from 0, on which something ends that begins on it or above, and the comment there, or ""."""

    line: int
    comment: str


def value_ends(source: str) -> dict[int, ValueEnd]:
    """Return by the line, from 0, how the last thing ends that begins on it; what YAML cannot scan is left out.

    A block text has its comment on the line where it begins, and ends there as well: it has no end of its own.
    """
    breaks = [found.start() for found in re.finditer("\n", source)]
    ends: dict[int, ValueEnd] = {}
    try:
        for token in yaml.scan(source, Loader=_Scanner):
            start, end = token.start_mark.index, token.end_mark.index
            if start < end:
                header = _HEADER.match(source, start) if getattr(token, "style", None) in ("|", ">") else None
                end = header.end() if header else end
                line = bisect_left(breaks, end)
                ends[bisect_left(breaks, start)] = ValueEnd(
                    line, _comment(source[end : (breaks[line] if line < len(breaks) else None)])
                )
    except yaml.YAMLError:
        pass  # what was scanned until then is right
    return ends


def _comment(tail: str) -> str:
    return tail if tail.lstrip().startswith("#") else ""
