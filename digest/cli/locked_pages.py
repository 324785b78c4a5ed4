"""What `digest lock` shows of the pages it read: what changed on them, and where each word of a card comes from."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from digest.cli.terminal import print_json, say, say_finding

if TYPE_CHECKING:
    from digest.editing.check import Checked
    from digest.edition.explained import ExplainedField

_WIDEST = len("reading time")


def print_changes(found: "Checked") -> None:
    """Print what each page that was read again said before (-) and says now (+), field by field."""
    for page in found.changed:
        if page.changes:
            say(page.url)
        for change in page.changes:
            say_finding(f"  {change.field:<{_WIDEST}}  -", change.before or "(nothing)")
            say_finding(f"  {'':<{_WIDEST}}  +", change.after or "(nothing)")


def print_explained(found: "Checked", names: list[str], as_json: bool) -> None:
    """Print the picks that `names` name, or all, each field with where it comes from; raises `DigestError`."""
    from digest.edition.chosen_picks import choose_picks
    from digest.edition.explained import explain

    if found.edition is None:
        return
    urls = choose_picks(found.edition, found.lock, names) if names else []
    picks = list(explain(found.edition, found.lock, urls))
    if as_json:
        changed = [asdict(page) for page in found.changed]
        lines = [str(problem) for problem in found.problems]
        facts = {"edition": found.edition.id, "picks": [asdict(pick) for pick in picks]}
        print_json(facts | {"changed": changed, "problems": lines})
        return
    for pick in picks:
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
