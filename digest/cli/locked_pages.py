"""What `digest lock` shows of the pages it read: what changed on them, and where each word of a card comes from."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from digest.cli.terminal import print_json, say, say_finding
from digest.counted import counted

if TYPE_CHECKING:
    from digest.editing.check import Checked
    from digest.editing.fill import Filled
    from digest.edition.explained import ExplainedField, ExplainedPick

_WIDEST = len("reading time")


def print_changes(found: "Checked") -> None:
    """Print what each page that was read again said before (-) and says now (+), field by field."""
    for page in found.changed:
        if page.changes:
            say(page.url)
        for change in page.changes:
            say_finding(f"  {change.field:<{_WIDEST}}  -", change.before or "(nothing)")
            say_finding(f"  {'':<{_WIDEST}}  +", change.after or "(nothing)")


def print_filled(filled: "Filled") -> None:
    """Print which articles were put into which section just now."""
    for section in filled.sections:
        say(f"{section.name}: {counted(len(section.articles), 'pick')} put in; look at them, and change what you like")
        for article in section.articles:
            say(f"  {article.url}")


def print_picks(found: "Checked", names: list[str], filled: "Filled") -> None:
    """Print the picks that `names` name, or all, what was put in just now, and the problems, for programs.

    Raises `DigestError`, `typer.Exit`.
    """
    from digest.cli.failures import failure_of
    from digest.errors import InputProblems
    from digest.problem import problems_as_dicts

    picks = [asdict(pick) for pick in _explained(found, names)]
    facts = {"edition": found.lock.edition, "picks": picks, "changed": [asdict(page) for page in found.changed]}
    facts |= {"problems": problems_as_dicts(found.problems), "filled": _filled(filled)}
    try:
        found.sound()
    except InputProblems as error:
        failure = failure_of(error)
        print_json(failure.as_dict() | facts)
        raise typer.Exit(failure.exit_code) from None
    print_json(facts)


def _filled(filled: "Filled") -> list[dict[str, object]]:
    return [{"section": one.name, "urls": [article.url for article in one.articles]} for one in filled.sections]


def _explained(found: "Checked", names: list[str]) -> "list[ExplainedPick]":
    from digest.edition.chosen_picks import choose_picks
    from digest.edition.explained import explain

    if found.edition is None:
        return []
    return list(explain(found.edition, found.lock, choose_picks(found.edition, found.lock, names) if names else []))


def print_explained(found: "Checked", names: list[str]) -> None:
    """Print the picks that `names` name, or all, each field with where it comes from; raises `DigestError`."""
    for pick in _explained(found, names):
        say(f"{pick.number}  {pick.url}  (line {pick.line})")
        if not pick.is_read:
            say("   its page was not read")
        for field in pick.fields:
            for mark, text in _lines(field):
                say_finding(f"   {mark:<{_WIDEST}}", text)
        for doubt in pick.doubts:
            say_finding(f"   {'doubt':<{_WIDEST}}", doubt)
        say()


def _lines(field: "ExplainedField") -> Iterator[tuple[str, str]]:
    yield field.field, field.words or "(nothing)"
    if field.source:
        yield "", f"from: {field.source}"
    if field.page:
        yield "", f"the page has: {field.page}"
    for other in field.others:
        yield "", f"also there: {other}"
