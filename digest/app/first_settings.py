"""The first settings of a newsroom: eight questions, and a digest.toml that holds the answers with all its comments.

An answer is checked by reading the digest.toml that it makes, so that what is refused here is what is refused there,
in the same words.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

import tomlkit

from digest.app import from_settings
from digest.app.paths import program_templates
from digest.calendar.plan import WEEKDAYS
from digest.edition.addresses import own_place
from digest.edition.examples import EXAMPLE_HOST, EXAMPLE_PLACE
from digest.errors import DigestError
from digest.problem import stop_the_letter
from digest.settings.faults import FILE
from digest.settings.read import read_settings

Answers = Mapping[str, str]
"""By the name of a question, what was answered."""
_Values = Mapping[tuple[str, str], str | int | list[str]]
"""By section and key, what digest.toml says."""

_NAMED_ADDRESS = re.compile(r"\s*(?P<name>.*?)\s*<\s*(?P<address>[^<>]*?)\s*>\s*")
_FIRST_DAY, _FIRST_TIME = "friday", "07:00"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known before anything is asked: the folder's name, this computer's zone, the time."""

    folder: str
    zone: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that every newsroom must say; `name` is that of the command's option, too.

    `default` is what is taken without an answer, after the answers before it.
    """

    name: str
    asks: str
    default: Callable[[Answers, Surroundings], str]


def _title(_answers: Answers, around: Surroundings) -> str:
    words = " ".join(re.sub(r"[\W_]+", " ", around.folder).split())
    return words[:1].upper() + words[1:] or "The Friday letter"


def _sender(answers: Answers, _around: Surroundings) -> str:
    return f"{answers['title']} <letter@{EXAMPLE_HOST}>"


def _contact(answers: Answers, _around: Surroundings) -> str:
    return f"editors@{_split(answers['sender'])[1].rpartition('@')[2]}"


def _privacy_policy(answers: Answers, _around: Surroundings) -> str:
    return f"https://{answers['contact'].rpartition('@')[2]}/privacy"


QUESTIONS = (
    Question("title", "The letter's name, as readers know it", _title),
    Question("language", "Its language: en, ru or uk", lambda *_: "en"),
    Question(
        "schedule",
        "When it goes out: day, time and time zone",
        lambda _, around: f"{_FIRST_DAY} {_FIRST_TIME} {around.zone}",
    ),
    Question("sender", "Who readers see as its sender", _sender),
    Question("contact", "The address where readers reach a person", _contact),
    Question("postal_address", "The publisher's postal address", lambda *_: EXAMPLE_PLACE),
    Question("privacy_policy", "The page with your privacy policy", _privacy_policy),
    Question(
        "base_url",
        "Where readers will find the letter's own pages (this computer, until you have an address)",
        lambda *_: "http://127.0.0.1:8400",
    ),
)


def surroundings(folder: Path) -> Surroundings:
    """Return what is known of a newsroom that is to be made in `folder`."""
    from tzlocal import get_localzone_name

    from digest.app.clock import SystemClock

    try:
        zone = get_localzone_name() or "UTC"
    except (LookupError, OSError, ValueError):  # a computer whose settings contradict one another
        zone = "UTC"
    return Surroundings(folder.resolve().name, zone.removeprefix("Etc/"), SystemClock().now())


def with_defaults(answers: Answers, around: Surroundings) -> dict[str, str]:
    """Return all answers: those given, and the default of each question without one."""
    found: dict[str, str] = {}
    for question in QUESTIONS:
        found[question.name] = answers.get(question.name) or question.default(found, around)
    return found


def fault_of_answer(name: str, answer: str, around: Surroundings) -> str:
    """Return what the answer to one question is refused for, in the words of the reader of digest.toml; else ""."""
    settings, problems = read_settings(settings_text(with_defaults({name: answer}, around), around.now.date()), {})
    keys = [key for _, key in _values(name, answer, around.now.date())]
    if settings is None:
        own = [problem for problem in problems if any(f"`{key}`" in problem.what for key in keys)]
        return "\n".join(f"{problem.what}; {problem.remedy}" for problem in own if stop_the_letter([problem]))
    try:
        from_settings.publication(settings, _languages())
    except DigestError as error:
        return str(error) if name == "language" else ""
    return ""


def settings_text(answers: Answers, today: date) -> str:
    """Return a new digest.toml that holds the `answers`, its comments and everything else as they are."""
    document = tomlkit.parse(settings_template())
    for name, answer in answers.items():
        for (section, key), value in _values(name, answer, today).items():
            document[section][key] = value
    return tomlkit.dumps(document)


def settings_template() -> str:
    """Return a new digest.toml as it is before anything is answered."""
    return (program_templates() / "newsroom" / FILE).read_text(encoding="utf-8")


def _values(name: str, answer: str, today: date) -> _Values:
    """Return the keys that one answer fills in."""
    match name:
        case "schedule":
            return _schedule(answer)
        case "sender":
            shown, address = _split(answer)
            return {("sender", "name"): shown, ("sender", "address"): address}
        case "contact":
            return {("digest", "contact"): answer, ("sender", "reply_to"): answer}
        case "privacy_policy":
            version = today.isoformat()
            return {("digest", "privacy_policy_url"): answer, ("digest", "privacy_policy_version"): version}
        case "base_url":
            return {("digest", "base_url"): answer, **_listening(answer)}
        case _:
            return {("digest", name): answer}


def _split(sender: str) -> tuple[str, str]:
    """Return the name and the address in `The Lantern <letter@lantern.example>`; an address alone is both."""
    found = _NAMED_ADDRESS.fullmatch(sender)
    return (found["name"], found["address"]) if found else (sender.strip(), sender.strip())


def _listening(base_url: str) -> _Values:
    """Return where `digest serve` is to listen so that it is found at an address of this computer; else nothing."""
    found = own_place(base_url)
    if found is None:
        return {}
    host, port = found
    return {("web", "port"): port, **({} if host == "localhost" else {("web", "host"): host})}


def _schedule(answer: str) -> _Values:
    """Return the keys of `friday 07:00 Europe/Riga`; what is left out stays as it is in a new digest.toml."""
    words = answer.replace(",", " ").split()
    at = next((place for place, word in enumerate(words) if word[0].isdigit()), None)
    is_day = [*(word.lower() in WEEKDAYS for word in words), False]
    first = at if at is not None else is_day.index(False)
    days, zone = [word.lower() for word in words[:first]], "_".join(words[first + (at is not None) :])
    found: dict[tuple[str, str], str | int | list[str]] = {}
    if days:
        found["schedule", "day"] = days[0] if len(days) == 1 else days
    if at is not None:
        found["schedule", "time"] = words[at]
    return found | ({("schedule", "zone"): zone} if zone else {})


@cache
def _languages() -> frozenset[str]:
    from digest.letter.templates import Templates

    return frozenset(Templates(program_templates()).languages)
