"""The command `outbox`: the letters on disk, as a mail reader in the browser."""

import typer

from digest.cli.editions import JsonOption, open_newsroom
from digest.cli.local_site import BrowserOption, PortOption, run_local_site
from digest.cli.terminal import complain, print_json


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command(short_help="Read the letters in data/outbox in a browser")(outbox)


def outbox(
    context: typer.Context, port: PortOption = 0, no_browser: BrowserOption = False, as_json: JsonOption = False
) -> None:
    """Show the letters in data/outbox as a mail reader does: every folder, also confirmations, proofs and reports.

    The page is for this machine alone, and for whoever has its address; letters can do nothing in it, and load
    nothing from the web unless you ask for it. Their links stand beside them. Nothing is changed. Ends with Ctrl-C.

    With --json: only the folders, with how many letters each has.

    Example: digest outbox --port 8500
    """
    from digest.app.outbox import mailboxes_of, open_outbox
    from digest.app.paths import OUTBOX

    with open_newsroom(context) as newsroom:
        if as_json:
            print_json(
                [
                    {"folder": str(newsroom.folder / OUTBOX / box.folder), "letters": box.letters}
                    for box in mailboxes_of(newsroom)
                ]
            )
            return
        run_local_site(open_outbox(newsroom, port, complain), "The outbox", no_browser)
