"""How commands show a local site: they say its address, open a browser where there is one, and end with Ctrl-C."""

import os
import sys
import threading
import webbrowser
from collections.abc import Callable, Mapping
from typing import Annotated, Protocol

import typer

from digest.cli.terminal import asked_to_stop, complain, console, say

PortOption = Annotated[
    int,
    typer.Option(
        "--port", metavar="N", min=0, max=65_535, help="A port of 127.0.0.1; default: a free one.", show_default=False
    ),
]
BrowserOption = Annotated[bool, typer.Option("--no-browser", help="Only say the address, and open no browser.")]


class LocalSite(Protocol):
    """A site on this machine; see `digest.web.local`."""

    @property
    def address(self) -> str:
        """The address that opens it."""
        ...

    def address_once(self) -> str:
        """Return an address that opens it once."""
        ...

    def run(self, stop: threading.Event, listening: Callable[[], None]) -> None:
        """Answer until `stop` is set."""
        ...


def run_local_site(site: LocalSite, shown: str, no_browser: bool) -> None:
    """Say where `shown` is to be seen, open it in a browser unless that is not wanted, and answer until Ctrl-C."""

    def listening() -> None:
        say(f"{shown}: open in a browser on this machine")
        say(f"  {site.address}")
        say("Whoever has this address can look. Ctrl-C ends it.")
        if not no_browser and may_open_browser(console().is_terminal, os.environ, sys.platform):
            _open_browser(site.address_once())

    # uvicorn raises the signal again when it has ended; here it is only heard once more
    with asked_to_stop() as stop:
        site.run(stop, listening)


def may_open_browser(is_terminal: bool, environment: Mapping[str, str], platform: str) -> bool:
    """Return whether a window can be opened where whoever typed the command would see it.

    On a server `webbrowser` would start one that draws in this very terminal; behind ssh it is another machine's.
    """
    if not is_terminal or environment.get("SSH_CONNECTION"):
        return False
    has_windows = platform in {"darwin", "win32"}
    return has_windows or bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def _open_browser(address: str) -> None:
    def opening() -> None:
        try:
            webbrowser.open(address)
        except (webbrowser.Error, OSError):
            complain("no browser could be opened; open the address yourself")

    threading.Thread(target=opening, name="browser", daemon=True).start()
