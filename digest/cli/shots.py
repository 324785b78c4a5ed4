"""The command `shots`: pictures of the letter as different readers see it."""

from pathlib import Path
from typing import Annotated

import typer

from digest.cli.editions import EditionArgument, JsonOption, edition_or_next, open_newsroom
from digest.cli.terminal import complain, print_json, print_problems, progress, say
from digest.counted import counted


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command(short_help="Make pictures of the letter as readers see it")(shots)


def shots(
    context: typer.Context,
    edition: EditionArgument = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="The folder to write to; default: data/shots/EDITION.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Make pictures (PNG) of the letter as readers see it, in each of its languages.

    On a computer (600) and a phone (375), light and dark; with images off; where mail programs drop style sheets
    (no-style); and much as Outlook for Windows shows it (word). Needs Chromium or Chrome on this machine.

    Example: digest shots 2026-11-27
    """
    from digest.app.services import Services
    from digest.app.shots import make_shots, shot_folder

    with open_newsroom(context, looks=True) as newsroom:
        edition_id = edition_or_next(newsroom, edition)
        taking = make_shots(newsroom)
        with progress("reading pages", as_json) as watch:
            built = Services(newsroom).drafts().draft(edition_id, watch).letters()
        if not as_json:
            print_problems(built.problems)
        there = shot_folder(newsroom, edition_id, out)
        with progress("taking pictures", as_json) as watch:
            taken = taking.take(built.letters, there, watch)
        if as_json:
            files = [str(there.folder / name) for name in taken.names]
            print_json({"edition": edition_id, "pictures": files, "unread": dict(taken.unread)})
            return
        for url, why in taken.unread.items():
            complain(f"{url} is not seen in them: {why}")
        say(f"edition {edition_id}: {counted(len(taken.names), 'picture')} of its letters")
        say(f"Look at them in {there.folder}")
