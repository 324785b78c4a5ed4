"""[schedule]: when the letter goes out, and whether somebody looks at it before."""

import datetime as dt
import re
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

from digest.calendar.edition_id import read_edition_id
from digest.calendar.plan import WEEKDAYS, Plan, instant_before, next_window
from digest.settings.fields import Section, comma_list

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ValueError("this is no time zone; write an IANA name such as Europe/Riga") from None
    return value


def clock_time(value: object) -> object:
    """Return a time of day as it is written; raises `ValueError` for a text that is none."""
    if isinstance(value, str) and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        raise ValueError("this is no time of day; write it as 07:00")
    return value


def _ahead(value: str) -> str:
    instant_before(
        next_window(Plan(), dt.datetime(2026, 1, 1, tzinfo=dt.UTC)), value, Plan()
    )  # raises for what cannot be read
    return value


def _day(value: str) -> dt.date | None:
    found = read_edition_id(value)
    return found.day if found and found.is_of_the_plan else None


def day_names(value: object) -> object:
    """Return the weekdays that a text names, or a list; raises `ValueError` for a word that is none."""
    days = comma_list(value)
    wrong = next((day for day in days if day not in WEEKDAYS), None) if isinstance(days, list) else days
    if wrong is not None:
        raise ValueError(f'`{str(wrong)[:80]}` is no weekday; write "friday", or several as ["tuesday", "friday"]')
    return days


ClockTime = Annotated[dt.time, BeforeValidator(clock_time)]
Days = Annotated[tuple[Weekday, ...], BeforeValidator(day_names), Field(min_length=1)]
Aheads = Annotated[tuple[Annotated[str, AfterValidator(_ahead)], ...], BeforeValidator(comma_list), Field(max_length=6)]


class Schedule(Section):
    """[schedule] when the letter goes out."""

    day: Days = ("friday",)
    time: ClockTime = dt.time(7, 0)
    zone: Annotated[str, AfterValidator(_zone)] = "UTC"
    window_hours: Annotated[int, Field(ge=1, le=72)] = 12
    every_weeks: Annotated[int, Field(ge=1, le=8)] = 1
    starting: Annotated[str, Field(validate_default=True)] = ""
    approval: Literal["none", "required", "by_another"] = "none"
    proofs: Aheads = ("1 day before 15:00", "1 hour before")
    by_readers_clock: bool = False
    hold_minutes: Annotated[int, Field(ge=0, le=720)] = 0
    audience_guard: Annotated[int, Field(ge=0, le=99)] = 20

    @field_validator("starting")
    @classmethod
    def _a_day_to_count_weeks_from(cls, value: str, info: ValidationInfo) -> str:
        if value and _day(value) is None:
            raise ValueError("this is no date; write it as 2026-11-27")
        if not value and info.data.get("every_weeks", 1) > 1:
            raise ValueError(
                "with `every_weeks` above 1 it must say in which weeks; write the day of one letter, such as 2026-11-27"
            )
        return value

    @property
    def plan(self) -> Plan:
        """Return these settings as the calendar's plan."""
        starting = _day(self.starting) or Plan().starting
        return Plan(
            self.day,
            self.time,
            self.zone,
            self.window_hours,
            self.every_weeks,
            starting,
            self.proofs,
            self.by_readers_clock,
        )
