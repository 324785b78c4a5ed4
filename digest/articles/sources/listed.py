"""An article as a source lists it, before its page is read: enough to choose from. A value only."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as a source lists it, with all that it calls its topics, also those that no letter would show.

    `published` is aware, UTC where the source names no zone; None where it does not say when.
    """

    url: str
    title: str
    published: datetime | None
    topics: tuple[str, ...] = ()
