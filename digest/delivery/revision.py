"""Revisions: states of an edition's letters after the mailed one, for the web and for newcomers. Values only.

The mailed letters are revision 1 and stay as they are; each later one has a note that says what was changed.
"""

from datetime import datetime
from typing import NamedTuple

MAILED = 1
"""The number of what was mailed, of which there is no note."""


class Revision(NamedTuple):
    """One later state: its number, from 2 on, what was changed, in words of `language`, and when (aware)."""

    number: int
    note: str
    language: str
    at: datetime
