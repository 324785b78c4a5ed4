"""Commands about the keys that make a stolen database worthless."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from digest.cli.editions import JsonOption, open_newsroom
from digest.cli.exit_codes import ExitCode
from digest.cli.plain_help import Commands
from digest.cli.terminal import print_json, progress, say
from digest.counted import counted

if TYPE_CHECKING:
    from subscribers.services.key_rotation import Rotated

app = Commands(
    help="The keys of readers' addresses and links.",
    epilog="Example: digest keys rotate",
    no_args_is_help=True,
    rich_markup_mode=None,
    short_help="The keys of addresses and links",
)


@app.callback()
def keys() -> None:
    """Keep the word `rotate` a command of its own."""


@app.command()
def rotate(context: typer.Context, as_json: JsonOption = False) -> None:
    """Make new keys and encrypt every address anew.

    Interrupted, run it again; links in old letters go on working for two years.

    Example: digest keys rotate
    """
    from digest.app.upkeep import Upkeep

    with open_newsroom(context) as newsroom, progress("encrypting anew", as_json) as watch:
        file, done = newsroom.key_file, Upkeep(newsroom).rotate_keys(watch)
    if as_json:
        print_json({"addresses": done.addresses, "mails": done.others, "damaged": done.damaged, "keys": str(file)})
    else:
        _say_rotated(done, file)
    if done.damaged:
        raise typer.Exit(ExitCode.NEEDS_A_LOOK)


def _say_rotated(done: "Rotated", file: Path) -> None:
    addresses, mails = counted(done.addresses, "address", "addresses"), counted(done.others, "mail")
    say(f"encrypted with new keys: {addresses} of readers, and {mails} that may still go")
    if done.damaged:
        say(f"stay as they were, being damaged: {done.damaged:,}; `digest doctor` names the readers")
    say(
        f"Keep a new copy of {file} in a safe place, and destroy the copies you have: without it no address "
        "can be read again."
    )
