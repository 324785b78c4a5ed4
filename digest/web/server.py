"""The HTTP server: uvicorn with deadlines, and with fewer connections than this process may have files open."""

import resource
import socket
import threading
from collections.abc import Callable

import uvicorn
from starlette.applications import Starlette

from digest.web.deadlines import Limits, protocol_with

MOST_CONNECTIONS = 1_000
_BACKLOG = 128
"""So many are accepted in one go, before any of them is counted."""


class Server(uvicorn.Server):
    """A server that ends when `stop` is set, and sets it at once, not only when it has ended, upon a signal.

    Not inside the handler of the signal: that may interrupt whoever holds the lock of `stop`, and would wait for ever.

    `listening` is called as soon as it listens.
    """

    def __init__(self, config: uvicorn.Config, stop: threading.Event, listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._stop, self._listening = stop, listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen; where that cannot be done, uvicorn says why and ends the program."""
        await super().startup(sockets)
        if self.started:
            self._listening()

    async def on_tick(self, counter: int) -> bool:
        """Return whether to end; also for a signal that came before this server took them."""
        ends = await super().on_tick(counter)
        if ends:
            self._stop.set()
        return ends or self._stop.is_set()


def make_server(
    app: Starlette, host: str, port: int, stop: threading.Event, listening: Callable[[], None] = lambda: None
) -> Server:
    """Make the server of `app`, which `stop` ends; `listening` is called as soon as it listens."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=protocol_with(Limits(min(MOST_CONNECTIONS, raise_file_limit() // 2))),
        ws="none",
        lifespan="off",
        backlog=_BACKLOG,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # who is believed about a visitor, the settings say
        timeout_graceful_shutdown=5,
    )
    return Server(config, stop, listening)


def raise_file_limit() -> int:
    """Let this process have as many files open as the system permits, and return how many that is.

    Shells and systemd give 1,024 at first, for the sake of programs that use select(2).
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    except (OSError, ValueError):  # some systems name a limit that they do not grant
        return soft
    return hard if hard != resource.RLIM_INFINITY else 2**31
