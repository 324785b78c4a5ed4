"""Commands about letters on the web: export-site."""

from pathlib import Path
from typing import Annotated

import typer

from digest.cli.editions import JsonOption, open_newsroom
from digest.cli.terminal import print_json, say
from digest.counted import counted


def register(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command("export-site", short_help="Write all letters as a site of plain files")(export_site)


def export_site(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to; what else lies there stays.")],
    as_json: JsonOption = False,
) -> None:
    """Write every letter that went out, their list and feeds into DIR, for any file host and any number of mirrors.

    It works under whatever address it lies, and opened from a disk. Nothing in it is of a reader. Files of an earlier
    export that are out of date, such as those of a cancelled edition, are deleted; whatever else lies there stays.

    Example: digest export-site /srv/www/letters
    """
    from digest.app.archive import export_archive

    with open_newsroom(context) as newsroom:
        done = export_archive(newsroom, folder)
    if as_json:
        print_json({"folder": str(folder), **done._asdict()})
        return
    files = counted(done.written, "file")
    removed = f", {done.removed} taken away" if done.removed else ""
    say(f"{counted(done.letters, 'letter')} in {folder}: {files} written, {done.unchanged} as before{removed}")
