"""What the pages of the archive are made of: places they lead to, lists, years, what networks are told. Values only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from digest.archive.share_picture import Font
from digest.archive.web_letter import ArchivedStory, WebLetter
from digest.delivery.revision import Revision
from digest.letter.language import direction, long_date

Link = Callable[[str], str]
"""Returns how a page leads to a path of its own site, such as `/editions/2026-11-27`."""
_DESCRIPTION = 200


class Render(Protocol):
    """Makes the HTML of a page out of its template, in a language."""

    def __call__(self, name: str, language: str, /, **values: object) -> str:
        """Return page `name` as HTML."""
        ...


class Place(NamedTuple):
    """A page that another leads to: its path, its subject, its language and its whole address."""

    path: str
    subject: str
    language: str
    address: str


class Listed(NamedTuple):
    """One edition of a list: its page, its date in words, its letter, and the stories of it that are named."""

    path: str
    date: str
    letter: WebLetter
    stories: Sequence[ArchivedStory]


class Year(NamedTuple):
    """A year that editions went out in, and the page with them."""

    year: str
    path: str


class Change(NamedTuple):
    """What was changed of an edition after it was mailed: the day in words and in ISO 8601, and the editor's note.

    `language` and `direction` are those of the note.
    """

    day: str
    date: str
    note: str
    language: str
    direction: str


def changes(revisions: Sequence[Revision], language: str, zone: str) -> list[Change]:
    """Return what was changed, the newest first, for a page in `language`; days are those of the newsroom's `zone`."""
    dated = [(one.at.astimezone(ZoneInfo(zone)).date(), one) for one in reversed(revisions)]
    return [
        Change(long_date(day, language), day.isoformat(), one.note, one.language, direction(one.language))
        for day, one in dated
    ]


class Share(NamedTuple):
    """What networks and search engines are told of a page.

    `published` and `modified` in ISO 8601, empty for one that is no letter, or was not changed.
    """

    title: str
    description: str
    address: str
    picture: str = ""
    published: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Looks:
    """What pages depend on beside their words.

    `sign_up` is where readers sign up; `searchable` says that there is a program to search; `font` is what the pictures
    to share are written in; `zone` is the newsroom's, in which changes have their day.
    """

    sign_up: str = "/"
    searchable: bool = True
    font: Font | None = None
    zone: str = "UTC"


def edition_path(edition_id: str, language: str, own: str) -> str:
    """Return the path of an edition in a language; in its `own` one it has no language in it."""
    return f"/editions/{edition_id}/{language}" if language != own else f"/editions/{edition_id}"


def years_of(years: Sequence[str]) -> list[Year]:
    """Return each of the years once, with its page, in their order."""
    return [Year(year, f"/editions/{year}") for year in dict.fromkeys(years)]


def shortened(text: str) -> str:
    """Return a text as search engines show it: a long one ends between two words."""
    return text if len(text) <= _DESCRIPTION else f"{text[:_DESCRIPTION].rsplit(' ', 1)[0]}…"
