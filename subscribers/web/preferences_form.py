"""The form of a reader's preferences, as values: what it offers, what it shows, what was typed, what is wrong with it.

A form that cannot be kept is shown again as it was filled in.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from subscribers.policy.import_row import is_zone
from subscribers.policy.model import Subscriber
from subscribers.policy.preferences import YES_NO, Appeals, ReaderPreferences, SectionChoice, section_choices
from subscribers.web.page import field

LATER = "later"


@dataclass(frozen=True, slots=True)
class Offers:
    """What a reader can look at and choose from.

    `sections` names those of the last editions, the newest first, and `section_key` says which names are of one
    section; `deliveries` lists what is known of a reader's letters; appeals are put off for `remind_weeks`, 0 where
    they cannot be. `appeals`, `warning` and `mirrors` say whether the newsroom's letters have such a thing at all.
    """

    sections: Callable[[], Sequence[str]]
    section_key: Callable[[str], str]
    deliveries: Callable[[int], Sequence[Mapping[str, str]]]
    remind_weeks: int
    appeals: bool
    warning: bool
    mirrors: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """What the form shows as chosen; `appeals` is a value of `Appeals` or `LATER`, `later` the day of the latter."""

    language: str
    zone: str
    appeals: str
    later: date | None
    sections: Sequence[SectionChoice]
    yes_no: Mapping[str, bool]


def stored_choices(person: Subscriber, offers: Offers, language: str, today: date) -> Choices:
    """Return what is stored of a reader; `language` stands for one that they have not chosen."""
    wanted = person.preferences
    later = wanted.appeals_after if wanted.appeals_after is not None and wanted.appeals_after > today else None
    return Choices(
        person.language or language,
        person.zone,
        LATER if later else wanted.appeals.value,
        later,
        section_choices(offers.sections(), wanted.without, offers.section_key),
        wanted.yes_no(),
    )


def typed_choices(form: Mapping[str, Sequence[str]], stored: Choices) -> Choices:
    """Return what a form says; what it does not ask for is as it is `stored`."""
    ticked = form.get("section", ())
    return Choices(
        field(form, "language"),
        field(form, "zone"),
        field(form, "appeals") if "appeals" in form else stored.appeals,
        stored.later,
        [replace(section, wanted=section.value in ticked) for section in stored.sections],
        {name: field(form, name) == "yes" for name in YES_NO},
    )


def faults_of(typed: Choices, languages: Sequence[str]) -> list[str]:
    """Return what is wrong with a form: `form` for what no form of ours says, else the fields that want mending."""
    if typed.language not in languages or typed.appeals not in {*Appeals, LATER}:
        return ["form"]
    none_left = typed.sections and not any(section.wanted for section in typed.sections)
    bad_zone = typed.zone and not is_zone(typed.zone)
    return [name for name, wrong in (("zone", bad_zone), ("sections", none_left)) if wrong]


def wanted_preferences(typed: Choices, person: Subscriber) -> ReaderPreferences:
    """Return the preferences that a form without faults asks for."""
    is_later = typed.appeals == LATER
    return ReaderPreferences(
        appeals=Appeals.AS_USUAL if is_later else Appeals(typed.appeals),
        appeals_after=person.preferences.appeals_after if is_later else None,
        without=tuple(section.name for section in typed.sections if not section.wanted),
        **typed.yes_no,
    )
