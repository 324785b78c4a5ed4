"""The server takes fewer connections than it may have files open, and says when it is asked to end."""

import resource
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from functools import partial

from starlette.applications import Starlette

from digest.web.deadlines import BoundedProtocol
from digest.web.server import MOST_CONNECTIONS, make_server
from tests.standins.loop import run_async

LOOK = """
import resource, threading
from starlette.applications import Starlette
from digest.web.server import make_server
resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))
server = make_server(Starlette(), "127.0.0.1", 0, threading.Event())
print(server.config.http.limits.connections, *resource.getrlimit(resource.RLIMIT_NOFILE))
"""


def _limits(soft: int, hard: int) -> list[int]:
    done = subprocess.run(
        [sys.executable, "-c", LOOK.format(soft=soft, hard=hard)], capture_output=True, text=True, check=True
    )
    return [int(number) for number in done.stdout.split()]


def test_the_file_limit_is_raised_and_connections_stay_below_it() -> None:
    assert _limits(256, 1024) == [512, 1024, 1024]
    assert _limits(1024, 20_000 if resource.getrlimit(resource.RLIMIT_NOFILE)[1] >= 20_000 else 4_096)[0] == (
        MOST_CONNECTIONS
    )


def test_a_request_has_ten_seconds_for_its_headers_and_twenty_for_its_body() -> None:
    protocol = make_server(Starlette(), "127.0.0.1", 0, threading.Event()).config.http
    assert isinstance(protocol, type)
    assert issubclass(protocol, BoundedProtocol)
    assert (protocol.limits.header_seconds, protocol.limits.body_seconds) == (10, 20)


def test_a_server_that_is_asked_to_end_says_so_at_once() -> None:
    stop = threading.Event()
    server = make_server(Starlette(), "127.0.0.1", 0, stop)
    assert not run_async(server.on_tick(1))
    with stop._cond:  # type: ignore[attr-defined]  # a signal may interrupt whoever holds its lock
        server.handle_exit(signal.SIGTERM, None)
    assert run_async(server.on_tick(2))
    assert stop.is_set()


def test_a_server_ends_for_a_signal_that_came_before_it_began() -> None:
    stop = threading.Event()
    stop.set()
    run_async(make_server(Starlette(), "127.0.0.1", 0, stop).serve())


def test_a_server_says_that_it_listens_when_it_does_and_not_where_its_port_is_taken() -> None:
    said, stop = list[str](), threading.Event()
    stop.set()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        for port, word in ((0, "free"), (taken, "taken")):
            server = make_server(Starlette(), "127.0.0.1", port, stop, partial(said.append, word))
            with suppress(SystemExit):
                run_async(server.serve())
    assert said == ["free"]
