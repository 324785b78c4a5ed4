"""The day of a letter: whether there is one at all, for whoever keeps it from going out by naming its day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from digest.calendar.edition_id import read_edition_id
from digest.calendar.plan import WEEKDAYS, Plan, next_window, window_of, windows
from digest.errors import DigestError
from digest.ports.process import Clock
from digest.ports.reports import Reports


@dataclass(frozen=True, slots=True)
class DayOfLetter:
    """Looks at the days of one newsroom's letters; `missing` returns why there is no file of an edition, or nothing."""

    reports: Reports
    missing: Callable[[str], str]
    plan: Plan
    clock: Clock

    def remark(self, edition_id: str) -> str:
        """Return that no letter goes out on the day of an edition, in words; empty where one does, or has a file.

        Raises `DigestError` for a day that is over, and of which there is nothing: then another one is meant.
        """
        found = read_edition_id(edition_id)
        if found is None or self._is_known(edition_id):
            return ""
        window, now = window_of(edition_id, self.plan), self.clock.now()
        today = now.astimezone(ZoneInfo(self.plan.zone)).date()
        if found.day < today if window is None else window.closes <= now:
            coming = date.fromisoformat(next_window(self.plan, now).edition)
            raise DigestError(f"the letter of {found.day} is over, or never was; {self._next(coming)}")
        if window or not found.is_of_the_plan:
            return ""
        weekday = WEEKDAYS[found.day.weekday()].title()
        return f"{found.day} is a {weekday} on which no letter goes out by itself; {self._next(found.day)}"

    def _is_known(self, edition_id: str) -> bool:
        began = self.reports.opened(edition_id) is not None or edition_id in self.reports.forgotten()
        return began or not self.missing(edition_id)

    def _next(self, day: date) -> str:
        return f"the next one goes out on {next(windows(self.plan, day)).edition}"
