"""Marks such as `~name~`, which other programs replace by something of each reader and this one does not.

A mark in a template or a setting would reach every reader as it stands, so both are searched for them. In what an
editor or a page wrote the same characters are text, and nobody looks for them there.
"""

import re

_MARK = re.compile(r"~[^\W\d][\w-]*~")


def marks(text: str) -> list[str]:
    """List the marks in `text`, each once, in order."""
    return list(dict.fromkeys(_MARK.findall(text))) if "~" in text else []
