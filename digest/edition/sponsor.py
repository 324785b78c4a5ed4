"""A booking: who pays for a place in the letters of some days, and what stands there."""

from dataclasses import dataclass, field
from datetime import date

from digest.edition.field_types import Line, PictureLink, Sentence, SponsorLink
from digest.problem import START, Mark

SPONSORS_FILE = "sponsors.yaml"
"""Where they are booked, in the newsroom's folder."""


@dataclass(frozen=True, slots=True)
class Sponsor:
    """What stands in the letters from `first` to `last`, both included, with the `label` that says it is paid for.

    `picture` shows `alt`; its `width` and `height` are those of its file, in pixels, 0 where nobody says.
    """

    first: date
    last: date
    label: Line
    words: Sentence
    url: SponsorLink
    picture: PictureLink = ""
    alt: Line = ""
    width: int = 0
    height: int = 0
    mark: Mark = START
    picture_mark: Mark = field(default=START, compare=False)

    def is_booked(self, day: date) -> bool:
        """Return whether the booking covers a day."""
        return self.first <= day <= self.last
