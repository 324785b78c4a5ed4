"""A problem: a fault found in input, listed together with all others, never raised alone.

Whatever parses a person's file (settings, picks, lock, templates) returns problems; the command line prints them as
`file:line:column: severity: what; what to do`, the form that editors and terminals know how to jump to.
"""

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict


class Severity(StrEnum):
    """How bad a problem is: an error stops the letter, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a text file; `line` and `column` count from 1, `column` in characters."""

    line: int
    column: int


START = Mark(1, 1)


class ProblemFields(TypedDict):
    """A problem under the names that programs rely on; `line` and `column` count from 1."""

    file: str
    line: int
    column: int
    severity: str
    what: str
    what_to_do: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: where it is, what is wrong, and what its author can do about it.

    `excerpt` shows the line, for whoever has room for more than one. `at_desk` is the remedy for whoever sees fields
    and buttons instead of the file, where that is another one.
    """

    file: str
    mark: Mark
    what: str
    remedy: str
    severity: Severity = Severity.ERROR
    excerpt: str = ""
    at_desk: str = ""

    @property
    def remedy_at_desk(self) -> str:
        """Return what to do about it in a form."""
        if self.is_of_the_file:
            return f"that is mended in the file itself, line {self.mark.line}"
        return self.at_desk or self.remedy

    @property
    def is_of_the_file(self) -> bool:
        """Return whether what to do is said in keys and signs of a picks file alone, of which a form has none."""
        is_picks_file = self.file.startswith("editions/") and self.file.endswith(".yaml")
        return is_picks_file and not self.at_desk and "`" in self.remedy and "`digest " not in self.remedy

    def __str__(self) -> str:
        return f"{self.file}:{self.mark.line}:{self.mark.column}: {self.severity}: {self.what}; {self.remedy}"


def problems_as_dicts(problems: Iterable[Problem]) -> list[ProblemFields]:
    """Return problems under the names that programs rely on."""
    return [
        ProblemFields(
            file=problem.file,
            line=problem.mark.line,
            column=problem.mark.column,
            severity=problem.severity.value,
            what=problem.what,
            what_to_do=problem.remedy,
        )
        for problem in problems
    ]


def excerpt(line: str, mark: Mark, corrected: str = "") -> str:
    """Return a line with a caret below the place of a problem and, where that is known, the line as it should be."""
    number = f"{mark.line:>6}"
    before = line[: mark.column - 1]
    gap = "".join("\t" if sign == "\t" else " " * _width(sign) for sign in before)
    shown = [f"{number} | {line}", f"{' ' * len(number)} | {gap}^"]
    return "\n".join([*shown, f" write | {corrected}"] if corrected else shown)


def _width(sign: str) -> int:
    """Return how many columns a terminal takes for a sign."""
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems as a person reads the files: by file, then from top to bottom."""
    return sorted(problems, key=lambda problem: (problem.file, problem.mark))


def stop_the_letter(problems: Iterable[Problem]) -> bool:
    """Return whether any of the problems is an error."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return what to do about an unknown `word`: the nearest known one, or else all of them."""
    words = sorted(known)
    near = difflib.get_close_matches(word.lower(), words, n=1, cutoff=0.6)
    return f"did you mean `{near[0]}`?" if near else "known here: " + ", ".join(words)
