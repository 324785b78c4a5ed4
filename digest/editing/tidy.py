"""Tidy: write a picks file in its safe form, if it has no errors and means afterwards exactly what it meant before."""

import dataclasses
import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from digest.edition.picks_file import parse
from digest.edition.same_words import words_of
from digest.edition.tidy import tidied
from digest.errors import DigestError, InputProblems
from digest.ports.editorial import PicksFiles
from digest.problem import stop_the_letter


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """Lines of a file that are written otherwise: the number of the first, how they were and how they are."""

    line: int
    before: tuple[str, ...]
    after: tuple[str, ...]


def tidy(files: PicksFiles, edition_id: str) -> list[Change]:
    """Tidy a picks file; return what was changed, from top to bottom.

    Raises `InputProblems` for a file with errors, and `DigestError` where there is none or it cannot be written back
    as it is meant: then nothing is changed.
    """
    text, problems = files.read_text(edition_id)
    if text is None:
        raise InputProblems(problems)
    name = f"editions/{edition_id}.yaml"
    edition, problems = parse(text, name, edition_id)
    if edition is None or stop_the_letter(problems):
        raise InputProblems(problems)
    tidy_text = tidied(text)
    after, faults = parse(tidy_text, name, edition_id) if tidy_text is not None else (None, [])
    is_same = after is not None and not stop_the_letter(faults) and words_of(after) == words_of(edition)
    if tidy_text is None or not is_same or not _keeps_comments(text, tidy_text):
        raise DigestError(f"{name} cannot be tidied without changing what it means; it stays as it is")
    if tidy_text != text:
        files.write_text(edition_id, tidy_text)
    return _changes(text.splitlines(), tidy_text.splitlines())


def _keeps_comments(before: str, after: str) -> bool:
    """Return whether all words behind a `#` stand in the tidy file, too: it may be a comment, whatever else it is."""
    behind = (line.partition("#")[2] for line in before.splitlines() if "#" in line)
    said = _spoken(after)
    return all(_spoken(words) in said for words in behind)


def _spoken(text: str) -> str:
    return " ".join(re.findall(r"\w+", text))


def _changes(before: Sequence[str], after: Sequence[str]) -> list[Change]:
    matched = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [
        Change(start + 1, tuple(before[start:end]), tuple(after[other_start:other_end]))
        for what, start, end, other_start, other_end in matched
        if what != "equal"
    ]
