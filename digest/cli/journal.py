"""Commands about the journal, which keeps outside of the database what a restored backup must not forget."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.editions import JsonOption, open_newsroom
from digest.cli.plain_help import Commands
from digest.cli.terminal import print_json, say

if TYPE_CHECKING:
    from subscribers.services.new_journal import NewJournal

_FOUND = "If there is a copy anywhere, put it here as data/journal-found and run this again"

app = Commands(
    help="The journal of what was handed over and who left.",
    epilog='Example: digest journal new --reason "the disk broke"',
    no_args_is_help=True,
    rich_markup_mode=None,
    short_help="What was handed over, and who left",
)


@app.callback()
def journal() -> None:
    """Keep the word `new` a command of its own."""


@app.command()
def new(
    context: typer.Context,
    reason: Annotated[
        str, typer.Option(metavar="WORDS", help="What became of the old one; kept with what is paused for it.")
    ],
    as_json: JsonOption = False,
) -> None:
    """Begin another journal, when the old one is lost for good.

    What can still be read of the old one is done first, wishes to leave before all; it is kept beside the new one.
    Deliveries under way become uncertain and a running edition is paused: nobody knows any more what else was handed
    over since the last backup, or who left.

    Example: digest journal new --reason "the disk broke"
    """
    from digest.app.upkeep import Upkeep

    with open_newsroom(context) as newsroom:
        begun = Upkeep(newsroom).begin_new_journal(reason)
    if as_json:
        print_json({"kept": str(begun.kept) if begun.kept.exists() else None, "told": list(_told(begun))})
        return
    say("a new journal was begun; deliveries under way are uncertain, and a running edition is paused")
    for told in _told(begun):
        say(told)


def _told(begun: "NewJournal") -> Iterator[str]:
    """Yield what people have to know of the old journal."""
    old = begun.read
    if not old.found:
        yield (
            "there is no file of the journal that this database follows: who left or was written to since it was made "
            f"is not known here. {_FOUND}; else see, before the next send, that no edition is due that went out already"
        )
    if old.absent_since:
        yield (
            f"on {old.absent_since} the old one went on in another that is not here: what happened since nobody knows. "
            f"{_FOUND}"
        )
    if old.found and old.missing and not old.absent_since:
        yield (
            f"journals that this database has yet to read and that are in no file: {old.missing}; who left or was "
            f"written to by these is not known here. {_FOUND}"
        )
    if old.turned_up:
        yield (
            f"what turned up of journals that were given up before was read, too; such lines: {old.turned_up}. What "
            "they say of letters that were handed over, of wishes and of readers who left counts from now on"
        )
    if old.in_doubt:
        yield "how much of the old one was done before nobody can tell, so all that can be read of it was done again"
    if begun.applied:
        yield f"what only the old one held was done first; such lines: {begun.applied}"
    if old.damaged:
        yield f"lines of the old one that nobody can read: {old.damaged}; who left by one of these may get a letter"
    if begun.kept.exists():
        yield f"what was left of the old one is {begun.kept}"
