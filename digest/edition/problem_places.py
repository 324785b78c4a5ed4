"""Which field of an edition's form each problem is about, by its place in the file. Pure.

Fields are named as in the form (`digest.edition.form`): `subject`, `note.text`, `section.0.name`, `pick.3.title`,
`brief.1.text`. A pick's own place counts as its address, `pick.3.url`.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from digest.edition.model import Edition
from digest.problem import START, Mark, Problem

ELSEWHERE = ""
"""Where problems stand that are about no field: of the whole file, of its lock, of keys that the form does not have."""


_OF_EDITION = {
    **{key: key for key in ("subject", "preheader", "number", "language")},
    "note": "note.text",
    "quote": "quote.text",
    "number_of_the_week": "number_of_the_week.figure",
}


def problems_by_field(edition: Edition | None, problems: Sequence[Problem]) -> dict[str, list[Problem]]:
    """Return problems by the names of the fields they are about, in their order; no edition has no fields."""
    anchors = sorted(_anchors(edition)) if edition else []
    marks = [mark for mark, _ in anchors]
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        before = bisect_right(marks, problem.mark) - 1
        is_here = edition is not None and problem.file == edition.file and before >= 0
        if problem.mark == START and "`subject`" not in problem.what:
            is_here = False  # what is wrong with the whole file stands where its first key does
        found.setdefault(anchors[before][1] if is_here else ELSEWHERE, []).append(problem)
    return found


def _anchors(edition: Edition) -> Iterator[tuple[Mark, str]]:
    for key, mark in edition.marks.items():
        yield mark, _OF_EDITION.get(key, ELSEWHERE)
    for number, section in enumerate(edition.sections):
        yield section.mark, f"section.{number}.name"
    for number, pick in enumerate(edition.picks()):
        if pick.mark not in pick.marks.values():
            yield pick.mark, f"pick.{number}.url"
        for key, mark in pick.marks.items():
            yield mark, f"pick.{number}.{key}"
        for at, related in enumerate(pick.related):
            yield related.mark, f"pick.{number}.related.{at}.title"
    for number, brief in enumerate(edition.briefs):
        yield brief.mark, f"brief.{number}.text"
    for number, event in enumerate(edition.events):
        yield event.mark, f"events.{number}.title"
    for number, correction in enumerate(edition.corrections):
        yield correction.mark, f"corrections.{number}.text"
