"""Commands about the keys that make a stolen database worthless."""

from datetime import UTC, datetime

import typer

from digest.cli.editions import open_newsroom
from digest.cli.terminal import progress, say

app = typer.Typer(help="The keys of readers' addresses and links.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def keys() -> None:
    """Keep the word `rotate` a command of its own."""


@app.command()
def rotate(context: typer.Context) -> None:
    """Make new keys and encrypt every address anew.

    Interrupted, run it again; links in old letters go on working for two years.
    """
    from digest.app.paths import KEY_FILE
    from subscribers.policy.addresses import Cipher
    from subscribers.services.key_rotation import rotate as run_rotate

    with open_newsroom(context) as newsroom, progress("encrypting anew") as watch:
        file = newsroom.folder / KEY_FILE
        count = run_rotate(
            newsroom.store, file, datetime.now(UTC), lambda keyring: newsroom.mail_queue.reseal(Cipher(keyring)), watch
        )
    say(f"{count:,} addresses are encrypted with new keys")
    say(
        f"Keep a new copy of {file} in a safe place, and destroy the copies you have: without it no address "
        "can be read again."
    )
