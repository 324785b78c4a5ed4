"""Leaving while a send runs, against a bare Starlette route with one SQLite write.

And what the audience check of a batch costs.
"""

import http.client
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from digest.app.container import Newsroom
from digest.app.web import application
from subscribers.policy.tokens import Purpose, make_all
from subscribers.services import audience
from tests.benchmarks.measure import Line, ratio
from tests.benchmarks.sending import many_readers, sink
from tests.standins.processes import due
from tests.standins.sendgrid.server import KEY
from tests.standins.serving import serving

READERS = 100_000
LEAVING = 1_500
CALLERS = 4
BATCH = 1_000
ONE_CLICK = {"Content-Type": "application/x-www-form-urlencoded"}


def lines() -> Iterator[Line]:
    """Measure and yield the lines about readers' pages."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with many_readers(folder, READERS) as newsroom:
            yield Line(
                f"audience check of {BATCH:,} readers, addresses opened / the same rows by raw SQL",
                _audience_check(newsroom),
                "x",
                3,
            )
            paths = _paths(newsroom)
        busy = _while_sending(folder, paths[3 * LEAVING :])
        yield Line(
            f"p99 of leaving while {READERS:,} readers are sent to, by the same `digest serve`",
            _percentile(busy, 99) * 1_000,
            "ms",
            100,
        )
        ours, bare = [], []
        for turn in range(3):
            with _server("pages", folder) as port:
                ours.append(_rate(port, paths[turn * LEAVING : (turn + 1) * LEAVING]))
            with _server("bare", folder) as port:
                bare.append(_rate(port, paths[turn * LEAVING : (turn + 1) * LEAVING]))
        yield Line(
            f"leaving, {max(ours):.0f} a second / a bare route with one SQLite write",
            max(ours) / max(bare),
            "x",
            0.25,
            at_least=True,
        )


def _audience_check(newsroom: Newsroom) -> float:
    """Ask consent and open the addresses of a batch.

    Against nothing but fetching the same rows on a bare connection.
    """
    connection, statement = sqlite3.connect(newsroom.folder / "data/digest.db"), str(audience.CONSENT)
    now, batch = datetime.now(UTC), range(1, BATCH + 1)
    told = {"now": now.isoformat(), "first": 1, "last": BATCH}
    return ratio(
        lambda: audience.consenting(newsroom.store, batch, now), lambda: connection.execute(statement, told).fetchall()
    )


def _paths(newsroom: Newsroom) -> list[str]:
    """Return the addresses at which readers of the second half leave with one click."""
    with newsroom.engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT public_id FROM subscriber WHERE number > ? LIMIT ?", (READERS // 2, READERS // 2)
        )
        return [f"/u/{token}" for token in make_all(newsroom.store.keyring, Purpose.LETTER, rows.scalars())]


def _percentile(times: Sequence[float], share: int) -> float:
    return statistics.quantiles(times, n=100)[share - 1]


def _while_sending(folder: Path, paths: Sequence[str]) -> list[float]:
    """Leave, from several callers at once, for as long as `digest serve` sends by itself.

    Return the seconds of each call.
    """
    took: list[float] = []
    database = folder / "data/digest.db"

    def some(port: int, share: Sequence[str]) -> None:
        with _connected(port) as connection, closing(sqlite3.connect(database)) as looking:
            for path in share:
                if _state(looking) == "sent":
                    return
                took.append(_leave(connection, path)[0])

    with sink(latency=0.5) as url:
        settings = due(folder, datetime.now(UTC) - timedelta(minutes=2)) | {
            "DIGEST_DELIVERY__TRANSPORT": "sendgrid",
            "DIGEST_DELIVERY__BATCH_SIZE": str(BATCH),
            "DIGEST_SENDGRID__HOST": url,
            "SENDGRID_API_KEY": KEY,
        }
        with (
            serving(folder, **settings) as served,
            closing(sqlite3.connect(database)) as looking,
            ThreadPoolExecutor(CALLERS) as callers,
        ):
            while _state(looking) != "sending":
                time.sleep(0.01)
            port = int(served.url.rpartition(":")[2])
            list(callers.map(some, [port] * CALLERS, [paths[n::CALLERS] for n in range(CALLERS)]))
    if not 100 <= len(took) < len(paths):
        raise RuntimeError(
            f"{len(took)} of {len(paths)} left during the send: too few to tell, or it ended later than they"
        )
    return took


def _state(database: sqlite3.Connection) -> str:
    row = database.execute("SELECT state FROM edition ORDER BY number DESC LIMIT 1").fetchone()
    return str(row[0]) if row else ""


def _rate(port: int, paths: Sequence[str]) -> float:
    """Leave from several callers at once; return calls a second."""

    def some(share: Sequence[str]) -> None:
        with _connected(port) as connection:
            for path in share:
                if _leave(connection, path)[1] != http.client.OK:
                    raise RuntimeError("leaving failed")

    began = time.perf_counter()
    with ThreadPoolExecutor(CALLERS) as callers:
        list(callers.map(some, [paths[n::CALLERS] for n in range(CALLERS)]))
    return len(paths) / (time.perf_counter() - began)


@contextmanager
def _connected(port: int) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        yield connection
    finally:
        connection.close()


def _leave(connection: http.client.HTTPConnection, path: str) -> tuple[float, int]:
    began = time.perf_counter()
    connection.request("POST", path, b"List-Unsubscribe=One-Click", ONE_CLICK)
    response = connection.getresponse()
    response.read()
    return time.perf_counter() - began, response.status


@contextmanager
def _server(what: str, folder: Path) -> Iterator[int]:
    """Run one of the two applications in a process of its own."""
    code = "import sys; from tests.benchmarks.pages import serve; serve(*sys.argv[1:])"
    command = [sys.executable, "-c", code, what, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield int(process.stdout.readline()) if process.stdout else 0
        finally:
            process.kill()


def serve(what: str, folder: str) -> None:
    """Serve one of the two applications until it is killed; prints the port."""
    import socket

    import uvicorn

    listening = socket.socket(
        socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP
    )  # asyncio sets TCP_NODELAY where this is said
    listening.bind(("127.0.0.1", 0))
    listening.listen(128)
    app = _bare(Path(folder)) if what == "bare" else application(Newsroom(Path(folder), {}))
    print(listening.getsockname()[1], flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False)).run([listening])


def _bare(folder: Path) -> Starlette:
    """Return one route that writes one row as safely as we do (WAL, synchronous=FULL) and says that it is done."""
    here = threading.local()
    file = folder / f"bare-{os.getpid()}.db"

    with closing(sqlite3.connect(file, isolation_level=None)) as first:
        first.execute("PRAGMA journal_mode=WAL")
        first.execute("CREATE TABLE gone (token TEXT PRIMARY KEY, at TEXT)")

    def write(token: str) -> None:
        if not hasattr(here, "connection"):
            here.connection = sqlite3.connect(file, timeout=30, isolation_level=None)
            here.connection.execute("PRAGMA synchronous=FULL")
        here.connection.execute("INSERT OR REPLACE INTO gone VALUES (?, ?)", (token, datetime.now(UTC).isoformat()))

    async def leave(request: Request) -> Response:
        await run_in_threadpool(write, request.path_params["token"])
        return Response("gone")

    return Starlette(routes=[Route("/u/{token}", leave, methods=["POST"])])
