"""Changes of an edition in words for its editor: what one is about, and the words that were typed for it. Pure."""

import re
from functools import singledispatch

from digest.edition.changes import (
    AddBrief,
    AddPick,
    AddSection,
    Change,
    MarkLead,
    Move,
    MovePick,
    Remove,
    SetEntries,
    SetNote,
    SetPart,
    SetPartWord,
    SetTopics,
    SetWord,
    Words,
)
from digest.edition.model import Edition

_NAMES = {
    "subject": "the subject",
    "preheader": "what an inbox shows behind the subject",
    "title": "the headline",
    "summary": "the summary",
    "byline": "the byline",
    "kicker": "the kicker",
    "picture": "the picture",
    "alt": "what the picture shows",
    "credit": "who took the picture",
    "name": "the name",
    "text": "the words",
    "url": "the link",
    "by": "who signs the note",
    "portrait": "the portrait beside the note",
    "number": "the number of the letter",
    "language": "the language",
    "live_from": "when its page goes live",
    "look": "the look",
    "quote": "the quote",
    "number_of_the_week": "the number of the week",
    "events": "the events",
    "corrections": "the corrections",
    "related": "the further links",
}


_FIELDS = {
    "quote": {"text": "What was said"},
    "number_of_the_week": {"figure": "The number", "text": "What it means"},
    "events": {"title": "What", "when": "When"},
    "corrections": {"text": "What was wrong, and what is right"},
    "related": {"title": "Words to show", "url": "Its address"},
}
"""What the form calls the keys that a block needs."""
_KEY = re.compile(r"`(\w+)`")


@singledispatch
def in_words(change: Change, _edition: Edition) -> tuple[str, str]:
    """Return what a change of `edition` is about, and what was typed for it; empty where nothing was."""
    raise TypeError(change)


@in_words.register
def _(change: SetWord, _edition: Edition) -> tuple[str, str]:
    return _NAMES.get(change.key, change.key), change.value


@in_words.register
def _(change: SetNote, _edition: Edition) -> tuple[str, str]:
    return "the note to readers" if change.key == "text" else _NAMES.get(change.key, change.key), change.value


@in_words.register
def _(change: SetPartWord, edition: Edition) -> tuple[str, str]:
    return f"{_NAMES.get(change.key, change.key)} of {_part(change.kind, change.number, edition)}", change.value


@in_words.register
def _(change: SetPart, _edition: Edition) -> tuple[str, str]:
    return _NAMES[change.key], _typed(change.words)


@in_words.register
def _(change: SetEntries, edition: Edition) -> tuple[str, str]:
    name = _NAMES[change.key]
    of = "" if change.pick is None else f" of {_part('pick', change.pick, edition)}"
    return f"{name}{of}", "\n\n".join(_typed(words) for words in change.entries if isinstance(words, tuple))


@in_words.register
def _(change: SetTopics, edition: Edition) -> tuple[str, str]:
    return f"the topics of {_part('pick', change.pick, edition)}", ", ".join(change.topics)


@in_words.register
def _(change: AddPick, _edition: Edition) -> tuple[str, str]:
    return "a link that you put in", change.url


@in_words.register
def _(change: AddSection, _edition: Edition) -> tuple[str, str]:
    return "a new section", change.name


@in_words.register
def _(change: AddBrief, _edition: Edition) -> tuple[str, str]:
    return "a new brief", "\n".join(filter(None, (change.text, change.url)))


@in_words.register
def _(change: MovePick, edition: Edition) -> tuple[str, str]:
    return f"the place of {_part('pick', change.pick, edition)}", ""


@in_words.register
def _(_change: MarkLead, _edition: Edition) -> tuple[str, str]:
    return "which story is the lead", ""


@in_words.register
def _(change: Move, edition: Edition) -> tuple[str, str]:
    return f"the place of {_part(change.kind, change.number, edition)}", ""


@in_words.register
def _(change: Remove, edition: Edition) -> tuple[str, str]:
    return f"taking out {_part(change.kind, change.number, edition)}", ""


def reason_in_words(change: Change, reason: str) -> str:
    """Return why a change was refused, with keys of the file called as their fields in the form."""
    labels = _FIELDS.get(change.key, {}) if isinstance(change, SetPart | SetEntries) else {}
    return _KEY.sub(lambda found: f"“{labels[found[1]]}”" if found[1] in labels else found[0], reason)


def _typed(words: Words) -> str:
    return "\n".join(word for _, word in words if word)


def _part(kind: str, number: int, edition: Edition) -> str:
    if kind == "pick":
        picks = list(edition.picks())
        return picks[number].title or picks[number].url if number < len(picks) else "a link"
    if kind == "section":
        return f"the section {edition.sections[number].name}" if number < len(edition.sections) else "a section"
    return f"brief {number + 1}"
