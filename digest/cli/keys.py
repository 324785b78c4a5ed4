"""Commands about the keys that make a stolen database worthless."""

import typer

from digest.cli.editions import open_newsroom
from digest.cli.terminal import progress, say
from digest.counted import counted

app = typer.Typer(help="The keys of readers' addresses and links.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def keys() -> None:
    """Keep the word `rotate` a command of its own."""


@app.command()
def rotate(context: typer.Context) -> None:
    """Make new keys and encrypt every address anew.

    Interrupted, run it again; links in old letters go on working for two years.
    """
    from digest.app.services import Services

    with open_newsroom(context) as newsroom, progress("encrypting anew") as watch:
        file, done = newsroom.key_file, Services(newsroom).rotate_keys(watch)
    addresses, mails = counted(done.addresses, "address", "addresses"), counted(done.others, "mail")
    say(f"encrypted with new keys: {addresses} of readers, and {mails} that may still go")
    if done.damaged:
        say(f"stay as they were, being damaged: {done.damaged:,}; `digest doctor` names the readers")
    say(
        f"Keep a new copy of {file} in a safe place, and destroy the copies you have: without it no address "
        "can be read again."
    )
