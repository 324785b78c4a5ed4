"""Runs `digest serve` as a process on a free port of this machine, until it answers and as long as it is needed."""

import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.standins.processes import DIGEST, environment

PATIENCE_SECONDS = 60


@dataclass(slots=True)
class Served:
    """A running server: its address and number, and what it has said once it has ended."""

    url: str
    pid: int = 0
    said: str = ""


def free_port() -> str:
    """Return a port of this machine that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


@contextmanager
def serving(folder: Path, **more: str) -> Iterator[Served]:
    """Serve the newsroom in `folder`.

    Its pages believe to be where they are, so that links in letters lead back to them.
    """
    port = more.get("DIGEST_WEB__PORT") or free_port()
    served = Served(f"http://127.0.0.1:{port}")
    surroundings = environment(**({"DIGEST_DIGEST__BASE_URL": served.url, "DIGEST_WEB__PORT": port} | more))
    with (
        tempfile.TemporaryFile("w+") as said,
        subprocess.Popen([*DIGEST, "serve"], cwd=folder, env=surroundings, stdout=said, stderr=said) as server,
    ):
        try:
            _wait_for(f"{served.url}/health", server)
            served.pid = server.pid
            yield served
        finally:
            server.terminate()
            server.wait(timeout=PATIENCE_SECONDS)
            said.seek(0)
            served.said = said.read()


def _wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=1).close()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server did not come up")
