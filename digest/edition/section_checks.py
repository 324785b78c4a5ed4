"""What must be true of an edition's sections, and of what they are to be filled with. Pure."""

import re
from collections.abc import Iterator

from digest.calendar.edition_id import corrected
from digest.counted import counted
from digest.edition.model import Edition, Section
from digest.problem import Problem, Severity

_LINKS = r"(?:[-*•–] +https?://\S+\s*)+"
_SECTION = re.compile(rf"(?:name: .*\bpicks: *{_LINKS}|[^:]{{1,80}}: {_LINKS})", re.DOTALL)
"""How a section reads whose lines are taken for a sentence: its name and nothing but bullets with addresses."""


def section_problems(edition: Edition) -> Iterator[Problem]:
    """Yield what is wrong with the sections; a correction has none, and words instead."""
    if corrected(edition.id):
        yield from _correction(edition)
    elif not edition.sections and "sections" not in edition.unread:
        what, remedy = "the edition has no sections", "add `sections:` with a name and picks"
        yield Problem(edition.file, edition.mark_of("sections"), what, remedy, at_desk="put links into a new section")
    for section in edition.sections:
        if section.fill:
            yield from _fill(edition, section)
        elif not section.picks and not section.unread:
            what = f"the section `{section.name}` is empty"
            remedy, at_desk = "add picks, or delete the section", "put links into it, or take it out"
            yield Problem(edition.file, section.mark, what, remedy, at_desk=at_desk)
    yield from _misplaced(edition)


def _misplaced(edition: Edition) -> Iterator[Problem]:
    """Yield the sections that stand below a list of sentences, of which they are read as one."""
    for key, sentences in (("corrections", edition.corrections), ("briefs", edition.briefs)):
        for one in sentences:
            if _SECTION.fullmatch(one.text):
                what = f"a section stands below `{key}:`, and is read as one of them: `{one.text[:60]}`"
                remedy = "move it up, to the others below `sections:`"
                yield Problem(edition.file, one.mark, what, remedy)


def is_open(section: Section) -> bool:
    """Return whether a section waits to be filled."""
    return section.fill is not None and not section.fill.filled and bool(section.fill.up_to)


def _correction(edition: Edition) -> Iterator[Problem]:
    """Yield what makes an edition no correction: it has words, and no picks, or it would be one more letter."""
    if edition.sections:
        what, remedy = "a correction has no picks", "delete `sections`; a link can stand in the words of `corrections`"
        yield Problem(edition.file, edition.mark_of("sections"), what, remedy)
    if not (edition.corrections or edition.unread):
        what = "this correction does not say what was wrong"
        yield Problem(edition.file, edition.mark_of("corrections"), what, 'write `corrections:` and below it `- "..."`')


def _fill(edition: Edition, section: Section) -> Iterator[Problem]:
    """Yield what stands in the way of a section that is filled by the program, or that somebody should look at."""
    fill = section.fill
    if fill is None:
        return
    if not fill.filled:
        what = f"the section `{section.name}` was not filled yet"
        remedy = f"run `digest lock {edition.id}` and look at what it picks, or delete `fill`"
        yield Problem(edition.file, fill.mark, what, remedy)
    elif not section.picks and not section.unread:
        what = f"nothing is left of what the section `{section.name}` was filled with"
        yield Problem(edition.file, section.mark, what, "add picks, or delete the section")
    else:
        picks = counted(len(section.picks), "pick")
        what = f"the section `{section.name}` was filled by the program on {fill.filled} and has {picks} now"
        remedy = "look whether that is what you want; delete `fill` when it is, or `filled` to have it filled again"
        yield Problem(edition.file, fill.mark, what, remedy, Severity.WARNING)
