"""A command that shows a local site says where, and opens a browser only where it would be seen."""

import threading
from collections.abc import Callable

import pytest

from digest.cli.local_site import may_open_browser, run_local_site


class Site:
    """A site that ends as soon as it listens."""

    address = "http://127.0.0.1:65535/start/" + 24 * "x"

    def address_once(self) -> str:
        raise AssertionError("no browser was wanted")

    def run(self, stop: threading.Event, listening: Callable[[], None]) -> None:
        listening()
        stop.set()


def test_the_address_stands_alone_in_a_line_of_sixty(capsys: pytest.CaptureFixture[str]) -> None:
    run_local_site(Site(), "the outbox", no_browser=True)
    run_local_site(Site(), "the outbox", no_browser=False)  # no terminal: none is opened
    lines = capsys.readouterr().out.splitlines()
    assert f"  {Site.address}" in lines
    assert max(map(len, lines)) <= 60


@pytest.mark.parametrize(
    ("is_terminal", "environment", "platform", "opens"),
    [
        (True, {"DISPLAY": ":0"}, "linux", True),
        (True, {"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        (True, {}, "darwin", True),
        (True, {}, "linux", False),
        (True, {"DISPLAY": "localhost:10", "SSH_CONNECTION": "192.0.2.1 5 192.0.2.2 22"}, "linux", False),
        (False, {"DISPLAY": ":0"}, "linux", False),
    ],
)
def test_a_browser_is_opened_where_whoever_typed_the_command_sees_it(
    is_terminal: bool, environment: dict[str, str], platform: str, opens: bool
) -> None:
    assert may_open_browser(is_terminal, environment, platform) is opens
