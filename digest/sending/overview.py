"""Overview: the editions of a newsroom by week, each with its word, and those that need somebody now on top."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from digest.calendar.edition_id import edition_date
from digest.calendar.plan import Plan, coming_windows, next_window, window_of
from digest.delivery.standing import Stage, Standing
from digest.ports.editorial import Editions
from digest.ports.process import Clock
from digest.ports.reports import Reports

COMING, PAST = 6, 6
"""So many letters of the plan are looked ahead, and so many editions back."""
_STOPPED = frozenset({Stage.WAITING, Stage.HELD, Stage.HALTED, Stage.PAUSED, Stage.NEEDS_A_LOOK})
"""Where nothing goes on before somebody does something."""
_REMEMBERED = timedelta(days=7)
"""So long a letter that was missed asks whether it is still sent, or skipped."""
_UNFINISHED = frozenset({Stage.ABSENT, Stage.DRAFT, Stage.LOCKED})
_UNREADABLE = "(its file cannot be read)"


@dataclass(frozen=True, slots=True)
class Listed:
    """One edition: its day, where it stands, when it is due (None: by hand only), and its subject.

    That is the one that was mailed, once it began to go out, and before that what its file says, if it is written; of a
    file that cannot be read these very words stand there.
    """

    id: str
    day: date
    standing: Standing
    due: datetime | None
    is_written: bool
    subject: str
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class Week:
    """The editions of one week, which begins on a Monday; `away` counts weeks from this one."""

    begins: date
    away: int
    editions: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """What needs somebody now; of the others what is coming, by week, and what is past, the newest first."""

    urgent: tuple[Listed, ...]
    coming: tuple[Week, ...]
    past: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Editorial:
    """Lists the editions of one newsroom; `standing` returns where one stands, whatever its files are like.

    `mailed` maps those of some editions that began to go out to the subject of their letters.
    """

    editions: Editions
    reports: Reports
    standing: Callable[[str], Standing]
    mailed: Callable[[Sequence[str]], Mapping[str, str]]
    plan: Plan
    clock: Clock

    def overview(self) -> Overview:
        """Return all editions that are near."""
        now = self.clock.now()
        today, written = now.astimezone(ZoneInfo(self.plan.zone)).date(), self.editions.names()
        near = next_window(self.plan, now).edition  # its window may be open, and then it is not coming any more
        planned = {near, *(window.edition for window in coming_windows(self.plan, now, COMING))}
        first = min(today, date.fromisoformat(near))
        ahead = {*planned, *(name for name in written if _day(name) >= first)}
        behind = {*(one.edition for one in self.reports.last_opened(PAST)), *written} - ahead
        coming_names, past_names = sorted(ahead), sorted(behind, reverse=True)[:PAST]
        subjects = {name: self._subject(name) for name in written if name in {*coming_names, *past_names}}
        subjects |= self.mailed([*coming_names, *past_names])
        coming = [self._listed(name, written, subjects, now) for name in coming_names]
        past = [self._listed(name, written, subjects, now) for name in past_names]
        urgent = tuple(one for one in (*past[::-1], *coming) if one.is_urgent)
        calm = [one for one in coming if not one.is_urgent]
        return Overview(urgent, tuple(_weeks(calm, today)), tuple(one for one in past if not one.is_urgent))

    def _listed(self, edition_id: str, written: list[str], subjects: Mapping[str, str], now: datetime) -> Listed:
        stands, window = self.standing(edition_id), window_of(edition_id, self.plan)
        is_next = edition_id == next_window(self.plan, now).edition
        was_missed_now = stands.stage is Stage.MISSED and window is not None and now < window.closes + _REMEMBERED
        is_urgent = stands.stage in _STOPPED or was_missed_now or (is_next and stands.stage in _UNFINISHED)
        due, is_written = window.due if window else None, edition_id in written
        return Listed(edition_id, _day(edition_id), stands, due, is_written, subjects.get(edition_id, ""), is_urgent)

    def _subject(self, edition_id: str) -> str:
        edition, _ = self.editions.read(edition_id)
        return edition.subject if edition else _UNREADABLE


def _weeks(listed: list[Listed], today: date) -> Iterator[Week]:
    this = _monday(today)
    for begins in sorted({_monday(one.day) for one in listed}):
        own = tuple(one for one in listed if _monday(one.day) == begins)
        yield Week(begins, (begins - this).days // 7, own)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _day(edition_id: str) -> date:
    return edition_date(edition_id) or date.min
