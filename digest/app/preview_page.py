"""What the page of a preview says, as values for its template. Pure, but that it measures and cuts by the settings."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from digest.app.container import Newsroom
from digest.delivery.mail import Letter
from digest.delivery.standing import Standing
from digest.editing.marked_draft import MARK
from digest.editing.preview import Preview
from digest.editing.preview_options import PreviewOptions, choices
from digest.errors import DigestError, InputProblems
from digest.letter.inbox_line import inbox_lines
from digest.letter.size_meter import GMAIL_CLIPS_AT, size_meter
from digest.problem import Problem, Severity


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known beside the letter: where its edition stands, why files cannot be read, why no letter is made.

    `standing` is None where nobody can say it; `trouble` tells why then.
    """

    edition_id: str
    standing: Standing | None
    trouble: DigestError | None
    fault: DigestError | None
    revision: int


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of the picks file, with what is wrong on it."""

    number: int
    text: str
    problems: tuple[Problem, ...]


def preview_page(
    preview: Preview, options: PreviewOptions, letter: Letter | None, around: Circumstances, newsroom: Newsroom
) -> Mapping[str, object]:
    """Return the values of the page; `letter` is the one that is looked at, None where there is none yet."""
    problems, other = _problems(preview, around), _other_faults(around)
    file = f"editions/{around.edition_id}.yaml"
    languages = sorted(newsroom.templates.languages)
    return {
        "around": around,
        "options": options,
        "query": options.query(),
        "rows": list(choices(options, languages, newsroom.publication.appeal is not None)),
        "letter": letter,
        "is_draft": letter is not None and letter.subject.startswith(MARK),
        "is_kept": preview.is_kept or (around.fault is not None and letter is not None),
        "unread": [one for one in preview.candidates() if not one.is_read],
        "problems": problems,
        "errors": sum(problem.severity is Severity.ERROR for problem in problems),
        "other": other,
        "file": file,
        "inbox": inbox_lines(_unmarked(letter), newsroom.envelope.sender_name) if letter else [],
        "meter": size_meter(letter, newsroom.limits) if letter and letter.html else None,
        "clips_at": GMAIL_CLIPS_AT,
        "picks": preview.candidates(),
        "text_mark": hashlib.sha256(preview.text.encode()).hexdigest(),
        "source": _source(preview.text, file, problems),
    }


def _unmarked(letter: Letter) -> Letter:
    """Return a letter with the subject that readers will see, also of a draft."""
    return replace(letter, subject=letter.subject.removeprefix(MARK).strip())


def _problems(preview: Preview, around: Circumstances) -> list[Problem]:
    """Return the problems of settings that cannot be read first: nothing else is new until they can."""
    trouble = around.trouble.problems if isinstance(around.trouble, InputProblems) else ()
    try:
        return [*trouble, *preview.problems]
    except DigestError:
        return [*trouble, *preview.found.problems]


def _other_faults(around: Circumstances) -> list[str]:
    """Return what is no problem of a line: a template that is broken, a file that is gone."""
    faults = (around.trouble, around.fault)
    return list(dict.fromkeys(str(one) for one in faults if one and not isinstance(one, InputProblems)))


def _source(text: str, file: str, problems: list[Problem]) -> list[SourceLine]:
    own = [problem for problem in problems if problem.file == file]
    return [
        SourceLine(number, line, tuple(problem for problem in own if problem.mark.line == number))
        for number, line in enumerate(text.split("\n"), 1)
    ]
