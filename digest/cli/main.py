"""The command `digest`: its subcommands, and how an error becomes a message and an exit code."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from digest.cli import (
    amend,
    archive,
    beginning,
    candidates,
    checking,
    control,
    editions,
    editors,
    first_reader,
    inbox,
    journal,
    keys,
    operating,
    outbox,
    preview,
    privacy,
    scheduling,
    sending,
    shots,
    subscribers,
)
from digest.cli.exit_codes import ExitCode, brief
from digest.cli.failures import show_failure
from digest.cli.plain_help import Commands
from digest.cli.shown_problems import asked_format, asked_value, place_in_repository
from digest.cli.terminal import say
from digest.errors import DigestError

app = Commands(
    name="digest",
    help="From an editor's picks to the inbox of every reader who agreed, and of nobody else.",
    epilog=(
        f"Exit codes: {'; '.join(f'{code.value} {brief(code)}' for code in ExitCode)}.\n\n"
        "Example: digest init our-letter"
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: rich's own takes longer to import than everything else
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        say(f"friday-digest {version('friday-digest')}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    newsroom: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="The newsroom's folder; default: DIGEST_NEWSROOM, else this folder or the nearest above.",
        ),
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Take the options that all commands share."""
    context.obj = newsroom


beginning.register(app)
candidates.register(app)
editions.register(app)
checking.register(app)
preview.register(app)
shots.register(app)
sending.register(app)
control.register(app)
scheduling.register(app)
outbox.register(app)
archive.register(app)
amend.register(app)
operating.register(app)
first_reader.register(subscribers.app)
privacy.register(subscribers.app)
app.add_typer(subscribers.app, name="subscribers")
app.add_typer(editors.app, name="editors")
app.add_typer(inbox.app, name="inbox")
app.add_typer(keys.app, name="keys")
app.add_typer(journal.app, name="journal")


def main() -> None:
    """Run the command line; never shows a traceback, never prints an address."""
    from digest.app.process import refuse_core_dumps

    refuse_core_dumps()
    try:
        ended = app(standalone_mode=False)  # then it raises its errors, too, and returns the code of an `Exit`
        sys.stdout.flush()
        if ended == ExitCode.STOPPED:  # what Ctrl-C becomes there
            raise KeyboardInterrupt
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last line of defence against tracebacks
        words = sys.argv[1:]
        ended = show_failure(error, asked_format(words), lambda: _place(asked_value(words, "--newsroom")))
    sys.exit(ended or 0)


def _place(named: str) -> str:
    """Return where the newsroom that a command is about lies in its repository; empty where there is none."""
    from digest.app.paths import find_newsroom

    try:
        return place_in_repository(find_newsroom(Path(named) if named else None, os.environ))
    except DigestError:
        return ""
