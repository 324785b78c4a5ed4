"""Podcasts and videos: recordings to listen to or to watch, each with its length and, if it has one, a picture."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from digest.edition.model import Podcast, Video
from digest.letter.block import LetterInput


@dataclass(frozen=True, slots=True)
class Podcasts:
    """Recordings to listen to. A picture stands only where it is said what it shows."""

    template: ClassVar[str] = "podcasts"
    recordings: tuple[Podcast, ...]


@dataclass(frozen=True, slots=True)
class Videos:
    """Films to watch. A picture stands only where it is said what it shows."""

    template: ClassVar[str] = "videos"
    recordings: tuple[Video, ...]


def podcasts(given: LetterInput) -> Iterator[Podcasts]:
    """Make the list of podcasts, if there are any."""
    if given.edition.podcasts:
        yield Podcasts(tuple(one if one.alt else replace(one, picture="") for one in given.edition.podcasts))


def videos(given: LetterInput) -> Iterator[Videos]:
    """Make the list of videos, if there are any."""
    if given.edition.videos:
        yield Videos(tuple(one if one.alt else replace(one, picture="") for one in given.edition.videos))
