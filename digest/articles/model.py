"""An article as it was read from its page, before any of the editor's words: one entry of a lock file.

Unknown fields are refused when a lock is read back, so that a misspelt one is never silently dropped.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of an article; `width` and `height` in pixels, 0 where the page does not say."""

    url: str
    width: int = 0
    height: int = 0
    alt: str = ""
    caption: str = ""
    credit: str = ""
    __pydantic_config__: ClassVar = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class Article:
    """What one page says. `sources` maps each field that was found to where it was found.

    `published` and `updated` are ISO 8601, without a zone where the page names none, or a day alone. `headlines` and
    `images` are what else it offers, for the editor to choose from. `words` counts its text, which `is_stub` when it is
    too short for an article; `reading_minutes` is 0 when none could be read, or when it would mislead. `doubts` are
    what somebody should look at. `sha256` is that of the page's bytes.
    """

    url: str
    canonical_url: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    description: str = ""
    summary: str = ""
    summary_source: str = ""
    image: Image | None = None
    published: str | None = None
    updated: str | None = None
    language: str = ""
    site: str = ""
    topics: tuple[str, ...] = ()
    reading_minutes: int = 0
    fetched_at: datetime | None = None
    sha256: str = ""
    headlines: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    paywalled: bool = False
    words: int = 0
    is_stub: bool = False
    doubts: tuple[str, ...] = ()
    sources: dict[str, str] = field(default_factory=dict)
    __pydantic_config__: ClassVar = {"extra": "forbid"}
