"""The command `subscribers add`: an address of the newsroom's own is asked to confirm, as every reader is."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.editions import JsonOption, open_newsroom
from digest.cli.terminal import print_json, say

if TYPE_CHECKING:
    from digest.app.container import Newsroom


def register(app: typer.Typer) -> None:
    """Add this command to `app`."""
    app.command(short_help="Ask an address of your own to confirm, for a test")(add)


def add(
    context: typer.Context,
    address: Annotated[
        str,
        typer.Argument(metavar="ADDRESS", help="The address, or - to type it unseen by others (standard input)."),
    ],
    test: Annotated[
        bool, typer.Option("--test", help="It is an address of the newsroom's own, to try the whole way.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Mail an address of the newsroom's own the letter that asks to confirm; nobody is a reader before they do.

    The record of their consent says that they were added for a test. Readers sign up by themselves; a list with proof
    of consent comes with `digest subscribers import`. What is typed here stays in the shell's history: - asks for it.

    Example: digest subscribers add - --test
    """
    from digest.errors import DigestError

    with open_newsroom(context) as newsroom:
        if not test:
            raise DigestError(
                f"readers sign up by themselves at {newsroom.settings.digest.base_url}; for an address of your own "
                "add --test, and a list with proof of consent is taken by `digest subscribers import`"
            )
        ask_to_confirm(newsroom, typed_address() if address == "-" else address, as_json)


def ask_to_confirm(newsroom: "Newsroom", address: str, as_json: bool = False) -> None:
    """Mail an address the letter that asks to confirm, and say where it is; whether it goes out is never said."""
    from digest.app.first_reader import add_for_a_test

    add_for_a_test(newsroom, address)
    if as_json:
        print_json({"asked_to_confirm": True, "folder": str(newsroom.outbox_folder("letters") or "")})
        return
    say("If that address may be mailed, and was not in the last 24")
    say("hours, a letter asks it to confirm.")
    folder = newsroom.outbox_folder("letters")
    say("`digest outbox` shows it." if folder else "It is on its way.")
    say("Open its link while `digest serve` runs, and press the")
    say("button: only then it is a reader's.")


def typed_address() -> str:
    """Read an address from standard input, without showing it on a terminal.

    Arguments end up in histories and process lists.
    """
    return typer.prompt("address", hide_input=True, err=True) if sys.stdin.isatty() else sys.stdin.readline()
