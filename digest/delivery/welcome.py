"""Welcome letters: the one letter that somebody gets who has just confirmed. Values only.

It is an edition that went out before they came, or words of thanks. Either is a delivery like any other, but that its
reader is in no audience: (edition, reader) is in one or the other, never in both.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

WORDS = "welcome"
"""Stands where an edition's id does in what is about the words of thanks, which are none."""


class WelcomeKind(StrEnum):
    """What the newsroom wants newcomers to get; the values are those of digest.toml."""

    NONE = "none"
    WORDS = "words"
    LATEST = "latest"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A reader who confirmed at an instant and has not been welcomed."""

    reader: int
    confirmed_at: datetime


@dataclass(frozen=True, slots=True)
class Welcome:
    """A welcome letter that waits: of which edition (or `WORDS`), how often it was handed over, since when it waits."""

    edition: str
    reader: int
    tries: int
    made_at: datetime
