"""The command `check`: everything that is wrong with an edition, for people, programs and pull requests."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.editions import EditionArgument, JsonOption, draft_of, edition_or_next, open_newsroom
from digest.cli.exit_codes import ExitCode
from digest.cli.failures import failure_of
from digest.cli.shown_problems import Format, place_in_repository, print_annotations
from digest.cli.terminal import print_json, print_problems, say, standing_as_dict
from digest.counted import counted
from digest.errors import DigestError
from digest.problem import Problem, Severity, problems_as_dicts

if TYPE_CHECKING:
    from digest.app.container import Newsroom
    from digest.delivery.standing import Standing
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
    form = _one_format(form, as_json)
    with open_newsroom(context, looks=True, quiet=form is not Format.TEXT) as newsroom:
        edition_id = edition_or_next(newsroom, edition)
        if form is Format.GITHUB:
            # where a pull request is checked there are no readers, so nothing is known of where an edition stands
            print_annotations(newsroom.warnings, place_in_repository(newsroom.folder))
            _annotate(newsroom, draft_of(newsroom, edition_id, quiet=True))
        elif form is Format.JSON:
            _print_for_programs(newsroom, edition_id)
        elif skipped := _skipped_unwritten(newsroom, edition_id):
            say(f"edition {edition_id}: {skipped}")
        else:
            _print_for_people(newsroom, draft_of(newsroom, edition_id, quiet=False))


def _one_format(form: Format, as_json: bool) -> Format:
    if as_json and form is Format.GITHUB:
        raise typer.BadParameter("--json and --format github are two; leave one of them out")
    return Format.JSON if as_json else form


def _standing(newsroom: "Newsroom", edition_id: str) -> "Standing":
    from digest.app.services import Services

    return Services(newsroom).standings().of(edition_id)


def _skipped_unwritten(newsroom: "Newsroom", edition_id: str) -> "Standing | None":
    """Return where an edition stands that is skipped and has no file, so that nothing can be wrong; else None."""
    from digest.app.services import Services
    from digest.delivery.standing import Stage

    if not Services(newsroom).checker().missing(edition_id):
        return None
    stands = _standing(newsroom, edition_id)
    return stands if stands.stage is Stage.SKIPPED else None


def _annotate(newsroom: "Newsroom", found: "Draft") -> None:
    found.letters()
    print_annotations(found.problems, place_in_repository(newsroom.folder))
    say(_summary(found))


def _print_for_people(newsroom: "Newsroom", found: "Draft") -> None:
    """List an edition's problems and end with where it stands; raises whatever else keeps its letters from being made.

    Ends with the code for problems where there are some that do.
    """
    print_problems(found.problems)
    say(f"{_summary(found)}; {_standing(newsroom, found.checked.lock.edition)}")
    if found.is_stopped:
        raise typer.Exit(ExitCode.PROBLEMS)
    found.letters()


def _summary(found: "Draft") -> str:
    """Return in a line what was checked and how much is wrong with it."""
    errors = sum(one.severity is Severity.ERROR for one in found.problems)
    counts = [counted(errors, "error")] if errors else []
    if found.checked.edition is not None:
        counts.insert(0, counted(len(list(found.checked.edition.picks())), "pick"))
    counts.append(counted(len(found.problems) - errors, "warning"))
    return f"edition {found.checked.lock.edition}: {', '.join(counts)}"


def _print_for_programs(newsroom: "Newsroom", edition_id: str) -> None:
    """Print an edition's problems and where it stands as one object, with the error that people would read, if any."""
    problems, error = _checked(newsroom, edition_id)
    stands = standing_as_dict(_standing(newsroom, edition_id))  # its pages are read now
    listed = problems_as_dicts([*newsroom.warnings, *problems])
    failure = failure_of(error) if error else None
    print_json({**(failure.as_dict() if failure else {}), "edition": edition_id, **stands, "problems": listed})
    if failure:
        raise typer.Exit(failure.exit_code)


def _checked(newsroom: "Newsroom", edition_id: str) -> tuple[Sequence[Problem], DigestError | None]:
    """Return the problems of an edition, and why it has no letters."""
    if _skipped_unwritten(newsroom, edition_id):
        return (), None
    try:
        found = draft_of(newsroom, edition_id, quiet=True)
    except DigestError as error:
        return (), error
    return found.problems, found.outcome if isinstance(found.outcome, DigestError) else None
