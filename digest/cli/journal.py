"""Commands about the journal, which keeps outside of the database what a restored backup must not forget."""

from typing import Annotated

import typer

from digest.cli.editions import open_newsroom
from digest.cli.terminal import say

app = typer.Typer(help="The journal of what was handed over and who left.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def journal() -> None:
    """Keep the word `new` a command of its own."""


@app.command()
def new(
    context: typer.Context,
    reason: Annotated[str, typer.Option(help="What became of the old one; kept with what is paused for it.")],
) -> None:
    """Begin another journal, when the old one is lost for good.

    What can still be read of the old one is done first, wishes to leave before all; it is kept beside the new one.
    Deliveries under way become uncertain and a running edition is paused: nobody knows any more what else was handed
    over since the last backup, or who left.
    """
    from digest.app.services import Services

    with open_newsroom(context) as newsroom:
        found = Services(newsroom).begin_new_journal(reason)
    say("a new journal was begun; deliveries under way are uncertain, and a running edition is paused")
    if found.applied:
        say(f"what only the old one held was done first; such lines: {found.applied}")
    if found.damaged:
        say(f"lines of the old one that nobody can read: {found.damaged}; who left by one of these may get a letter")
    if found.kept.exists():
        say(f"what was left of the old one is {found.kept}")
