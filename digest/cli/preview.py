"""The command `preview`: an edition in the browser, as its readers will see it, while it is written."""

import os

import typer

from digest.cli.editions import EditionArgument, edition_or_next, open_newsroom
from digest.cli.local_site import BrowserOption, PortOption, run_local_site
from digest.cli.terminal import complain


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command(short_help="Look at an edition in the browser while you write it")(preview)


def preview(
    context: typer.Context,
    edition: EditionArgument = None,
    port: PortOption = 0,
    no_browser: BrowserOption = False,
) -> None:
    """Look at an edition in the browser while you write it: the page is new whenever you save a file.

    As on a computer, a phone, or as text; light and dark; without pictures; in each language, with each form of the
    appeal, discreet. With what inboxes show of it, how full it is, every problem with its line, and the other
    headlines and pictures of each page to choose from. Pages that were not read yet say so: run `digest lock`.

    The page can be opened on this machine only, and nothing is sent or fetched.

    Example: digest preview 2026-11-27
    """
    from digest.app.looking import newsroom_to_look_at
    from digest.app.preview import open_preview

    with open_newsroom(context, looks=True) as newsroom:
        edition_id = edition_or_next(newsroom, edition)
        site = open_preview(
            newsroom, lambda: newsroom_to_look_at(newsroom.folder, os.environ), edition_id, port, complain
        )
        run_local_site(site, f"edition {edition_id}", no_browser)
