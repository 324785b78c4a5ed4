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
    control,
    editions,
    first_reader,
    journal,
    keys,
    operating,
    privacy,
    scheduling,
    sending,
    shots,
    subscribers,
)
from digest.cli.terminal import complain, print_problems, say
from digest.errors import DigestError, InputProblems

app = typer.Typer(
    name="digest",
    help="From an editor's picks to the inbox of every reader who agreed, and of nobody else.",
    epilog=(
        "Exit codes: 0 done; 1 could not; 2 the input has problems; 3 finished, but some deliveries are "
        "uncertain or failed, or rows of an import were refused."
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
        typer.Option(help="The newsroom's folder; default: DIGEST_NEWSROOM, else this folder or the nearest above."),
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Take the options that all commands share."""
    context.obj = newsroom


beginning.register(app)
editions.register(app)
shots.register(app)
sending.register(app)
control.register(app)
scheduling.register(app)
archive.register(app)
amend.register(app)
operating.register(app)
first_reader.register(subscribers.app)
privacy.register(subscribers.app)
app.add_typer(subscribers.app, name="subscribers")
app.add_typer(keys.app, name="keys")
app.add_typer(journal.app, name="journal")


def main() -> None:
    """Run the command line; never shows a traceback, never prints an address."""
    from digest.app.process import refuse_core_dumps

    refuse_core_dumps()
    try:
        app()
    except InputProblems as error:
        print_problems(error.problems)
        sys.exit(error.exit_code)
    except DigestError as error:
        complain(f"error: {error}")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        complain("stopped; run the same command again to go on")
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:  # noqa: BLE001 - the last line of defence against tracebacks
        from digest.app.failures import describe

        complain(describe(error))
        sys.exit(1)
