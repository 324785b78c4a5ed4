"""Problems as they are shown: lines for people, objects for programs, annotations for a pull request at GitHub."""

import sys
from collections.abc import Iterable
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.problem import Problem


class Format(StrEnum):
    """What a command prints."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def asked_format(words: list[str]) -> Format:
    """Return what the words of a command ask for, also where they are wrong and nobody has parsed them."""
    if "--json" in _before_end(words):
        return Format.JSON
    named = asked_value(words, "--format")
    return next((form for form in Format if form == named), Format.TEXT)


def asked_value(words: list[str], option: str) -> str:
    """Return the last value that the words of a command give an option, parsed or not; empty for none."""
    own = _before_end(words)
    after = [value for word, value in pairwise(own) if word == option]
    joined = [word.partition("=")[2] for word in own if word.startswith(f"{option}=")]
    return next(reversed([*after, *joined]), "")


def _before_end(words: list[str]) -> list[str]:
    return words[: words.index("--")] if "--" in words else words


def print_annotations(problems: "Iterable[Problem]", below: str) -> None:
    """Print problems as GitHub shows them beside the lines of a pull request; files lie in `below` of its repository.

    The form is that of GitHub's "Workflow commands for GitHub Actions".
    """
    for problem in problems:
        place = {
            "file": f"{below}{problem.file}" if _is_a_file(problem.file) else "",
            "line": str(problem.mark.line),
            "col": str(problem.mark.column),
        }
        print_annotation(problem.severity.value, f"{problem.what}; {problem.remedy}", place if place["file"] else {})


def _is_a_file(name: str) -> bool:
    """Return whether a problem is in a file, and not in a variable of the environment."""
    return "." in name


def print_annotation(severity: str, message: str, place: dict[str, str] | None = None) -> None:
    """Print one annotation."""
    properties = ",".join(f"{name}={_escaped(value, property_too=True)}" for name, value in (place or {}).items())
    sys.stdout.write(f"::{severity}{' ' if properties else ''}{properties}::{_escaped(message)}\n")


def _escaped(text: str, *, property_too: bool = False) -> str:
    signs = {"%": "%25", "\r": "%0D", "\n": "%0A"} | ({":": "%3A", ",": "%2C"} if property_too else {})
    return "".join(signs.get(sign, sign) for sign in text)


def place_in_repository(newsroom: Path) -> str:
    """Return where a newsroom lies in its repository, as `folder/`; empty where it is the repository, or in none."""
    for folder in (newsroom, *newsroom.parents):
        if (folder / ".git").exists():
            inside = newsroom.relative_to(folder).as_posix()
            return "" if inside == "." else f"{inside}/"
    return ""
