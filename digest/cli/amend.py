"""The command `amend`: an edition that was mailed is changed on the web, or corrected by a letter of its own."""

from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.editions import JsonOption, edition_or_next, open_newsroom
from digest.cli.terminal import print_json, print_problems, say
from digest.counted import counted
from digest.problem import problems_as_dicts

if TYPE_CHECKING:
    from digest.app.container import Newsroom
    from digest.editing.amend import Amended


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command(short_help="Change or correct an edition after it was mailed")(amend)


def amend(
    context: typer.Context,
    edition: Annotated[
        str, typer.Argument(metavar="EDITION", help="The edition's date, such as 2026-11-27, or its file.")
    ],
    note: Annotated[
        str, typer.Option("--note", metavar="WORDS", help="What was changed, for readers: plain text, one paragraph.")
    ] = "",
    correction: Annotated[
        bool, typer.Option("--correction", help="Begin a short letter for whoever got the edition; change no page.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Put an edition on the web as its file is now, with a dated note of what was changed.

    What was mailed stays as it is, and goes on as it is to readers who have not got it yet. The page, the feeds and
    welcome letters are the new revision from now on; earlier ones are kept.

    With --correction it writes the file of an edition of its own, such as 2026-11-27-correction-1, for readers who got
    this one and still want letters. It is checked, approved and sent like any other, and is not one letter a week.

    Example: digest amend 2026-11-27 --note "We corrected a name."
    """
    from digest.app.amend import amender, corrections

    with open_newsroom(context) as newsroom:
        edition = edition_or_next(newsroom, edition)
        if correction:
            _say_begun(edition, corrections(newsroom).begin(edition, note), newsroom, as_json)
            return
        amended = amender(newsroom).amend(edition, note)
        if as_json:
            print_json(_as_dict(amended))
            return
        print_problems(amended.warnings)
        for line in _told(amended, newsroom.publication.base_url):
            say(line)


def _say_begun(first: str, name: str, newsroom: "Newsroom", as_json: bool) -> None:
    from digest.edition.correction_file import correction_steps

    file = f"editions/{name}.yaml"
    if as_json:
        print_json({"edition": name, "corrects": first, "file": file})
        return
    say(f"made {file}, a letter for whoever got edition {first}: put right what it says")
    steps = correction_steps(is_approved=newsroom.settings.schedule.approval != "none")
    say(f"Next: {', '.join(f'`digest {step} {name}`' for step in steps)}. Nobody gets it before that.")
    say(f'To put it right on the web as well, change editions/{first}.yaml, then `digest amend {first} --note "..."`.')


def _as_dict(amended: "Amended") -> dict[str, object]:
    from digest.cli.terminal import revision_as_dict

    facts = {"edition": amended.report.edition, "state": amended.report.state, "pending": amended.report.pending}
    return facts | {"revision": revision_as_dict(amended.revision), "warnings": problems_as_dicts(amended.warnings)}


def _told(amended: "Amended", base_url: str) -> list[str]:
    """Return what was done, and what the editor may want to do next."""
    report, number = amended.report, amended.revision.number
    correct = f'`digest amend {report.edition} --correction --note "..."`'
    lines = [
        f"edition {report.edition}: revision {number} is stored, with the note “{amended.revision.note}”",
        f"Look at {base_url}/editions/{report.edition}; `digest serve` shows it at once, and newcomers get it.",
        "Where the archive was written into a folder, run `digest export-site` again.",
    ]
    if report.pending:
        waiting = counted(report.pending, "reader", "readers")
        lines.append(
            f"It is still being sent: {waiting} not written to yet will get the words it was mailed with, not these."
        )
        lines.append(
            f"To stop that, run `digest cancel {report.edition}`, which takes its page off the web too; or let it end "
            f"and tell them with {correct}."
        )
    else:
        lines.append(f"Whoever got it by mail keeps what they got; to tell them, run {correct}.")
    return lines
