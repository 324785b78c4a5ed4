"""A picture as the lock keeps it: how large it is, and the copies that letters show. Values only."""

import hashlib
from dataclasses import dataclass
from typing import ClassVar

_DIGITS = 32


@dataclass(frozen=True, slots=True)
class PictureCopy:
    """One copy: the name of its file, which is the hash of what is in it, its size in pixels and in bytes."""

    name: str
    width: int
    height: int
    size: int
    __pydantic_config__: ClassVar = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class Picture:
    """What is known of the picture at `url`: `width` and `height` in pixels, as it is seen.

    `lead` is the copy that stands across a letter, `thumbnail` the one beside a card's words; None where there is none.
    """

    url: str
    width: int
    height: int
    lead: PictureCopy | None = None
    thumbnail: PictureCopy | None = None
    __pydantic_config__: ClassVar = {"extra": "forbid"}

    @property
    def is_gone(self) -> bool:
        """Return whether its site said that there is no such picture: it has no width then."""
        return self.width == 0

    @property
    def copies(self) -> tuple[PictureCopy, ...]:
        """Return the copies there are."""
        return tuple(copy for copy in (self.lead, self.thumbnail) if copy)


@dataclass(frozen=True, slots=True)
class PictureBytes:
    """A picture as it came from `url`, and whether copies are wanted, or its size alone."""

    url: str
    data: bytes
    copies: bool = True


@dataclass(frozen=True, slots=True)
class MadePicture:
    """What is known of a picture, and the files of its copies by their names."""

    picture: Picture
    files: dict[str, bytes]


def name_of(data: bytes, kind: str) -> str:
    """Return the name of a copy's file, which says what is in it; `kind` is its suffix."""
    return f"{hashlib.sha256(data).hexdigest()[:_DIGITS]}.{kind}"
