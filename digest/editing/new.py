"""New: begin the file of the next edition, with the sections of the last one."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from digest.calendar.edition_id import read_edition_id
from digest.calendar.plan import WEEKDAYS, Plan, next_window, windows
from digest.edition.model import Edition, Section
from digest.edition.new_file import FIRST_SECTIONS, new_edition_text
from digest.errors import DigestError, NotUnderstood
from digest.ports.editorial import Editions, PicksFiles

_FURTHEST = timedelta(days=366)


class _Files(Editions, PicksFiles, Protocol):
    """The edition files, as models and as text."""


@dataclass(frozen=True, slots=True)
class NewEdition:
    """The id of an edition that was begun, and of the one its sections are from; empty where they are the usual."""

    id: str
    like: str


def begin_edition(
    files: _Files, plan: Plan, now: datetime, named: str | None, skipped: Collection[str] = ()
) -> NewEdition:
    """Write the file of the edition `named`, or of the next letter that has none, and return what it is.

    `skipped` are the ids of the editions of which editors said that there is none. Raises `DigestError` for a day on
    which no letter goes out, or none any more, and where there is a file already.
    """
    coming, written = _coming(plan, now, skipped), set(files.names())
    if named:
        _refuse_skipped(named, skipped)
    edition_id = _wanted(named, coming) if named else next(day for day in coming if day not in written)
    last = _last_regular(files, edition_id)
    sections = _named_sections(last) if last else ()
    text = new_edition_text(date.fromisoformat(edition_id), sections or FIRST_SECTIONS, last.id if last else "")
    files.create(edition_id, text)
    return NewEdition(edition_id, last.id if last else "")


def _coming(plan: Plan, now: datetime, skipped: Collection[str]) -> Iterator[str]:
    """Yield the days of letters that can still go out, for ever: the one whose window is open, and the next ones."""
    first = date.fromisoformat(next_window(plan, now).edition)
    return (window.edition for window in windows(plan, first) if window.edition not in skipped)


def _refuse_skipped(named: str, skipped: Collection[str]) -> None:
    if named in skipped:
        raise DigestError(
            f"{named} is skipped, so no letter goes out on that day; unskip it first if there is to be one"
        )


def _wanted(named: str, coming: Iterator[str]) -> str:
    """Return the day that is `named`, if a letter goes out on it; raises `DigestError`."""
    found, day = read_edition_id(named), next(coming)
    if found is None or not found.is_of_the_plan:
        refusal = DigestError if found else NotUnderstood
        raise refusal(f"`{named[:80]}` is no day of a letter; write it as {day}")
    first, wanted = day, found.day.isoformat()
    if wanted < first:
        raise DigestError(f"the letter of {wanted} is over, or never was; the next one goes out on {first}")
    if found.day - date.fromisoformat(first) > _FURTHEST:
        raise DigestError(f"{wanted} is more than a year away; the next letter goes out on {first}")
    before = day
    while day < wanted:
        before, day = day, next(coming)
    if day != wanted:
        near = " and ".join(dict.fromkeys([before, day] if before < wanted else [day]))
        weekday = WEEKDAYS[found.day.weekday()].title()
        raise DigestError(f"{wanted} is a {weekday} on which no letter goes out; the nearest letters: {near}")
    return wanted


def _last_regular(files: _Files, before: str) -> Edition | None:
    """Return the newest regular edition `before` a day whose file can be read and has named sections."""
    for name in sorted(files.names(), reverse=True):
        found = read_edition_id(name)
        edition = files.read(name)[0] if found and not found.correction and name < before else None
        if edition is not None and edition.kind == "regular" and _named_sections(edition):
            return edition
    return None


def _named_sections(edition: Edition) -> tuple[Section, ...]:
    return tuple(section for section in edition.sections if section.name)
