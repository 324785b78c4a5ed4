"""The command `check`: everything that is wrong with an edition, for people, programs and pull requests."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.editions import EditionArgument, JsonOption, draft_of, edition_or_next, open_newsroom
from digest.cli.failures import failure_of
from digest.cli.shown_problems import Format, place_in_repository, print_annotations
from digest.cli.terminal import print_json, print_problems, say
from digest.counted import counted
from digest.errors import DigestError
from digest.problem import Problem, problems_as_dicts

if TYPE_CHECKING:
    from digest.editing.draft import Draft


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command(short_help="List everything that is wrong with an edition")(check)


def check(
    context: typer.Context,
    edition: EditionArgument = None,
    form: Annotated[
        Format,
        typer.Option(
            "--format",
            metavar="text|json|github",
            help="For people, for programs (as --json), or as annotations of a pull request at GitHub.",
        ),
    ] = Format.TEXT,
    as_json: JsonOption = False,
) -> None:
    """List everything that is wrong with an edition: its file, its pages, its letter.

    Example: digest check editions/2026-11-27.yaml
    """
    from digest.app.services import Services

    form = _one_format(form, as_json)
    with open_newsroom(context, looks=True, quiet=form is not Format.TEXT) as newsroom:
        found = draft_of(newsroom, edition_or_next(newsroom, edition), quiet=form is not Format.TEXT)
        if form is Format.JSON:
            _print_checked(found, newsroom.warnings)
            return
        if form is Format.GITHUB:
            print_annotations(newsroom.warnings, place_in_repository(newsroom.folder))
        built = found.letters()
        if form is Format.GITHUB:
            print_annotations(found.problems, place_in_repository(newsroom.folder))
        else:
            print_problems(found.problems)
        picks = counted(len(list(found.checked.sound()[0].picks())), "pick")
        warnings = counted(len(found.problems), "warning")
        # where a pull request is checked there are no readers, so nothing is known of what else would stop it
        stands = "" if form is Format.GITHUB else f"; {Services(newsroom).standings().of(built.edition)}"
        say(f"edition {built.edition}: {picks}, {warnings}{stands}")


def _one_format(form: Format, as_json: bool) -> Format:
    if as_json and form is Format.GITHUB:
        raise typer.BadParameter("--json and --format github are two; leave one of them out")
    return Format.JSON if as_json else form


def _print_checked(found: "Draft", warnings: Sequence[Problem]) -> None:
    """Print an edition's problems for programs; ends as `letters` would, with one object on standard output."""
    facts = {"edition": found.checked.lock.edition, "problems": problems_as_dicts([*warnings, *found.problems])}
    try:
        found.letters()
    except DigestError as error:
        failure = failure_of(error)
        print_json(failure.as_dict() | facts)
        raise typer.Exit(failure.exit_code) from None
    print_json(facts)
